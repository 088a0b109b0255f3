import type { Interval } from './interval.ts'

/** The 97.5 % point of the standard normal distribution. */
export const normal975 = 1.959963984540054
const z = normal975

/**
 * Wilson's (1927) score interval, 95 %, of a share: it keeps its level for small samples and for shares near 0 or 1.
 * The units are taken as independent.
 * @param successes 0 to `n`
 * @returns null without units; otherwise 0 <= low <= successes / n <= high <= 1
 */
export function wilson(successes: number, n: number): Interval | null {
  if (n <= 0) return null
  const share = successes / n
  const middle = share + z ** 2 / (2 * n)
  const reach = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  const scale = 1 + z ** 2 / n
  return {
    low: successes === 0 ? 0 : Math.min(share, Math.max(0, (middle - reach) / scale)),
    high: successes === n ? 1 : Math.max(share, Math.min(1, (middle + reach) / scale)),
  }
}
