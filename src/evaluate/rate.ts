import { clusterBootstrap, type Ratio, ratioOf } from '../report/statistics/bootstrap.ts'
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
   * Wilson's where units are independent; the bootstrap over clusters where some cluster has several units, and
   * Wilson's again where clusters are too few or all alike.
   */
  method: 'wilson' | 'cluster bootstrap'
}

/** What one photo, or another unit, adds to a rate: `count` of `of`. */
export interface Part {
  cluster: string
  count: number
  of: number
}

export function rateOf(parts: readonly Part[]): Rate {
  const ratio = clusterSums(parts)
  const count = ratio.numerator.reduce((sum, value) => sum + value, 0)
  const of = ratio.denominator.reduce((sum, value) => sum + value, 0)
  const clustered = ratio.denominator.some((size) => size > 1)
  const [drawn] = clustered ? clusterBootstrap([ratio], ratio.numerator.length) : []
  return {
    count,
    of,
    value: ratioOf(ratio),
    interval: drawn ?? wilson(count, of),
    method: drawn ? 'cluster bootstrap' : 'wilson',
  }
}

/** Sums within clusters, in order of first appearance; clusters without a unit are left out. */
export function clusterSums(parts: readonly Part[]): Ratio {
  const sums = new Map<string, { count: number; of: number }>()
  for (const { cluster, count, of } of parts) {
    if (of === 0) continue
    const sum = sums.get(cluster) ?? { count: 0, of: 0 }
    sums.set(cluster, { count: sum.count + count, of: sum.of + of })
  }
  const all = [...sums.values()]
  return {
    numerator: Float64Array.from(all, ({ count }) => count),
    denominator: Float64Array.from(all, ({ of }) => of),
  }
}
