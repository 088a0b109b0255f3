import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fineSaliencyVariables } from '../../src/variables/fine-saliency.ts'
import { fineSaliencyOf } from '../../src/variables/kernel/fine-saliency.ts'
import { bytesOf } from '../../src/variables/kernel/resident.ts'
import { viewOf } from '../../src/variables/view.ts'
import { drawn, scene } from '../image/pictures.ts'

test('fine-grained saliency is what its definition gives, whatever the size', () => {
  const sizes = fc.record({
    width: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(225, 239)),
    height: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom(226, 231)),
    seed: fc.integer({ min: 0, max: 999 }),
  })
  fc.assert(
    fc.property(sizes, ({ width, height, seed }) => {
      const view = viewOf(scene(width, height, seed))
      const grey = bytesOf(view.grey).slice()

      const map = fineSaliencyOf(view.grey, view)

      expect(map && [...bytesOf(map)]).toEqual(plainMap(grey, width, height))
    }),
    { numRuns: 25 },
  )
})

test('a picture of one colour has no fine-grained saliency, and one dot has all of it', () => {
  const flat = fineSaliencyVariables(viewOf(drawn(50, 40, () => [90, 90, 90])))
  const dot = fineSaliencyVariables(
    viewOf(drawn(60, 60, (x, y) => (x === 44 && y === 15 ? [255, 255, 255] : [0, 0, 0]))),
  )

  expect(Object.values(flat).every((value) => value === null)).toBe(true)
  expect(dot.saliency_fine_centre_x).toBeCloseTo(45 / 60, 1)
  expect(dot.saliency_fine_centre_y).toBeCloseTo(16 / 60, 1)
  expect(dot.saliency_fine_block).toBeLessThan(0.05)
})

test('maps that are salient in the same places agree', () => {
  const lit = (x: number, y: number) => x > 70 && y > 40 && (x + y) % 3 === 0
  const bright = (x: number, y: number) => (lit(x, y) ? 250 : 20)

  const row = fineSaliencyVariables(viewOf(drawn(100, 80, (x, y) => [bright(x, y), bright(x, y), bright(x, y)])))

  expect(Number(row.saliency_consistency)).toBeGreaterThanOrEqual(0.36)
})

/** In plain words, in single precision where OpenCV has it. */
function plainMap(grey: Uint8Array, width: number, height: number): number[] | null {
  const { fround, max, min, trunc } = Math
  const soft = plainBlur(plainBlur(grey, width, height), width, height)
  const corner = (x: number, y: number) => sums[y * (width + 1) + x] as number
  const sums = new Float32Array((width + 1) * (height + 1))
  for (let y = 0; y < height; y++) {
    for (let x = 0, own = 0; x < width; x++) {
      own += soft[y * width + x] as number
      sums[(y + 1) * (width + 1) + x + 1] = fround(corner(x + 1, y) + own)
    }
  }
  const [above, below] = [new Uint16Array(grey.length), new Uint16Array(grey.length)]
  for (const reach of [12, 24, 48, 28, 56, 112]) {
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) {
        const [x1, x2] = [max(0, x - reach + 1), min(width, x + reach + 1)]
        const [y1, y2] = [max(0, y - reach + 1), min(height, y + reach + 1)]
        const level = soft[at] as number
        const all = fround(fround(fround(corner(x2, y2) + corner(x1, y1)) - corner(x1, y2)) - corner(x2, y1))
        const mean = fround(fround(all - level) / ((x2 - x1) * (y2 - y1) - 1))
        const difference = trunc(fround(level - mean))
        if (difference > 0) above[at] = (above[at] as number) + difference
        if (difference < 0) below[at] = (below[at] as number) - difference
      }
    }
  }
  const [mostAbove, mostBelow] = [max(...above), max(...below)]
  if (mostAbove + mostBelow === 0) return null
  const share = (value: number, most: number) => (most === 0 ? 0 : trunc(255 * fround(value / most)))
  return Array.from(above, (value, i) => min(255, share(value, mostAbove) + share(below[i] as number, mostBelow)))
}

/** 1 2 1 in both directions, borders mirrored (REFLECT_101), rounded once. */
function plainBlur(levels: Uint8Array, width: number, height: number): Uint8Array {
  const mirrored = (i: number, size: number) => (size === 1 ? 0 : i < 0 ? -i : i >= size ? 2 * size - 2 - i : i)
  return levels.map((_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    let sum = 8
    for (const [dy, down] of [1, 2, 1].entries()) {
      for (const [dx, across] of [1, 2, 1].entries()) {
        const row = mirrored(y + dy - 1, height)
        sum += down * across * (levels[row * width + mirrored(x + dx - 1, width)] as number)
      }
    }
    return sum >> 4
  })
}
