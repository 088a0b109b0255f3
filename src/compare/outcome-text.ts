import { number } from '../report/format.ts'
import type { Interval } from '../report/statistics/interval.ts'
import type { Outcome } from './posts-sql.ts'

export const outcomeNames: Record<Outcome, string> = {
  share: 'Share of posts with the brand',
  size: 'Logo size, share of the image',
  centrality: 'Logo centrality',
  engagement: 'Engagement, ln(1 + likes + comments)',
}

/** A mean: shares as per cent, in as many digits as their differences have. */
export function valueText(outcome: Outcome, value: number | null): string {
  if (value === null) return '–'
  return isShare(outcome) ? `${number(hundredfold(value))}\u202f%` : number(value)
}

/** A difference, with its sign: those of shares in percentage points. */
export function changeText(outcome: Outcome, value: number): string {
  const text = number(isShare(outcome) ? hundredfold(value) : value)
  const sign = value > 0 && /[1-9]/.test(text) ? '+' : ''
  return `${sign}${text}${isShare(outcome) ? ' points' : ''}`
}

/** ` (low to high)`, in the unit of {@link changeText}; nothing without an interval. */
export function intervalText(outcome: Outcome, interval: Interval | null): string {
  if (!interval) return ''
  const scale = isShare(outcome) ? 100 : 1
  return ` (${number(interval.low * scale)} to ${number(interval.high * scale)})`
}

/** Without the rounding that makes `7.00` of .07. */
function hundredfold(share: number): number {
  return Number((share * 100).toPrecision(12))
}

function isShare(outcome: Outcome): boolean {
  return outcome === 'share' || outcome === 'size'
}
