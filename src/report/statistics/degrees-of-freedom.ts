/** A contrast's clusters as its degrees of freedom need them: entry [k][g] is of cell k and cluster g. */
export interface Leverage {
  /** What a post of the cluster adds to the contrast. */
  loads: readonly Float64Array[]
  counts: readonly Float64Array[]
  /** Posts of a cell. */
  totals: readonly number[]
}

/**
 * Satterthwaite's degrees of freedom of a cluster-robust variance, tr(M)^2 / tr(M^2) with M the covariance of the clusters' scores, where
 * posts of one cluster are equally correlated (Imbens & Kolesár 2016; with correlation 0, those of Bell & McCaffrey 2002).
 *
 * As a cell is a dummy variable, the G x G matrix is diagonal plus Z S Z' with two columns a cell: one pass over the clusters does.
 * @param correlation of two posts of one cluster, 0 to 1
 */
export function degreesOfFreedom({ loads, counts, totals }: Leverage, correlation: number): number {
  const cells = totals.length
  const size = 2 * cells
  const products = square(size)
  const weighted = square(size)
  const leverages = square(cells)
  const row = new Float64Array(size)
  let trace = 0
  let squares = 0
  for (let g = 0; g < (counts[0]?.length ?? 0); g++) {
    let own = 0
    let alike = 0
    for (let k = 0; k < cells; k++) {
      const [load, posts] = [loads[k]?.[g] as number, counts[k]?.[g] as number]
      own += load * load * posts
      alike += load * posts
      row[k] = load * posts
    }
    for (let k = 0; k < cells; k++) row[cells + k] = (alike * (counts[k]?.[g] as number)) / (totals[k] as number)
    const diagonal = (1 - correlation) * own + correlation * alike * alike
    trace += diagonal
    squares += diagonal * diagonal
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const product = (row[i] as number) * (row[j] as number)
        add(products, i, j, product)
        add(weighted, i, j, diagonal * product)
      }
    }
    for (let k = 0; k < cells; k++)
      for (let l = 0; l < cells; l++) add(leverages, k, l, share(counts, totals, k, g) * share(counts, totals, l, g))
  }
  const between = square(size)
  for (let k = 0; k < cells; k++) {
    for (let l = 0; l < cells; l++) add(between, k, l, correlation * (leverages[k]?.[l] as number))
    add(between, k, k, -(1 - correlation) / (totals[k] as number))
    add(between, k, cells + k, -correlation)
    add(between, cells + k, k, -correlation)
  }
  const rest = multiply(between, products)
  trace += traceOf(rest)
  squares += 2 * traceOf(multiply(between, weighted)) + traceOf(multiply(rest, rest))
  return (trace * trace) / squares
}

/**
 * What degrees of freedom are left of a variance, the sum of squared scores, where scores have heavier tails than normal ones: the variance of that
 * sum is then larger by the fourth cumulants of the scores, and the degrees are twice its square over its variance (Satterthwaite 1946). Lighter tails
 * change nothing: few clusters can't show them.
 */
export function ofHeavyTails(degrees: number, scores: Float64Array): number {
  let [squares, fourths] = [0, 0]
  for (const score of scores) {
    squares += score * score
    fourths += score ** 4
  }
  return 2 / (2 / degrees + Math.max(0, fourths / (squares * squares) - 3 / degrees))
}

function share(counts: readonly Float64Array[], totals: readonly number[], k: number, g: number): number {
  return (counts[k]?.[g] as number) / (totals[k] as number)
}

function square(size: number): Float64Array[] {
  return Array.from({ length: size }, () => new Float64Array(size))
}

function add(matrix: readonly Float64Array[], i: number, j: number, value: number): void {
  const line = matrix[i] as Float64Array
  line[j] = (line[j] as number) + value
}

function multiply(a: readonly Float64Array[], b: readonly Float64Array[]): Float64Array[] {
  return a.map((line) =>
    Float64Array.from(line, (_, j) => line.reduce((sum, value, i) => sum + value * (b[i]?.[j] as number), 0)),
  )
}

function traceOf(matrix: readonly Float64Array[]): number {
  return matrix.reduce((sum, line, i) => sum + (line[i] as number), 0)
}
