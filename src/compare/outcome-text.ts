import { number, percent } from '../report/format.ts'
import type { Interval } from '../report/statistics/interval.ts'
import type { Outcome } from './posts-sql.ts'

export const outcomeNames: Record<Outcome, string> = {
  share: 'Share of posts with the brand',
  size: 'Logo size, share of the image',
  centrality: 'Logo centrality',
  engagement: 'Engagement, ln(1 + likes + comments)',
}

/** A mean: shares as per cent. */
export function valueText(outcome: Outcome, value: number | null): string {
  if (value === null) return '–'
  return isShare(outcome) ? percent(value) : number(value)
}

/** A difference, with its sign: those of shares in percentage points. */
export function changeText(outcome: Outcome, value: number): string {
  const sign = value > 0 ? '+' : ''
  return isShare(outcome) ? `${sign}${number(value * 100)} points` : `${sign}${number(value)}`
}

/** ` (low to high)`, in the unit of {@link changeText}; nothing without an interval. */
export function intervalText(outcome: Outcome, interval: Interval | null): string {
  if (!interval) return ''
  const scale = isShare(outcome) ? 100 : 1
  return ` (${number(interval.low * scale)} to ${number(interval.high * scale)})`
}

function isShare(outcome: Outcome): boolean {
  return outcome === 'share' || outcome === 'size'
}
