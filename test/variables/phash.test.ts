import { expect, test } from '@jest/globals'
import { entropy } from '../../src/variables/entropy.ts'
import { scan } from '../../src/variables/kernel/scan.ts'
import { otsuThreshold } from '../../src/variables/otsu.ts'
import { perceptualHash } from '../../src/variables/phash.ts'
import { drawn } from '../image/pictures.ts'

const soft = (dim: number) =>
  drawn(320, 240, (x, y) => {
    const level = dim * (120 + 60 * Math.sin(x / 23) + 60 * Math.cos(y / 31 + x / 90))
    return [level, level, level]
  })
const hash = (picture: ReturnType<typeof soft>) => perceptualHash(scan(picture.rgb, picture).small)
const differing = (a: string, b: string) => (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length

test('a darker copy has nearly the same hash, another picture has not', () => {
  const other = drawn(320, 240, (x, y) => [(x * y) & 255, x & 255, (y * 3) & 255])

  expect(differing(hash(soft(1)), hash(soft(0.8)))).toBeLessThanOrEqual(4)
  expect(differing(hash(soft(1)), hash(other))).toBeGreaterThan(12)
})

test('entropy: one level has none, 256 levels have 8 bits', () => {
  expect(entropy([0, 12, 0])).toBe(0)
  expect(entropy([5, 5])).toBe(1)
  expect(entropy(Array.from({ length: 256 }, () => 3))).toBeCloseTo(8, 12)
})

test("Otsu's threshold parts two heaps, and is 0 for one", () => {
  const counts = new Array<number>(256).fill(0)
  counts[40] = 100
  expect(otsuThreshold(counts)).toBe(0)

  counts[200] = 50
  expect(otsuThreshold(counts)).toBe(40)
})
