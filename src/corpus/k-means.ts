import { seeded } from '../random.ts'
import { silhouette } from './silhouette.ts'
import { meanOf, squaredDistance, type Vectors, vectorsAt } from './vectors.ts'

export interface Clusters {
  centres: Vectors
  /** Mean silhouette of the sample that chose the number of clusters, -1 to 1. */
  silhouette: number
}

/** Centres are of this share of the vectors, the nearest to their mean: a few odd ones would be clusters of their own. */
const typical = 0.95
const fewest = 2
const most = 12
const sampled = 1000
const seed = 20_261_125

/**
 * k-means with the number of clusters, 2 to 12, that has the largest mean silhouette (Rousseeuw 1987) on at most 1,000 vectors:
 * seeded, so the same vectors have the same clusters. Of the 95 % that are nearest to the mean of all.
 */
export function clustersOf(all: Vectors): Clusters {
  const vectors = vectorsAt(all, typicalOf(all))
  const sample = vectors.count <= sampled ? vectors : vectorsAt(vectors, places(vectors.count))
  const choices = Array.from({ length: most - fewest + 1 }, (_, i) => {
    const centres = kMeans(sample, firstCentres(sample, fewest + i), 50)
    return { centres, silhouette: silhouette(sample, nearestCentres(sample, centres)) }
  })
  const best = choices.reduce((a, b) => (b.silhouette > a.silhouette ? b : a))
  return { centres: vectors === sample ? best.centres : kMeans(vectors, best.centres, 20), silhouette: best.silhouette }
}

/** Places of the vectors that are nearest to the mean of all, in their order. */
function typicalOf(vectors: Vectors): number[] {
  const mean = meanOf(vectors)
  const far = Float64Array.from({ length: vectors.count }, (_, i) => squaredDistance(vectors, i, mean, 0))
  const nearest = [...far.keys()].sort((a, b) => (far[a] as number) - (far[b] as number) || a - b)
  return nearest.slice(0, Math.ceil(typical * vectors.count)).sort((a, b) => a - b)
}

/** So many places of a list, spread evenly. */
function places(count: number): number[] {
  return Array.from({ length: sampled }, (_, i) => Math.floor((i * count) / sampled))
}

/** k-means++ (Arthur & Vassilvitskii 2007): each next one drawn by its squared distance to those before. */
export function firstCentres(vectors: Vectors, k: number): Vectors {
  const random = seeded(seed)
  const chosen = [random.integer(vectors.count)]
  const far = new Float64Array(vectors.count).fill(Number.POSITIVE_INFINITY)
  while (chosen.length < k) {
    let total = 0
    for (let i = 0; i < far.length; i++) {
      far[i] = Math.min(far[i] as number, squaredDistance(vectors, i, vectors, chosen.at(-1) as number))
      total += far[i] as number
    }
    if (total === 0) break // no more vectors that differ
    let left = random.next() * total
    const next = far.findIndex((share) => {
      left -= share
      return share > 0 && left <= 0
    })
    chosen.push(next >= 0 ? next : far.findLastIndex((share) => share > 0))
  }
  return vectorsAt(vectors, chosen)
}

/** Lloyd's rounds, until nothing moves or so many; a centre that loses all its vectors stays where it is. */
export function kMeans(vectors: Vectors, first: Vectors, rounds: number): Vectors {
  const centres = { ...first, values: first.values.slice() }
  const { size } = centres
  let members = new Int32Array(vectors.count).fill(-1)
  for (let round = 0; round < rounds; round++) {
    const now = nearestCentres(vectors, centres)
    if (now.every((centre, i) => centre === members[i])) break
    members = now
    const sums = new Float64Array(centres.count * size)
    const counts = new Uint32Array(centres.count)
    for (let i = 0; i < vectors.count; i++) {
      const centre = members[i] as number
      counts[centre] = (counts[centre] as number) + 1
      for (let d = 0; d < size; d++) {
        const at = centre * size + d
        sums[at] = (sums[at] as number) + (vectors.values[i * size + d] as number)
      }
    }
    for (let at = 0; at < sums.length; at++) {
      const count = counts[Math.floor(at / size)] as number
      if (count > 0) centres.values[at] = (sums[at] as number) / count
    }
  }
  return centres
}

/** The nearest centre of each vector, the first of equals. */
export function nearestCentres(vectors: Vectors, centres: Vectors): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: vectors.count }, (_, i) => {
    let [best, least] = [0, Number.POSITIVE_INFINITY]
    for (let c = 0; c < centres.count; c++) {
      const far = squaredDistance(vectors, i, centres, c)
      if (far < least) {
        least = far
        best = c
      }
    }
    return best
  })
}
