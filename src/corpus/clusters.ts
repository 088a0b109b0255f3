import { bestOfStarts, kMeans, nearestCentres } from './k-means.ts'
import { allDistances, silhouette } from './silhouette.ts'
import { meanOf, squaredDistance, type Vectors, vectorsAt } from './vectors.ts'

/**
 * Why there are so many clusters: `given` by the user; `silhouette` where some number parts the vectors well; else by the `size` of the
 * corpus, as many as can be looked at.
 */
export type Choice = 'given' | 'silhouette' | 'size'

export interface Clusters {
  centres: Vectors
  /** Mean silhouette of at most 1,000 vectors, -1 to 1. */
  silhouette: number
  choice: Choice
}

/** Centres are of this share of the vectors, the nearest to their mean: a few odd ones would be clusters of their own. */
const typical = 0.95
const fewest = 2
const most = 12
const sampled = 1000
/** Up to here "no substantial structure has been found" (Kaufman & Rousseeuw 1990, table 4): which number is largest is chance. */
const noStructure = 0.25
/** Where nothing else says how many: so many sheets can be looked at, and so many images show what kind a cluster is. */
const sheets = 8
const imagesASheet = 12

/**
 * k-means, seeded, so that the same vectors have the same clusters. Their number, unless it is given, is the one from 2 to 12 with the
 * largest mean silhouette (Rousseeuw 1987) where that is above 0.25; else one for each 12 vectors, 2 to 8. Centres are of the 95 % of
 * vectors that are nearest to the mean of all.
 * @param given number of clusters; null: to be found out
 */
export function clustersOf(all: Vectors, given: number | null = null): Clusters {
  const vectors = vectorsAt(all, typicalOf(all))
  const sample = vectors.count <= sampled ? vectors : vectorsAt(vectors, spread(vectors.count, sampled))
  const distances = allDistances(sample)
  const tried = (k: number) => {
    const centres = bestOfStarts(sample, k)
    return { centres, silhouette: silhouette(distances, nearestCentres(sample, centres)) }
  }
  const { choice, ...best } = given === null ? chosen(tried, all.count) : { ...tried(given), choice: 'given' as const }
  return { ...best, choice, centres: vectors === sample ? best.centres : kMeans(vectors, best.centres, 20) }
}

function chosen(tried: (k: number) => Omit<Clusters, 'choice'>, count: number): Clusters {
  const choices = Array.from({ length: most - fewest + 1 }, (_, i) => tried(fewest + i))
  const best = choices.reduce((a, b) => (b.silhouette > a.silhouette ? b : a))
  if (best.silhouette > noStructure) return { ...best, choice: 'silhouette' }
  const k = Math.min(sheets, Math.max(fewest, Math.round(count / imagesASheet)))
  return { ...(choices[k - fewest] as Omit<Clusters, 'choice'>), choice: 'size' }
}

/** Places of the vectors that are nearest to the mean of all, in their order. */
function typicalOf(vectors: Vectors): number[] {
  const mean = meanOf(vectors)
  const far = Float64Array.from({ length: vectors.count }, (_, i) => squaredDistance(vectors, i, mean, 0))
  const nearest = [...far.keys()].sort((a, b) => (far[a] as number) - (far[b] as number) || a - b)
  return nearest.slice(0, Math.ceil(typical * vectors.count)).sort((a, b) => a - b)
}

/** So many places of a list at most, spread evenly. */
export function spread(count: number, wanted: number): number[] {
  const places = Math.min(count, wanted)
  return Array.from({ length: places }, (_, i) => Math.floor((i * count) / places))
}
