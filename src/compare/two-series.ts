import type { Process } from './critical-values.ts'
import { factor, fitTo } from './least-squares.ts'
import type { AutoregressiveFit } from './prais-winsten.ts'

/** A series of deviations that is autoregressive of order 1: its autocorrelation, and its residuals by period. */
export interface Strand {
  autocorrelation: number
  residuals: ArrayLike<number>
}

/**
 * The difference of two series that are autoregressive each in its own way, as a brand's and its controls' may be: it is no autoregression
 * of order 1 but ARMA(2, 1) (Granger & Morris 1976). What is new in a period may be correlated between the two.
 * @param times of the periods, whole numbers, rising
 * @returns null where the two are so much alike that nothing is left of their difference
 */
export function differenceOfStrands(
  rows: readonly (readonly number[])[],
  times: readonly number[],
  [own, other]: readonly [Strand, Strand],
): Process | null {
  const covariance = covarianceOf(times, own, other, rows[0]?.length ?? 0)
  const root = cholesky(covariance)
  if (!root) return null
  const whitened = (rows[0] ?? []).map((_, j) =>
    solve(
      root,
      Float64Array.from(rows, (row) => row[j] as number),
    ),
  )
  const design = factor(rows.map((_, t) => whitened.map((column) => column[t] as number)))
  if (!design) return null
  const logFactor = -root.reduce((sum, line, t) => sum + Math.log(line[t] as number), 0) - design.logDeterminant / 2
  const degrees = times.length - design.q.length
  return {
    periods: times.length,
    inverse: design.inverse,
    simulate(normal) {
      const fresh = times.map(normal)
      return Float64Array.from(root, (line) => line.reduce((sum, value, t) => sum + value * (fresh[t] ?? 0), 0))
    },
    fit(outcome): AutoregressiveFit {
      const { coefficients, squares } = fitTo(design, solve(root, Float64Array.from(outcome)))
      const variance = Math.max(squares, 1e-300) / degrees
      return { coefficients, variance, likelihood: logFactor - (degrees / 2) * Math.log(variance) }
    },
  }
}

function covarianceOf(times: readonly number[], own: Strand, other: Strand, parameters: number): Float64Array[] {
  const [a, b] = [own.autocorrelation, other.autocorrelation]
  const [fresh, freshOther] = [innovations(own, times), innovations(other, times)]
  const over = (x: Float64Array, y: Float64Array) =>
    x.reduce((sum, value, t) => sum + value * (y[t] as number), 0) / (times.length - parameters)
  const ofOwn = over(fresh, fresh) / (1 - a * a)
  const ofOther = over(freshOther, freshOther) / (1 - b * b)
  const between = over(fresh, freshOther) / (1 - a * b)
  return times.map((time) =>
    Float64Array.from(times, (at) => {
      const [carried, carriedOther] = [a ** Math.abs(time - at), b ** Math.abs(time - at)]
      return ofOwn * carried + ofOther * carriedOther - between * (carried + carriedOther)
    }),
  )
}

/** What is new in each period, as if none were missing between. */
function innovations({ autocorrelation, residuals }: Strand, times: readonly number[]): Float64Array {
  return Float64Array.from(times, (time, t) => {
    const carried = t === 0 ? 0 : autocorrelation ** (time - (times[t - 1] as number))
    const before = t === 0 ? 0 : (residuals[t - 1] as number)
    return Math.sqrt((1 - autocorrelation ** 2) / (1 - carried ** 2)) * ((residuals[t] as number) - carried * before)
  })
}

/** The lower triangle L of A = L L'. @returns null where A is not positive definite but for rounding */
function cholesky(matrix: readonly Float64Array[]): Float64Array[] | null {
  const root = matrix.map(({ length }) => new Float64Array(length))
  for (const [i, line] of root.entries()) {
    for (let j = 0; j <= i; j++) {
      const above = root[j] as Float64Array
      let sum = matrix[i]?.[j] as number
      for (let k = 0; k < j; k++) sum -= (line[k] as number) * (above[k] as number)
      if (i === j && !(sum > 1e-10 * (matrix[i]?.[i] as number))) return null
      line[j] = i === j ? Math.sqrt(sum) : sum / (above[j] as number)
    }
  }
  return root
}

/** x of L x = y. */
function solve(root: readonly Float64Array[], y: Float64Array): Float64Array {
  const x = Float64Array.from(y)
  for (const [i, line] of root.entries()) {
    let sum = x[i] as number
    for (let k = 0; k < i; k++) sum -= (line[k] as number) * (x[k] as number)
    x[i] = sum / (line[i] as number)
  }
  return x
}
