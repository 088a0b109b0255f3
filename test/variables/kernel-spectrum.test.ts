import { beforeEach, describe, expect, test } from '@jest/globals'
import { linesOf } from '../../src/variables/kernel/lines.ts'
import { bytesOf, forget } from '../../src/variables/kernel/resident.ts'
import { scan } from '../../src/variables/kernel/scan.ts'
import { spectrumOf } from '../../src/variables/kernel/spectrum.ts'
import { scene } from '../image/pictures.ts'
import * as plain from './plain-families.ts'

beforeEach(forget)

/** Grey levels, as a picture's first look leaves them. */
const greyOf = (picture: ReturnType<typeof scene>) => bytesOf(scan(picture.rgb, picture).grey).slice()

describe('the spectrum', () => {
  // Lengths with factors of each step, primes by a sum, primes that are a convolution, and primes that go by Bluestein.
  test.each([
    [1, 1],
    [2, 3],
    [8, 16],
    [9, 25],
    [7, 49],
    [13, 22],
    [30, 97],
    [101, 12],
    [103, 5],
    [74, 61],
    [173, 4],
    [337, 2],
    [179, 3],
  ])('of %i x %i is that of the definition', (width, height) => {
    const grey = greyOf(scene(width, height, 5))
    const power = plain.plainPower(grey, { width, height })
    const sorted = power.toSorted((a, b) => a - b)
    // Between two powers that differ (mirrored frequencies do not), so that rounding can't decide.
    const gap = sorted.findIndex((value, i) => i >= sorted.length >> 1 && value > 1.0001 * (sorted[i - 1] ?? 0))
    const least = ((sorted[gap] ?? 0) + (sorted[gap - 1] ?? 0)) / 2
    const block = { x1: 0, y1: 0, x2: width, y2: height }

    const { above, radii } = spectrumOf(grey, width, { block, magnitude: Math.sqrt(least), radial: true })

    expect(above).toBe(power.filter((value) => value > least).length)
    const total = power.reduce((a, b) => a + b, 0)
    expect(Math.abs(radii.power.reduce((a, b) => a + b, 0) / total - 1)).toBeLessThan(1e-12)
    expect(radii.count.reduce((a, b) => a + b, 0)).toBe(width * height)
    const radiusOf = (i: number) => {
      const [u, v] = [i % width, Math.floor(i / width)]
      return Math.floor(Math.hypot(Math.min(u, width - u), Math.min(v, height - v)))
    }
    for (const [radius, sum] of radii.power.entries()) {
      const expected = power.reduce((all, value, i) => (radiusOf(i) === radius ? all + value : all), 0)
      expect(Math.abs(sum - expected)).toBeLessThan(1e-9 * total)
    }
  })

  test('of a block is that of the block alone', () => {
    const grey = greyOf(scene(40, 30, 8))
    const block = { x1: 5, y1: 7, x2: 22, y2: 25 }
    const cut = Uint8Array.from({ length: 17 * 18 }, (_, i) => grey[(7 + Math.floor(i / 17)) * 40 + 5 + (i % 17)] ?? 0)

    const inside = spectrumOf(grey, 40, { block, magnitude: 300, radial: true })
    const alone = spectrumOf(cut, 17, { block: { x1: 0, y1: 0, x2: 17, y2: 18 }, magnitude: 300, radial: true })

    expect(inside).toEqual(alone)
  })
})

test('straight lines are found on what was drawn, the short one is not', () => {
  const [width, height] = [80, 60]
  const plane = new Uint8Array(width * height)
  for (let x = 10; x < 60; x++) plane[20 * width + x] = 1
  for (let y = 30; y < 55; y++) plane[y * width + 70] = 1
  for (let i = 0; i < 5; i++) plane[(50 + i) * width + 5 + i] = 1

  const lines = linesOf({ plane, count: plane.reduce((a, b) => a + b, 0) }, { width, height })

  const level = lines.filter(({ y1, y2 }) => y1 === 20 && y2 === 20)
  const upright = lines.filter(({ x1, x2 }) => x1 === 70 && x2 === 70)
  expect(level.length + upright.length).toBe(lines.length)
  expect(Math.max(...level.map(({ x1, x2 }) => Math.abs(x2 - x1)))).toBeGreaterThan(20)
  expect(Math.max(...upright.map(({ y1, y2 }) => Math.abs(y2 - y1)))).toBeGreaterThan(15)
})
