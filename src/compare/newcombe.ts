import type { Interval } from '../report/statistics/interval.ts'
import { wilson } from '../report/statistics/wilson.ts'

export interface Share {
  count: number
  of: number
}

/**
 * 95 % interval of the difference of two independent shares, `second - first`: Newcombe (1998), method 10, from Wilson's intervals.
 * @returns null where one of them has no units
 */
export function differenceOfShares(first: Share, second: Share): Interval | null {
  const [a, b] = [wilson(first.count, first.of), wilson(second.count, second.of)]
  if (!a || !b) return null
  const [p, q] = [first.count / first.of, second.count / second.of]
  return {
    low: q - p - Math.hypot(q - b.low, a.high - p),
    high: q - p + Math.hypot(b.high - q, p - a.low),
  }
}
