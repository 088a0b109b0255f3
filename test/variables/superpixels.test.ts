import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Size } from '../../src/image/box.ts'
import type { Picture } from '../../src/image/picture.ts'
import { kernel } from '../../src/variables/kernel/module.ts'
import { forget, keep, room } from '../../src/variables/kernel/resident.ts'
import { type Grid, type Superpixel, superpixelsOf } from '../../src/variables/kernel/superpixels.ts'
import { compress, part } from '../../src/variables/lab.ts'
import { gridOf } from '../../src/variables/superpixels.ts'
import { drawn, scene } from '../image/pictures.ts'

const size = fc.record({ width: fc.integer({ min: 1, max: 50 }), height: fc.integer({ min: 1, max: 36 }) })
const scale = 0.1
const xyz = ([0, 1, 2] as const).map((channel) => ([0, 1, 2] as const).map((row) => part(row, channel)))

test('superpixels are those of SLIC by its definition, whatever the size', () => {
  fc.assert(
    fc.property(size, fc.nat(999), ({ width, height }, seed) => {
      const picture = scene(width, height, seed)

      expect(measured(picture)).toEqual(plain(picture, gridOf(picture, 10)))
    }),
    { numRuns: 40 },
  )
})

test('parts are numbered, cut and joined in the order of scikit-image, whatever the labels', () => {
  const pictures = fc.record({
    width: fc.integer({ min: 1, max: 90 }),
    height: fc.integer({ min: 1, max: 10 }),
    // Runs from one pixel to more than the kernel takes at once.
    runs: fc.array(fc.tuple(fc.nat(2), fc.constantFrom(1, 1, 1, 2, 3, 15, 16, 17, 40, 70)), { minLength: 1 }),
    least: fc.integer({ min: 1, max: 80 }),
    large: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(2000)),
  })
  fc.assert(
    fc.property(pictures, ({ width, height, runs, least, large }) => {
      const small = Math.max(least, Math.ceil((width * height) / 100)) // numbers of parts are below 128
      const labels = runs.flatMap(([label, length]) => new Array<number>(length).fill(label))
      const own = Array.from({ length: width * height }, (_, i) => labels[i % labels.length] as number)

      expect(joinedByKernel(own, { width, height }, { small, large })).toEqual(
        partsOf(own, { width, height }, { small, large }),
      )
    }),
    { numRuns: 300 },
  )
})

