import type { Interval } from './interval.ts'

export interface MeanAndVariance {
  mean: number
  /** Of the mean, as it was estimated. */
  variance: number
}

/**
 * Wilson's (1927) interval of a share whose variance is known for the share that was found and goes with q (1 - q), q the true one: the
 * values of q from which the share lies no more than `reach` of their own standard errors. For a share from clusters it is Wilson's
 * interval of the effective number of posts, which keeps its level where shares are small (Dean & Pauly 2015); it never
 * leaves 0 to 1. A share of 0 or of 1 has no variance to go by and stays as it is.
 */
export function scoreInterval({ mean, variance }: MeanAndVariance, reach: number): Interval {
  const free = mean * (1 - mean)
  if (!(variance > 0) || !(free > 0)) return { low: mean, high: mean }
  // (mean - q)^2 = a q (1 - q)
  const a = (reach * reach * variance) / free
  const middle = (mean + a / 2) / (1 + a)
  const half = Math.sqrt(a * free + (a * a) / 4) / (1 + a)
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/**
 * The interval of a sum of weighted shares, from those of each and how they go together: MOVER (Zou & Donner 2008), which for two independent
 * shares is Newcombe's (1998) method 10. Where few posts are yes, it is not symmetric, as it should not be.
 * @param intervals of the shares
 * @param correlation of two shares as they were estimated, -1 to 1
 */
export function sumOfShares(
  shares: readonly number[],
  weights: readonly number[],
  intervals: readonly Interval[],
  correlation: (k: number, l: number) => number,
): Interval {
  const value = shares.reduce((sum, share, k) => sum + (weights[k] as number) * share, 0)
  const reach = (isDown: boolean) => {
    const parts = shares.map((share, k) => {
      const weight = weights[k] as number
      const { low, high } = intervals[k] as Interval
      return weight * (weight > 0 === isDown ? share - low : high - share)
    })
    let sum = 0
    for (const [k, a] of parts.entries()) for (const [l, b] of parts.entries()) sum += a * b * correlation(k, l)
    return Math.sqrt(Math.max(0, sum))
  }
  return { low: value - reach(true), high: value + reach(false) }
}
