import { leastSquares } from './least-squares.ts'
import type { Coefficient } from './newey-west.ts'
import { tQuantile } from './student-t.ts'

export interface Autoregression {
  coefficients: Coefficient[]
  /** How much a period's deviation carries over into the next, -1 to 1. */
  autocorrelation: number
}

const least = -0.9
const most = 0.99
const steps = 60

/**
 * Regression over equally spaced periods whose deviations are autoregressive of order 1, by restricted maximum likelihood: for each
 * autocorrelation the Prais & Winsten (1954) transformation makes periods independent, and the one with the highest restricted likelihood
 * is taken. Its intervals keep their level in series of a few dozen periods, where those of Newey & West are too narrow (Turner et al.
 * 2021; `npm run bench -- coverage`). t with n - k - 1 degrees of freedom, as the autocorrelation is estimated, too.
 * @returns null where the design can't be fitted
 */
export function autoregress(rows: readonly (readonly number[])[], outcome: readonly number[]): Autoregression | null {
  const k = rows[0]?.length ?? 0
  if (rows.length <= k + 2 || !transformed(rows, outcome, 0)) return null
  const likelihood = (rho: number) => transformed(rows, outcome, rho)?.likelihood ?? Number.NEGATIVE_INFINITY
  const grid = Array.from({ length: steps + 1 }, (_, i) => least + ((most - least) * i) / steps)
  const best = grid.reduce((a, b) => (likelihood(b) > likelihood(a) ? b : a))
  const width = (most - least) / steps
  const rho = maximum(likelihood, Math.max(least, best - width), Math.min(most, best + width))
  const fit = transformed(rows, outcome, rho)
  if (!fit) return null
  const reach = tQuantile(0.975, rows.length - k - 1)
  const coefficients = fit.coefficients.map((value, j) => {
    const standardError = Math.sqrt(fit.variance * (fit.inverse[j]?.[j] as number))
    return { value, standardError, low: value - reach * standardError, high: value + reach * standardError }
  })
  return { coefficients, autocorrelation: rho }
}

function transformed(rows: readonly (readonly number[])[], outcome: readonly number[], rho: number) {
  const first = Math.sqrt(1 - rho ** 2)
  const design = rows.map((row, t) =>
    row.map((value, j) => (t === 0 ? first * value : value - rho * (rows[t - 1]?.[j] as number))),
  )
  const values = outcome.map((value, t) => (t === 0 ? first * value : value - rho * (outcome[t - 1] as number)))
  const fit = leastSquares(design, values)
  if (!fit) return null
  const degrees = rows.length - fit.coefficients.length
  const squares = fit.residuals.reduce((sum, residual) => sum + residual ** 2, 0)
  // A perfect fit has no likelihood: rounding stands for it.
  const variance = Math.max(squares, 1e-300) / degrees
  const likelihood = -0.5 * (degrees * Math.log(variance) - Math.log(1 - rho ** 2) + logDeterminant(fit.inverse))
  return { coefficients: fit.coefficients, inverse: fit.inverse, variance, likelihood }
}

/** ln |X'X| from its inverse, by Cholesky. */
function logDeterminant(inverse: readonly (readonly number[])[]): number {
  const k = inverse.length
  const root = Array.from({ length: k }, () => new Float64Array(k))
  let sum = 0
  for (let j = 0; j < k; j++) {
    for (let i = j; i < k; i++) {
      let value = inverse[i]?.[j] as number
      for (let m = 0; m < j; m++) value -= (root[i]?.[m] as number) * (root[j]?.[m] as number)
      if (i === j) {
        sum -= Math.log(value)
        ;(root[j] as Float64Array)[j] = Math.sqrt(value)
      } else (root[i] as Float64Array)[j] = value / (root[j]?.[j] as number)
    }
  }
  return sum
}

/** By golden section. */
function maximum(of: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [from, to]
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)]
  let [atA, atB] = [of(a), of(b)]
  while (high - low > 1e-9) {
    if (atA > atB) {
      ;[high, b, atB] = [b, a, atA]
      a = high - golden * (high - low)
      atA = of(a)
    } else {
      ;[low, a, atA] = [a, b, atB]
      b = low + golden * (high - low)
      atB = of(b)
    }
  }
  return (low + high) / 2
}
