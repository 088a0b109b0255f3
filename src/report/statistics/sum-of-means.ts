import type { Interval } from './interval.ts'

/** A mean that a contrast is made of. */
export interface Side {
  mean: number
  /** What each cluster moves the mean by; their squares add up to its variance. Clusters are in the same order on all sides. */
  scores: Float64Array
  /** As many independent posts say as much of it. */
  posts: number
  /** Of freedom of its variance. */
  degrees: number
}

/**
 * The interval of a sum of weighted means from those of each: MOVER (Zou & Donner 2008), which for two independent shares is Newcombe's (1998)
 * method 10. Where the means have intervals that are not symmetric, its own isn't, as it should not be.
 * @param intervals of the sides' means
 */
export function sumOfMeans(
  sides: readonly Side[],
  weights: readonly number[],
  intervals: readonly Interval[],
): Interval {
  const [own] = intervals
  if (own && sides.length === 1 && weights[0] === 1) return own
  const value = sides.reduce((sum, { mean }, k) => sum + (weights[k] as number) * mean, 0)
  const reach = (isDown: boolean) => {
    const parts = sides.map(({ mean }, k) => {
      const weight = weights[k] as number
      const { low, high } = intervals[k] as Interval
      return weight * (weight > 0 === isDown ? mean - low : high - mean)
    })
    let sum = 0
    for (const [k, a] of sides.entries())
      for (const [l, b] of sides.entries())
        sum += (parts[k] as number) * (parts[l] as number) * (k === l ? 1 : correlation(a, b))
    return Math.sqrt(Math.max(0, sum))
  }
  return { low: value - reach(true), high: value + reach(false) }
}

/** Of the mean, as it was estimated. */
export function varianceOf({ scores }: Side): number {
  return covariance(scores, scores)
}

function correlation(a: Side, b: Side): number {
  return covariance(a.scores, b.scores) / Math.max(Math.sqrt(varianceOf(a) * varianceOf(b)), 1e-300)
}

function covariance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, score, g) => sum + score * (b[g] as number), 0)
}
