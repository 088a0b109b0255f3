import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Picture } from '../../src/image/picture.ts'
import { scan } from '../../src/variables/kernel/scan.ts'
import { measure } from '../../src/variables/measure.ts'
import { imageVariables } from '../../src/variables/registry/image.ts'
import { drawn, noise, pictureOf, scene } from '../image/pictures.ts'
import { plainMeasures } from './reference.ts'

const sizes = fc.record({ width: fc.integer({ min: 1, max: 70 }), height: fc.integer({ min: 1, max: 40 }) })

async function numbers(picture: Picture): Promise<Record<string, number>> {
  const row = await measure(picture)
  return Object.fromEntries(
    Object.entries(row).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}

test('a row has every variable of the registry, and no other', async () => {
  const row = await measure(scene(30, 20, 1))

  expect(Object.keys(row).sort()).toEqual(imageVariables.map((variable) => variable.name).sort())
})

test('the kernel says what the definitions say, for every shape', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat({ max: 1000 }), async ({ width, height }, seed) => {
      const picture = scene(width, height, seed)
      const { small, ...plain } = plainMeasures(picture)

      const row = await measure(picture)

      for (const [name, value] of Object.entries(plain)) {
        const tolerance = 1e-9 * Math.max(1, Math.abs(value))
        if (!(Math.abs(Number(row[name]) - value) <= tolerance)) throw new Error(`${name}: ${row[name]}, not ${value}`)
      }
      expect([...scan(picture.rgb, picture).small]).toEqual(small)
    }),
    { numRuns: 40 },
  )
})

test('every colour has its CIELAB', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(byte(), byte(), byte()), async (colour) => {
      const picture = drawn(5, 3, () => colour)
      const plain = plainMeasures(picture)

      const row = await measure(picture)

      for (const name of ['lab_l_mean', 'lab_a_mean', 'lab_b_mean'] as const) {
        expect(row[name]).toBeCloseTo(plain[name], 8)
      }
    }),
    { numRuns: 100 },
  )
})

test('a picture of one colour has no spread, no edges and no entropy', async () => {
  const row = await measure(drawn(37, 23, () => [200, 100, 50]))

  expect(row).toMatchObject({
    contrast: 0,
    saturation_mean: 0.75,
    saturation_sd: 0,
    value_sd: 0,
    entropy: 0,
    sharpness: 0,
    edge_density: 0,
    warm_share: 1,
    cool_share: 0,
    phash: '8000000000000000',
  })
})

test('grey has no colour', async () => {
  const row = await measure(drawn(64, 48, (x, y) => [noise(x + y * 64), noise(x + y * 64), noise(x + y * 64)]))

  expect(row).toMatchObject({ saturation_mean: 0, saturation_sd: 0, colourfulness: 0, warm_share: 0, cool_share: 0 })
  expect(Math.abs(Number(row.lab_a_mean))).toBeLessThan(0.01)
})

test.each([
  ['one pixel', 1, 1],
  ['a column', 1, 5000],
  ['a row', 5000, 1],
])('%s is measured; nothing is NaN', async (_, width, height) => {
  const row = await measure(scene(width, height, 3))

  for (const variable of imageVariables) expect(row[variable.name]).not.toBeNull()
  for (const value of Object.values(row)) expect(Number.isNaN(value)).toBe(false)
})

test('a picture longer than a JPEG can be has no complexity, and all the rest', async () => {
  const row = await measure(scene(65_536, 1, 3))

  expect(row).toMatchObject({ visual_complexity: null, simplicity: null })
  expect(Object.values(row).filter((value) => value === null).length).toBe(2)
})

describe('turning a picture', () => {
  /** Left and right, or up and down, make no difference to these; ties in Canny and rounding do to the rest. */
  const steady = [
    'brightness',
    'contrast',
    'saturation_mean',
    'saturation_sd',
    'value_mean',
    'lab_l_mean',
    'lab_a_mean',
  ]
  const also = ['colourfulness', 'warm_share', 'cool_share', 'entropy', 'sharpness']

  test.each([
    ['mirrored', (p: Picture) => remapped(p, p.width, p.height, (x, y) => [p.width - 1 - x, y])],
    ['upside down', (p: Picture) => remapped(p, p.width, p.height, (x, y) => [x, p.height - 1 - y])],
    ['turned by a quarter', (p: Picture) => remapped(p, p.height, p.width, (x, y) => [y, p.height - 1 - x])],
  ])('%s keeps the sums', async (_, turn) => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat({ max: 1000 }), async ({ width, height }, seed) => {
        const picture = scene(width, height, seed)

        const [before, after] = [await numbers(picture), await numbers(turn(picture))]

        for (const name of [...steady, ...also]) expect(after[name]).toBeCloseTo(before[name] ?? Number.NaN, 8)
      }),
      { numRuns: 20 },
    )
  })

  function remapped(
    p: Picture,
    width: number,
    height: number,
    from: (x: number, y: number) => [number, number],
  ): Picture {
    return drawn(width, height, (x, y) => {
      const [fromX, fromY] = from(x, y)
      const at = 3 * (fromY * p.width + fromX)
      return [p.rgb[at] ?? 0, p.rgb[at + 1] ?? 0, p.rgb[at + 2] ?? 0]
    })
  }
})

test('values stay in the ranges that the registry states', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.uint8Array({ minLength: 3, maxLength: 300 }), async ({ width, height }, bytes) => {
      const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => bytes[i % bytes.length] ?? 0)

      const row = await measure(pictureOf(rgb, width, height))

      for (const { name, range } of imageVariables) {
        const [low, high] = /^(-?[\d.]+) to (-?[\d.]+)$/.exec(range)?.slice(1).map(Number) ?? []
        if (low === undefined || high === undefined) continue
        expect(Number(row[name])).toBeGreaterThanOrEqual(low - 1e-9)
        expect(Number(row[name])).toBeLessThanOrEqual(high + 1e-9)
      }
    }),
    { numRuns: 40 },
  )
})

test('a large picture after a small one, and the other way round, are measured alike', async () => {
  const [small, large] = [scene(9, 7, 5), scene(700, 500, 6)]
  const first = [await measure(small), await measure(large)]

  const again = [await measure(large), await measure(small)].reverse()

  expect(again).toEqual(first)
})

function byte() {
  return fc.integer({ min: 0, max: 255 })
}
