/** How often a statistic is as large as this, beyond what was seen, too. */
export interface Tail {
  /** The value that a share of cases reaches, 0 < share <= 1. */
  valueAt(share: number): number
  /** The share of cases that reach a value, 0 to 1. */
  chanceOf(value: number): number
}

/** Above the value that this share of cases reaches, the tail is taken as exponential. */
const tailShare = 0.1

/**
 * Empirical below its upper tenth, exponential above: what exceeds a high threshold is, of maxima with a Gumbel limit, exponential in the
 * limit (Pickands 1975; Balkema & de Haan 1974, with shape 0). Its scale is taken from the median excess, which one odd case does not move.
 * @param values finite; at least 10 for the tail to mean anything
 */
export function tailFrom(values: ArrayLike<number>): Tail {
  const sorted = Float64Array.from(values).sort()
  const start = quantileOf(sorted, 1 - tailShare)
  const excesses = sorted.filter((value) => value > start).map((value) => value - start)
  const scale = Math.max(1e-9, quantileOf(excesses, 0.5) / Math.LN2)
  return {
    valueAt: (share) =>
      share >= tailShare ? quantileOf(sorted, 1 - share) : start + scale * Math.log(tailShare / share),
    chanceOf(value) {
      if (value > start) return tailShare * Math.exp((start - value) / scale)
      return sorted.length === 0 ? 1 : sorted.filter((other) => other >= value).length / sorted.length
    },
  }
}

/** Quantile with straight lines between the values (Hyndman & Fan 1996, type 7); 0 of none. */
export function quantileOf(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, share))
  const low = sorted[Math.floor(at)] ?? 0
  return low + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? low) - low)
}
