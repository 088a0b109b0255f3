import { tQuantile } from '../report/statistics/student-t.ts'
import { type Fit, leastSquares } from './least-squares.ts'

/** A coefficient of a regression over time, with its 95 % interval. */
export interface Coefficient {
  value: number
  standardError: number
  low: number
  high: number
}

export interface TimeRegression {
  coefficients: Coefficient[]
  residuals: number[]
  /** Lags over which periods are taken to depend on each other. */
  lags: number
}

/**
 * Least squares over equally spaced periods with heteroskedasticity- and autocorrelation-consistent standard errors (Newey & West
 * 1987), Bartlett weights, the factor n / (n - k), and t with n - k degrees of freedom.
 * @param rows of the design, in order of time
 * @param lags how many; floor(4 (n / 100)^(2/9)) if not given (Newey & West 1994)
 * @returns null where the design can't be fitted
 */
export function regressOverTime(
  rows: readonly (readonly number[])[],
  outcome: readonly number[],
  lags: number = usualLags(rows.length),
): TimeRegression | null {
  const fit = leastSquares(rows, outcome)
  if (!fit) return null
  const variances = neweyWest(rows, fit, lags)
  const degrees = rows.length - fit.coefficients.length
  const reach = tQuantile(0.975, degrees)
  const coefficients = fit.coefficients.map((value, j) => {
    const standardError = Math.sqrt(variances[j] as number)
    return { value, standardError, low: value - reach * standardError, high: value + reach * standardError }
  })
  return { coefficients, residuals: fit.residuals, lags }
}

export function usualLags(periods: number): number {
  return Math.floor(4 * (periods / 100) ** (2 / 9))
}

/** The diagonal of n / (n - k) (X'X)^-1 S (X'X)^-1, S the weighted sum of the scores' autocovariances. */
function neweyWest(rows: readonly (readonly number[])[], { residuals, inverse }: Fit, lags: number): number[] {
  const k = inverse.length
  // Each period's score times (X'X)^-1: what the period adds to each coefficient.
  const influence = rows.map((row, t) =>
    inverse.map((line) => line.reduce((sum, value, j) => sum + value * (row[j] ?? 0), 0) * (residuals[t] ?? 0)),
  )
  const correction = rows.length / (rows.length - k)
  return inverse.map((_, j) => {
    let sum = 0
    for (let lag = 0; lag <= lags; lag++) {
      const weight = lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))
      for (let t = lag; t < rows.length; t++)
        sum += weight * (influence[t]?.[j] as number) * (influence[t - lag]?.[j] as number)
    }
    return correction * sum
  })
}
