import { spread } from './clusters.ts'
import type { ImageVectors } from './read-vectors.ts'
import { dot, squaredDistance, type Vectors, vectorsAt } from './vectors.ts'

/** What all representatives together look like. */
export interface Corpus {
  /** Their mean vector; null where none has a vector. */
  mean: Vectors | null
  /** At most 10,000 of them, spread evenly over all. */
  sample: Vectors
  /** The image of each vector of the sample. */
  places: number[]
  /** Whether an image has a vector. */
  has: boolean[]
}

const sampleSize = 10_000

/** Reads all vectors once. @param representatives images that count: one of each group of near-duplicates */
export async function corpusOf(
  vectors: ImageVectors,
  representatives: readonly number[],
  images: number,
): Promise<Corpus> {
  const { size } = vectors
  const counts = new Uint8Array(images)
  for (const at of representatives) counts[at] = 1
  const wanted = new Set(spread(representatives.length, sampleSize).map((i) => representatives[i] as number))
  const values = new Float32Array(wanted.size * size)
  const sums = new Float64Array(size)
  const [has, places]: [boolean[], number[]] = [Array.from({ length: images }, () => false), []]
  let seen = 0
  await vectors.each((vector, at) => {
    has[at] = true
    if (counts[at] === 0) return
    seen += 1
    for (let d = 0; d < size; d++) sums[d] = (sums[d] as number) + (vector[d] as number)
    if (!wanted.has(at)) return
    values.set(vector, places.length * size)
    places.push(at)
  })
  const sample = { count: places.length, size, values: values.subarray(0, places.length * size) }
  const mean = seen === 0 ? null : { count: 1, size, values: Float32Array.from(sums, (sum) => sum / seen) }
  return { mean, sample, places, has }
}

/** Distance of a vector to the mean: Euclidean, or 1 - cosine similarity of vectors of length 1. */
export function distanceTo(mean: Vectors, cosine: boolean): (vector: Vectors) => number {
  const length = Math.hypot(...mean.values)
  return (vector) => {
    if (!cosine) return Math.sqrt(squaredDistance(vector, 0, mean, 0))
    return length > 0 ? Math.max(0, 1 - dot(vector, 0, mean, 0) / length) : 1
  }
}

const neighbours = 10
const compared = 1000

/**
 * Mean distance to the ten nearest of at most 1,000 representatives, without the image itself and those that are nearly the same: how
 * many are like it, where {@link distanceTo} says how near it is to the middle, which may be empty.
 * @param groups number of the group of near-duplicates of an image
 */
export function neighbourDistance(
  { sample, places }: Corpus,
  cosine: boolean,
  groups: ReadonlyMap<number, number>,
): (vector: Vectors, at: number) => number | null {
  const chosen = spread(sample.count, compared)
  const others = vectorsAt(sample, chosen)
  const images = chosen.map((i) => places[i] as number)
  const nearest = new Float64Array(neighbours)
  return (vector, at) => {
    const group = groups.get(at)
    nearest.fill(Number.POSITIVE_INFINITY)
    for (const [i, image] of images.entries()) {
      if (image === at || (group !== undefined && groups.get(image) === group)) continue
      const far = cosine ? Math.max(0, 1 - dot(vector, 0, others, i)) : Math.sqrt(squaredDistance(vector, 0, others, i))
      if (far < (nearest[neighbours - 1] as number)) insert(nearest, far)
    }
    const found = nearest.filter(Number.isFinite)
    return found.length === 0 ? null : found.reduce((sum, far) => sum + far, 0) / found.length
  }
}

/** Puts a number where it belongs in an ascending list, whose last one falls out. */
function insert(ascending: Float64Array, value: number): void {
  let at = ascending.length - 1
  for (; at > 0 && (ascending[at - 1] as number) > value; at--) ascending[at] = ascending[at - 1] as number
  ascending[at] = value
}
