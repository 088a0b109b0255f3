import type { Process } from './critical-values.ts'
import { factor, fitTo } from './least-squares.ts'

/**
 * Deviations with a covariance of their own, whatever it is; its cost grows with the third power of the periods.
 * @param rows of the design, a period each
 * @returns null where the covariance is not positive definite but for rounding, and where the design can't be fitted
 */
export function processOfCovariance(
  rows: readonly (readonly number[])[],
  covariance: readonly Float64Array[],
): Process | null {
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
  const degrees = rows.length - design.q.length
  return {
    periods: rows.length,
    inverse: design.inverse,
    simulate(normal) {
      const fresh = rows.map(normal)
      return Float64Array.from(root, (line) => line.reduce((sum, value, t) => sum + value * (fresh[t] ?? 0), 0))
    },
    fit(outcome) {
      const { coefficients, squares } = fitTo(design, solve(root, Float64Array.from(outcome)))
      const variance = Math.max(squares, 1e-300) / degrees
      return { coefficients, variance, likelihood: logFactor - (degrees / 2) * Math.log(variance) }
    },
  }
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
