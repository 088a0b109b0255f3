import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Picture } from '../../src/image/picture.ts'
import { measures } from '../../src/variables/families.ts'
import { kernel } from '../../src/variables/kernel/module.ts'
import { room } from '../../src/variables/kernel/resident.ts'
import { measure } from '../../src/variables/measure.ts'
import { byNameOnly, chosenVariables, familyNames } from '../../src/variables/registry/choose.ts'
import { familyVariables } from '../../src/variables/registry/families.ts'
import { imageVariables } from '../../src/variables/registry/image.ts'
import { viewOf } from '../../src/variables/view.ts'
import { drawn, noise, pictureOf, scene } from '../image/pictures.ts'

const everything = new Set(chosenVariables(['all', ...byNameOnly]))

const sizes = fc.record({ width: fc.integer({ min: 1, max: 70 }), height: fc.integer({ min: 1, max: 40 }) })

describe('what is measured', () => {
  test.each(Object.keys(measures))('%s has every column of its entries, and no other', async (family) => {
    const row = await measures[family]?.(viewOf(scene(60, 45, 1)))

    const names = familyVariables.filter((variable) => variable.family === family).map(({ name }) => name)
    expect(Object.keys(row ?? {}).sort()).toEqual(names.sort())
  })

  test('every family of the registry is measured', () => {
    expect([...new Set(familyVariables.map(({ family }) => family))].sort()).toEqual(Object.keys(measures).sort())
  })

  test('is the core alone without a choice, and what is chosen with one', async () => {
    const picture = scene(40, 30, 2)
    const core = imageVariables.map(({ name }) => name)

    expect(Object.keys(await measure(picture)).sort()).toEqual([...core].sort())
    expect(Object.keys(await measure(picture, new Set(['hue_count']))).sort()).toEqual([...core, 'hue_count'].sort())
  })

  test('by default is part of all; every family can be named, and some are measured only then', () => {
    const all = chosenVariables('all')

    const apart = chosenVariables(byNameOnly)
    expect([...all, ...apart].sort()).toEqual(familyVariables.map(({ name }) => name).sort())
    expect(chosenVariables(['all', ...byNameOnly])).toEqual(familyVariables.map(({ name }) => name))
    expect(chosenVariables('curated').every((name) => all.includes(name))).toBe(true)
    expect(familyNames.flatMap((family) => chosenVariables([family])).sort()).toEqual([...all, ...apart].sort())
  })
})

test.each([
  ['one pixel', 1, 1],
  ['a column', 1, 5000],
  ['a row', 5000, 1],
  ['two pixels', 2, 1],
  ['a small square', 3, 3],
])('%s is measured; nothing is NaN', async (_, width, height) => {
  for (const picture of [scene(width, height, 3), drawn(width, height, () => [0, 0, 0])]) {
    const row = await measure(picture, everything)

    for (const name of everything) expect(row[name]).not.toBeUndefined()
    for (const [name, value] of Object.entries(row)) expect([name, Number.isNaN(value)]).toEqual([name, false])
  }
})

test('values stay in the ranges that the registry states', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.uint8Array({ minLength: 3, maxLength: 300 }), async ({ width, height }, bytes) => {
      const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => bytes[i % bytes.length] ?? 0)

      const row = await measure(pictureOf(rgb, width, height), everything)

      for (const { name, range } of familyVariables) {
        const value = row[name]
        if (typeof value !== 'number') continue
        const [low, high] = limits(range)
        if (value < low - 1e-9 || value > high + 1e-9) throw new Error(`${name} is ${value}, not ${range}`)
      }
    }),
    { numRuns: 30 },
  )
})

/** What lies in the kernel's memory where a look at a picture has its room. */
function litter(byte: number): void {
  const { memory } = kernel()
  const { from } = room(kernel(), { from: 1 })
  new Uint8Array(memory.buffer, from).subarray(0, 16_000_000).fill(byte)
}

test('what the memory held before does not matter', () => {
  const odd = [
    scene(1, 61, 3),
    scene(300, 3, 5),
    scene(17, 130, 2),
    drawn(70, 49, (x) => [200, 200, x === 60 ? 201 : 200]),
  ]
  for (const picture of odd) {
    for (const [family, work] of Object.entries(measures)) {
      // Bytes of 255 are no number.
      const rows = [0, 255, 65].map((byte) => {
        const view = viewOf(picture)
        void view.scan
        litter(byte)
        return work(view)
      })

      expect([family, rows[1], rows[2]]).toEqual([family, rows[0], rows[0]])
    }
  }
})

