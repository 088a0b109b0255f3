import { seeded } from '../../random.ts'
import type { Interval } from './interval.ts'
import { quantile } from './quantile.ts'

/** A ratio of two sums over clusters: a mean, or a share of a total. Entry k of each is the sum within cluster k. */
export interface Ratio {
  numerator: Float64Array
  denominator: Float64Array
}

export interface BootstrapOptions {
  replicates?: number
  seed?: number
}

/** Clusters that a ratio must rest on before an interval is given. */
export const fewestClusters = 5

/**
 * 95 % percentile intervals of ratios by the cluster bootstrap (Davison & Hinkley 1997, ch. 3.8): clusters are drawn with
 * replacement, all of a cluster's images together, so that images of one post or account don't count as independent.
 * Every ratio sees the same draws. The same seed gives the same interval.
 * @returns for each ratio its interval; null where it rests on fewer than `fewestClusters` clusters or never varies
 */
export function clusterBootstrap(
  ratios: readonly Ratio[],
  clusters: number,
  { replicates = 1000, seed = 20210501 }: BootstrapOptions = {},
): (Interval | null)[] {
  const sparse = ratios.map(nonZero)
  const values = ratios.map(() => [] as number[])
  const random = seeded(seed)
  const weights = new Uint32Array(clusters)
  for (let replicate = 0; replicate < replicates; replicate++) {
    weights.fill(0)
    for (let draw = 0; draw < clusters; draw++) {
      const cluster = random.integer(clusters)
      weights[cluster] = (weights[cluster] as number) + 1
    }
    for (const [index, ratio] of sparse.entries()) {
      const value = weighted(ratio, weights)
      if (value !== null) values[index]?.push(value)
    }
  }
  return sparse.map((ratio, index) => {
    const sorted = Float64Array.from(values[index] ?? []).sort()
    const first = sorted[0]
    if (ratio.places.length < fewestClusters || first === undefined || first === sorted.at(-1)) return null
    return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }
  })
}

/** The ratio itself; null when nothing is below the line. */
export function ratioOf({ numerator, denominator }: Ratio): number | null {
  const below = denominator.reduce((sum, value) => sum + value, 0)
  return below === 0 ? null : numerator.reduce((sum, value) => sum + value, 0) / below
}

/** The clusters that a ratio rests on; most brands stand in few of them. */
interface SparseRatio extends Ratio {
  places: number[]
}

function nonZero(ratio: Ratio): SparseRatio {
  const places = [...ratio.denominator.keys()].filter((k) => ratio.denominator[k] !== 0)
  return { ...ratio, places }
}

function weighted({ numerator, denominator, places }: SparseRatio, weights: Uint32Array): number | null {
  let above = 0
  let below = 0
  for (const k of places) {
    const weight = weights[k] as number
    above += weight * (numerator[k] as number)
    below += weight * (denominator[k] as number)
  }
  return below === 0 ? null : above / below
}
