import type { Interval } from './interval.ts'
import type { MeanAndVariance } from './score-interval.ts'

/**
 * The interval of a mean of values from 0 to 1 (logo sizes, centralities) whose standard error goes with q (1 - q), q the true mean: the values of q
 * from which the mean lies no more than `reach` of their own standard errors. So it does where values spread in proportion to what they are of, and
 * small means are skewed to the right, those near 1 to the left; a symmetric interval lies too low or too high then. It never leaves 0 to 1.
 */
export function partInterval({ mean, variance }: MeanAndVariance, reach: number): Interval {
  const free = mean * (1 - mean)
  if (!(variance > 0) || !(free > 0)) return { low: mean, high: mean }
  // |mean - q| = a q (1 - q), its roots in the form that loses no digits
  const a = (reach * Math.sqrt(variance)) / free
  const low = (2 * mean) / (1 + a + Math.sqrt((1 + a) ** 2 - 4 * a * mean))
  const square = Math.sqrt((1 - a) ** 2 + 4 * a * mean)
  const high = a < 1 ? (2 * mean) / (1 - a + square) : (a - 1 + square) / (2 * a)
  return { low, high }
}

/** By which the variance of amounts goes with their mean: halfway between counts (1) and values in proportion to it (2), after Tweedie (1984). */
const power = 1.5

/**
 * The same of a mean of amounts without a ceiling (likes), whose variance goes with q^1.5. With q^2, as that of {@link partInterval} goes where q is
 * small, few clusters would often have no upper limit.
 */
export function amountInterval({ mean, variance }: MeanAndVariance, reach: number): Interval {
  if (!(variance > 0) || !(mean > 0)) return { low: mean, high: mean }
  const a = (reach * Math.sqrt(variance)) / mean
  // |1 - r| = a r^(power / 2) for r = q / mean, in ln(r): the left side over the right falls until r is 1, and rises from there.
  const off = (log: number) => Math.abs(Math.expm1(log)) - a * Math.exp((log * power) / 2)
  let far = 1
  while (off(-far) < 0 || off(far) < 0) far *= 2
  return { low: mean * Math.exp(root(off, 0, -far)), high: mean * Math.exp(root(off, 0, far)) }
}

/** Where a function that is below 0 at `inside`, and not at `outside`, gets there: by halving. */
function root(of: (x: number) => number, inside: number, outside: number): number {
  let [low, high] = [inside, outside]
  while (Math.abs(high - low) > 1e-14 * Math.max(1e-2, Math.abs(high))) {
    const middle = (low + high) / 2
    if (of(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