test('every pixel is in one superpixel', () => {
  fc.assert(
    fc.property(size, fc.nat(999), ({ width, height }, seed) => {
      const parts = measured(scene(width, height, seed))

      expect(parts.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(width * height)
      expect(parts.reduce((sum, { x }) => sum + x, 0)).toBe((height * width * (width - 1)) / 2)
      expect(parts.reduce((sum, { y }) => sum + y, 0)).toBe((width * height * (height - 1)) / 2)
    }),
    { numRuns: 40 },
  )
})

test('borders between colours are borders of superpixels', () => {
  const picture = drawn(90, 60, (x) => (x < 37 ? [220, 30, 30] : [30, 40, 220]))

  const left = measured(picture).filter(({ x, pixels }) => x / pixels < 37)

  expect(left.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(37 * 60)
})

test('the grid is that of regular_grid', () => {
  // As regular_grid((1, height, width), 10) of scikit-image 0.24 gives it, and again with as many as it gave.
  const grid = (width: number, height: number) => {
    const { centres, step, window } = gridOf({ width, height }, 10)
    return [centres.length, centres[0], step, window]
  }

  expect(grid(640, 426)).toEqual([12, { x: 82, y: 82 }, 165, { x: 151, y: 151 }])
  expect(grid(5000, 1)).toEqual([10, { x: 250, y: 0 }, 500, { x: 500, y: 1 }])
  expect(grid(7, 5000)).toEqual([10, { x: 3, y: 250 }, 500, { x: 7, y: 500 }])
  expect(grid(40, 30)).toEqual([12, { x: 5, y: 5 }, 11, { x: 10, y: 10 }])
  expect(grid(2, 3)).toEqual([6, { x: 0, y: 0 }, 1, { x: 1, y: 1 }])
})

function joinedByKernel(labels: number[], { width, height }: Size, { small, large }: { small: number; large: number }) {
  forget()
  const [pitch, pixels] = [width + 17, width * height]
  const size = pitch * (height + 2)
  const at = room(kernel(), { map: size, queue: 4 * pixels, runs: 24 * pixels })
  const map = new Uint8Array(kernel().memory.buffer, at.map, size).fill(255)
  const place = (i: number) => pitch * (1 + Math.floor(i / width)) + 1 + (i % width)
  for (const [i, label] of labels.entries()) map[place(i)] = 128 + label
  kernel().joinParts(at.map + pitch + 1, width, height, pitch, small, large, at.queue, at.runs)
  return labels.map((_, i) => map[place(i)])
}

function measured(picture: Picture): Superpixel[] {
  forget()
  const { rgb, width, height } = picture
  const tables = new Float32Array(3 * 256 * 4)
  for (const [channel, rows] of xyz.entries())
    for (const [row, values] of rows.entries())
      for (const [value, xyzPart] of values.entries()) tables[4 * (256 * channel + value) + row] = xyzPart
  const weights = keep(width * height)
  return superpixelsOf(rgb, picture, { grid: gridOf(picture, 10), tables, scale, weights }).map((one) => ({
    ...one,
    weight: 0,
  }))
}

/** One pixel after the other, in double precision. */
function plain(picture: Picture, grid: Grid): Superpixel[] {
  const pixels = labOf(picture)
  let centres = grid.centres.map(({ x, y }) => [x, y, 0, 0, 0])
  let labels: number[] = []
  for (let round = 0; round < 10; round++) {
    labels = pixels.map((pixel) => nearest(pixel, centres, picture, grid))
    centres = centres.map((_, i) => {
      const mine = pixels.filter((_, at) => labels[at] === i)
      return [0, 1, 2, 3, 4].map((d) => mine.reduce((sum, pixel) => sum + (pixel[d] ?? 0), 0) / mine.length)
    })
  }
  return joined(labels, picture, (picture.width * picture.height) / centres.length)
}

/** Column, row and CIELAB of each pixel. */
function labOf({ rgb, width, height }: Picture): number[][] {
  return Array.from({ length: width * height }, (_, i) => {
    const [x = 0, y = 0, z = 0] = [0, 1, 2].map((row) =>
      compress([0, 1, 2].reduce((sum, channel) => sum + (xyz[channel]?.[row]?.[rgb[3 * i + channel] ?? 0] ?? 0), 0)),
    )
    return [
      ...[i % width, Math.floor(i / width)],
      ...[116 * y - 16, 500 * (x - y), 200 * (y - z)].map((value) => scale * value),
    ]
  })
}

function nearest(pixel: number[], centres: number[][], { width, height }: Size, { step, window }: Grid): number {
  const reaches = (d: 0 | 1, centre: number[], length: number, reach: number) => {
    const [place = 0, middle = 0] = [pixel[d], centre[d]]
    return (
      place >= Math.trunc(Math.max(middle - 2 * reach, 0)) &&
      place < Math.trunc(Math.min(middle + 2 * reach + 1, length))
    )
  }
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (const [i, centre] of centres.entries()) {
    if (!reaches(0, centre, width, window.x) || !reaches(1, centre, height, window.y)) continue
    const off = pixel.map((value, d) => ((value - (centre[d] ?? 0)) / (d < 2 ? step : 1)) ** 2)
    const distance = off.reduce((a, b) => a + b, 0)
    if (distance < least) [best, least] = [i, distance]
  }
  return best
}

function joined(labels: number[], size: Size, share: number): Superpixel[] {
  const parts = partsOf(labels, size, { small: Math.trunc(0.5 * share), large: Math.trunc(3 * share) })
  return Array.from({ length: Math.max(...parts) + 1 }, (_, one) => {
    const mine = parts.flatMap((number, at) => (number === one ? [at] : []))
    return {
      pixels: mine.length,
      x: mine.reduce((sum, at) => sum + (at % size.width), 0),
      y: mine.reduce((sum, at) => sum + Math.floor(at / size.width), 0),
      weight: 0,
    }
  }).filter(({ pixels }) => pixels > 0)
}

function partsOf(labels: number[], { width, height }: Size, { small, large }: { small: number; large: number }) {
  const parts: number[] = []
  let fresh = 1
  for (let start = 0; start < labels.length; start++) {
    if (parts[start]) continue
    let beside = 1
    const found = [start]
    parts[start] = fresh
    for (let visited = 0; visited < found.length && found.length < large; visited++) {
      const at = found[visited] ?? 0
      const [x, y] = [at % width, Math.floor(at / width)]
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue
        const next = at + dx + dy * width
        if (!parts[next] && labels[next] === labels[start]) {
          parts[next] = fresh
          found.push(next)
          if (found.length >= large) break
        } else if (parts[next] && parts[next] !== fresh) beside = parts[next] ?? 1
      }
    }
    if (found.length >= small) fresh++
    else for (const at of found) parts[at] = beside
  }
  return parts
}
