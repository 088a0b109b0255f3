/** Ordinary least squares: coefficients, residuals, and (X'X)^-1, which every kind of standard error needs. */
export interface Fit {
  coefficients: number[]
  residuals: number[]
  inverse: number[][]
}

/** A design as QR: what does not depend on the outcome, so that many outcomes can be fitted to one design. */
export interface Design {
  /** Orthonormal columns. */
  q: readonly Float64Array[]
  inverseR: readonly Float64Array[]
  /** (X'X)^-1. */
  inverse: number[][]
  /** ln |X'X|. */
  logDeterminant: number
}

/** @returns null where columns depend on each other, or there are too few rows */
export function leastSquares(rows: readonly (readonly number[])[], outcome: readonly number[]): Fit | null {
  const design = factor(rows)
  if (!design) return null
  const { coefficients, residuals } = fitTo(design, Float64Array.from(outcome))
  return { coefficients, residuals: [...residuals], inverse: design.inverse }
}

/**
 * QR by modified Gram-Schmidt, so that a trend over hundreds of periods loses no digits to X'X.
 * @param rows of the design, n x k with n > k
 * @returns null where columns depend on each other, or there are too few rows
 */
export function factor(rows: readonly ArrayLike<number>[]): Design | null {
  const k = rows[0]?.length ?? 0
  if (k === 0 || rows.length <= k) return null
  const q = Array.from({ length: k }, (_, j) => Float64Array.from(rows, (row) => row[j] ?? 0))
  const r = Array.from({ length: k }, () => new Float64Array(k))
  let logDeterminant = 0
  for (const [j, column] of q.entries()) {
    const before = Math.sqrt(dot(column, column))
    for (let i = 0; i < j; i++) subtract(column, q[i] as Float64Array, r, i, j)
    const length = Math.sqrt(dot(column, column))
    if (!(length > 1e-10 * before)) return null
    for (let t = 0; t < column.length; t++) column[t] = (column[t] as number) / length
    ;(r[j] as Float64Array)[j] = length
    logDeterminant += 2 * Math.log(length)
  }
  const inverseR = invertUpper(r)
  return { q, inverseR, inverse: inverseR.map((a) => inverseR.map((b) => dot(a, b))), logDeterminant }
}

export function fitTo({ q, inverseR }: Design, outcome: Float64Array) {
  const residuals = Float64Array.from(outcome)
  const projected = Float64Array.from(q, (column) => {
    const share = dot(column, residuals)
    for (let t = 0; t < residuals.length; t++) residuals[t] = (residuals[t] as number) - share * (column[t] as number)
    return share
  })
  return { coefficients: inverseR.map((row) => dot(row, projected)), residuals, squares: dot(residuals, residuals) }
}

function subtract(column: Float64Array, basis: Float64Array, r: Float64Array[], i: number, j: number): void {
  const share = dot(basis, column)
  ;(r[i] as Float64Array)[j] = share
  for (let t = 0; t < column.length; t++) column[t] = (column[t] as number) - share * (basis[t] as number)
}

function invertUpper(r: readonly Float64Array[]): Float64Array[] {
  const k = r.length
  const inverse = Array.from({ length: k }, () => new Float64Array(k))
  for (let j = 0; j < k; j++) {
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? 1 : 0
      for (let m = i + 1; m <= j; m++) sum -= (r[i]?.[m] as number) * (inverse[m]?.[j] as number)
      ;(inverse[i] as Float64Array)[j] = sum / (r[i]?.[i] as number)
    }
  }
  return inverse
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
