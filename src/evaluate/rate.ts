import { clusteredMean } from '../report/statistics/clustered-mean.ts'
import { type Cell, contrastOf, totals } from '../report/statistics/contrast.ts'
import type { Interval } from '../report/statistics/interval.ts'
import { wilson } from '../report/statistics/wilson.ts'

/** A share of some units, with its 95 % interval. */
export interface Rate {
  count: number
  of: number
  /** Null where there is no unit. */
  value: number | null
  interval: Interval | null
  /**
   * Wilson's where units are independent; cluster-robust where some cluster has several units, and Wilson's again where clusters are too few or
   * all alike.
   */
  method: 'wilson' | 'cluster-robust'
}

/** What one photo, or another unit, adds to a rate: `count` of `of`. */
export interface Part {
  cluster: string
  count: number
  of: number
}

export function rateOf(parts: readonly Part[]): Rate {
  const cell = clusterSums(parts)
  const [{ sum, count }] = totals([cell]) as [{ sum: number; count: number }]
  const isClustered = cell.counts.some((units) => units > 1)
  const { interval } = isClustered ? clusteredMean(cell, 'share') : { interval: null }
  return {
    count: sum,
    of: count,
    value: contrastOf({ cells: [cell], weights: [1] }),
    interval: interval ?? wilson(sum, count),
    method: interval ? 'cluster-robust' : 'wilson',
  }
}

/**
 * Sums within clusters, in order of first appearance; clusters without a unit are left out.
 * @param parts each a single unit, or units that are yes or no
 */
export function clusterSums(parts: readonly Part[]): Cell {
  const sums = new Map<string, { count: number; of: number; squares: number }>()
  for (const { cluster, count, of } of parts) {
    if (of === 0) continue
    const sum = sums.get(cluster) ?? { count: 0, of: 0, squares: 0 }
    const squares = of === 1 ? count * count : count
    sums.set(cluster, { count: sum.count + count, of: sum.of + of, squares: sum.squares + squares })
  }
  const column = (of: 'count' | 'of' | 'squares') => Float64Array.from(sums.values(), (sum) => sum[of])
  return { sums: column('count'), counts: column('of'), squares: column('squares') }
}
