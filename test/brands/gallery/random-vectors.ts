import type { Random } from '../../../src/random.ts'

const dimensions = 24

export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}

/** Of unit length, around a centre that all share: real embeddings are not spread evenly. */
export function vector(random: Random, spread = 1): Float32Array {
  const values = Float32Array.from({ length: dimensions }, (_, i) => (i === 0 ? 1 : 0) + spread * gaussian(random))
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

/** Photos of three to eight vectors each. */
export function photosOf(random: Random, count: number): Float32Array[][] {
  return Array.from({ length: count }, () => Array.from({ length: 3 + random.integer(6) }, () => vector(random)))
}

/** The highest cosine of a vector to any in a photo. */
export function highestIn(photo: readonly Float32Array[], reference: Float32Array): number {
  return Math.max(...photo.map((one) => one.reduce((sum, value, j) => sum + value * (reference[j] as number), 0)))
}