function limits(range: string): [number, number] {
  const between = /^(-?[\d.]+) to (-?[\d.]+)$/.exec(range)
  if (between) return [Number(between[1]), Number(between[2])]
  const least = /^>=? (-?[\d.]+)$/.exec(range)
  return [least ? Number(least[1]) : Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
}

describe('turning a picture', () => {
  /** Columns that look at no neighbours: any order of the pixels gives the same. */
  const steady = familyVariables
    .filter(({ family }) => ['contrast', 'hue', 'palette', 'channels', 'cielab', 'colourfulness_emd'].includes(family))
    .map(({ name }) => name)

  test.each([
    ['mirrored', (p: Picture) => remapped(p, (x, y) => [p.width - 1 - x, y])],
    ['upside down', (p: Picture) => remapped(p, (x, y) => [x, p.height - 1 - y])],
    ['turned by 90 degrees', turned],
  ])('%s keeps what depends on colours alone', async (_, turn) => {
    const picture = scene(61, 37, 9)

    const [before, after] = [await measure(picture, everything), await measure(turn(picture), everything)]

    for (const name of steady) {
      if (typeof before[name] === 'number') expect(Number(after[name])).toBeCloseTo(before[name], 7)
      else expect(after[name]).toEqual(before[name])
    }
  })
})

test('mirroring moves what has a side, and keeps what has none', async () => {
  const picture = scene(64, 64, 4)
  const mirror = remapped(picture, (x, y) => [picture.width - 1 - x, y])

  const [before, after] = [await measure(picture, everything), await measure(mirror, everything)]

  // OpenCV mirrors the spectrum at its borders, where it goes on at the other side: left and right differ a little.
  const near = (name: string, expected: number) => expect(Math.abs(Number(after[name]) - expected)).toBeLessThan(0.02)
  near('saliency_x', 1 - Number(before.saliency_x))
  near('saliency_y', Number(before.saliency_y))
  for (const name of [
    'colour_balance_horizontal',
    'colour_balance_vertical',
    'symmetry_vertical_axis',
    'symmetry_point',
  ])
    near(name, Number(before[name]))
  for (const name of ['sharpness_local', 'noise', 'spectral_slope', 'sharpness_fourier', 'frequency_factor'])
    expect(Number(after[name])).toBeCloseTo(Number(before[name]), 6)
  expect(after.bright_regions).toBe(before.bright_regions)
})

test('turning a picture by 90 degrees exchanges its axes', async () => {
  const picture = scene(64, 48, 4)

  const [before, after] = [await measure(picture, everything), await measure(turned(picture), everything)]

  const near = (name: string, expected: unknown) => expect(Number(after[name])).toBeCloseTo(Number(expected), 6)
  near('colour_balance_horizontal', before.colour_balance_vertical)
  near('colour_balance_vertical', before.colour_balance_horizontal)
  near('symmetry_horizontal_axis', before.symmetry_vertical_axis)
  near('symmetry_vertical_axis', before.symmetry_horizontal_axis)
  for (const name of ['noise', 'sharpness_local', 'spectral_slope', 'bright_regions', 'sharpness_fourier'])
    near(name, before[name])
})

test('a quarter turn exchanges the axes of symmetry where cells cut pixels', async () => {
  const symmetry = new Set(chosenVariables(['symmetry']))
  const picture = scene(301, 190, 6)

  const [before, after] = [await measure(picture, symmetry), await measure(turned(picture), symmetry)]

  expect(Number(after.symmetry_horizontal_axis)).toBeCloseTo(Number(before.symmetry_vertical_axis), 9)
  expect(Number(after.symmetry_vertical_axis)).toBeCloseTo(Number(before.symmetry_horizontal_axis), 9)
  expect(Number(after.symmetry_point)).toBeCloseTo(Number(before.symmetry_point), 9)
})

test('inverting a picture keeps spread, edges and symmetry', async () => {
  const picture = drawn(60, 40, (x, y) => [noise(x + 61 * y), noise(x + 61 * y), noise(x + 61 * y)])
  const inverse = drawn(60, 40, (x, y) => [255 - noise(x + 61 * y), 255 - noise(x + 61 * y), 255 - noise(x + 61 * y)])

  const [before, after] = [await measure(picture, everything), await measure(inverse, everything)]

  for (const name of ['contrast_rms', 'contrast_90', 'noise', 'sharpness_local', 'symmetry_point', 'spectral_slope'])
    expect(Number(after[name])).toBeCloseTo(Number(before[name]), 6)
})

test('a picture of one colour has no contrast, no lines, and null where there is nothing to say', async () => {
  const row = await measure(
    drawn(40, 30, () => [200, 100, 50]),
    everything,
  )

  expect(row).toMatchObject({ contrast_rms: 0, contrast_90: 1, contrast_value_2sd: 0, hue_count: 1, hue_sd: 0 })
  expect(row).toMatchObject({ colour_entropy: 0, distinct_colours: 1 / 1200, lines: 0, sharpness_local: 0, noise: 0 })
  expect(row).toMatchObject({ saliency_x: null, spectral_slope: null, symmetry_point: null, grey_skew: null })
  expect(row).toMatchObject({ line_orientation: null, depth_of_field_value: null, colour_balance_vertical: 1 })
  expect(row).toMatchObject({ dominant_colours: ['#c86432'], dominant_colour_share: 1, bright_regions: 0 })
})

test('grey has no colour', async () => {
  const row = await measure(
    drawn(64, 48, (x) => [4 * x, 4 * x, 4 * x]),
    everything,
  )

  expect(row).toMatchObject({
    hue_count: 0,
    hue_warm_overgoor: 0,
    contrast_saturation_sd: 0,
    colour_diversity_shannon: null,
  })
  expect(Number(row.share_black) + Number(row.share_grey) + Number(row.share_white)).toBeCloseTo(1, 9)
})

/** Clockwise. */
function turned(p: Picture): Picture {
  return drawn(p.height, p.width, (x, y) => {
    const at = 3 * ((p.height - 1 - x) * p.width + y)
    return [p.rgb[at] ?? 0, p.rgb[at + 1] ?? 0, p.rgb[at + 2] ?? 0]
  })
}

function remapped(p: Picture, from: (x: number, y: number) => [number, number]): Picture {
  return drawn(p.width, p.height, (x, y) => {
    const [fromX, fromY] = from(x, y)
    const at = 3 * (fromY * p.width + fromX)
    return [p.rgb[at] ?? 0, p.rgb[at + 1] ?? 0, p.rgb[at + 2] ?? 0]
  })
}
