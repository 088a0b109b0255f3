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
