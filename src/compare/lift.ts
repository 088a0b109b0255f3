import type { Interval } from '../report/statistics/interval.ts'
import { jackknife } from './jackknife.ts'

/** Posts of clusters: how many, how many show each of two brands, and how many show both. */
export interface Together {
  posts: Float64Array
  first: Float64Array
  second: Float64Array
  both: Float64Array
}

/**
 * How much more often two brands stand in one post than if they knew nothing of each other: P(A and B) / (P(A) P(B)). 1 is
 * independence. The interval is that of ln(lift) by the cluster jackknife.
 * @returns null where one of them, or both together, are in no post
 */
export function liftOf(sums: Together): { value: number; interval: Interval | null } | null {
  const all = [sums.posts, sums.first, sums.second, sums.both].map((values) =>
    values.reduce((sum, value) => sum + value, 0),
  )
  const value = logLift(all)
  if (value === null) return null
  const estimate = jackknife(value, sums.posts.length, (g) =>
    logLift(
      [sums.posts, sums.first, sums.second, sums.both].map((values, i) => (all[i] as number) - (values[g] as number)),
    ),
  )
  return {
    value: Math.exp(value),
    interval: estimate && { low: Math.exp(estimate.low), high: Math.exp(estimate.high) },
  }
}

function logLift([posts = 0, first = 0, second = 0, both = 0]: readonly number[]): number | null {
  return first > 0.5 && second > 0.5 && both > 0.5 ? Math.log((posts * both) / (first * second)) : null
}
