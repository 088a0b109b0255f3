import { autoregress, type Origin } from './autoregression.ts'
import { type Coefficient, regressOverTime } from './newey-west.ts'
import type { Period } from './periods.ts'
import type { Outcome } from './posts-sql.ts'

/** Periods that each side needs before a trend is fitted to it. */
export const fewestPeriods = 6

/** What an event did to a series: how it jumped, and how its slope changed. */
export interface Interrupted {
  periods: { before: number; after: number }
  /** Of the outcome, at the event. */
  level: Coefficient
  /** Of the outcome a period. */
  slope: Coefficient
  /** The slope that was there before. */
  trend: Coefficient
  /** How much a period's deviation carries over into the next: the most likely value, that without bias, and what intervals count with. */
  autocorrelation: number
  likely_autocorrelation: number
  plausible_autocorrelation: { low: number; high: number }
  /** The same by least squares with the standard errors of Newey & West, as other software gives it; too sure with few periods. */
  newey_west: { level: Coefficient; slope: Coefficient; lags: number } | null
  /** Whether the outcome is the brand's minus the controls'. */
  controlled: boolean
  /** What the fit says for each period, and what it would have been without the event. */
  fitted: { index: number; value: number; fitted: number; without: number }[]
}

/**
 * Interrupted time series by segmented regression (Wagner et al. 2002; Bernal, Cummins & Gasparrini 2017):
 * y = b0 + b1 t + b2 after + b3 t after, t in periods from the event, deviations autoregressive. With controls, y is the brand's value
 * minus that of the control brands.
 * @returns null where a side has fewer than {@link fewestPeriods} periods with a value, or values lie on the lines
 */
export function interrupted(periods: readonly Period[], outcome: Outcome, controlled: boolean): Interrupted | null {
  const points = pointsOf(periods, outcome, controlled)
  const after = points.filter(({ index }) => index >= 0).length
  const before = points.length - after
  if (before < fewestPeriods || after < fewestPeriods) return null
  const rows = points.map(({ index }) => [1, index, index >= 0 ? 1 : 0, index >= 0 ? index : 0])
  const values = points.map(({ value }) => value)
  const regression = autoregress(rows, values, originOf(points, controlled))
  const [start, trend, level, slope] = regression?.coefficients ?? []
  if (!regression || !start || !trend || !level || !slope) return null
  return {
    periods: { before, after },
    level,
    slope,
    trend,
    autocorrelation: regression.autocorrelation,
    likely_autocorrelation: regression.likely_autocorrelation,
    plausible_autocorrelation: regression.plausible_autocorrelation,
    newey_west: byNeweyWest(rows, values),
    controlled,
    fitted: points.map(({ index, value }) => {
      const without = start.value + trend.value * index
      return { index, value, fitted: without + (index >= 0 ? level.value + slope.value * index : 0), without }
    }),
  }
}

interface Point {
  index: number
  own: number
  other: number
  value: number
  /** Variance of the value by the number of posts; null where it is not known. */
  noise: number | null
}

function pointsOf(periods: readonly Period[], outcome: Outcome, controlled: boolean): Point[] {
  return periods.flatMap(({ index, brand, controls, noise }) => {
    const [own, other] = [brand[outcome], controlled ? controls[outcome] : 0]
    if (own === null || other === null) return []
    const [ofOwn, ofOther] = [noise?.brand[outcome] ?? null, controlled ? (noise?.controls[outcome] ?? null) : 0]
    return [
      { index, own, other, value: own - other, noise: ofOwn === null || ofOther === null ? null : ofOwn + ofOther },
    ]
  })
}

function originOf(points: readonly Point[], controlled: boolean): Origin {
  const noise = points.flatMap((point) => point.noise ?? [])
  return {
    times: points.map(({ index }) => index),
    parts: controlled ? { own: points.map(({ own }) => own), other: points.map(({ other }) => other) } : null,
    noise: noise.length === points.length ? noise : null,
  }
}

function byNeweyWest(rows: readonly (readonly number[])[], values: readonly number[]): Interrupted['newey_west'] {
  const regression = regressOverTime(rows, values)
  const [, , level, slope] = regression?.coefficients ?? []
  return regression && level && slope ? { level, slope, lags: regression.lags } : null
}

/**
 * Whether the brand and its controls went the same way before the event: the slope of their difference over the periods before.
 * @returns null with fewer than {@link fewestPeriods} of them
 */
export function parallelTrend(periods: readonly Period[], outcome: Outcome): Coefficient | null {
  const points = pointsOf(periods, outcome, true).filter(({ index }) => index < 0)
  if (points.length < fewestPeriods) return null
  const rows = points.map(({ index }) => [1, index])
  const regression = autoregress(
    rows,
    points.map(({ value }) => value),
    originOf(points, true),
  )
  return regression?.coefficients[1] ?? null
}
