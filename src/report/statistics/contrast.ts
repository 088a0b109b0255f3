/** Posts of one kind (a brand's, before the event), as sums over clusters: entry g of each is of cluster g. */
export interface Cell {
  sums: Float64Array
  counts: Float64Array
  /** Of the squared values; of yes and no, the sums again. */
  squares: Float64Array
}

/** A weighted sum of means: `after - before` has weights 1 and -1; a difference in differences 1, -1, -1, 1. */
export interface Contrast {
  cells: readonly Cell[]
  weights: readonly number[]
}

/** @returns null where a cell with a weight is empty */
export function contrastOf({ cells, weights }: Contrast): number | null {
  return combine(totals(cells), weights)
}

/**
 * Its standard error by the cluster-robust sandwich, CR1: that of the saturated regression of posts on cells, as statsmodels
 * (`cov_type='cluster'`) and Stata give it. Too small with few clusters; for comparison with other software.
 */
export function sandwichError({ cells, weights }: Contrast): number | null {
  const all = totals(cells)
  const present = clustersOf(cells)
  const posts = all.reduce((sum, { count }) => sum + count, 0)
  if (all.some(({ count }) => count === 0) || present.length < 2 || posts <= cells.length) return null
  const squares = present.reduce((sum, cluster) => {
    const score = cells.reduce((total, { sums, counts }, k) => {
      const { sum: s, count } = all[k] as Total
      const rest = (sums[cluster] as number) - (counts[cluster] as number) * (s / count)
      return total + ((weights[k] ?? 0) * rest) / count
    }, 0)
    return sum + score ** 2
  }, 0)
  const groups = present.length
  return Math.sqrt((squares * groups * (posts - 1)) / ((groups - 1) * (posts - cells.length)))
}

export interface Total {
  sum: number
  count: number
}

export function totals(cells: readonly Cell[]): Total[] {
  return cells.map(({ sums, counts }) => ({ sum: sumOf(sums), count: sumOf(counts) }))
}

function combine(all: readonly Total[], weights: readonly number[]): number | null {
  let value = 0
  for (const [k, { sum, count }] of all.entries()) {
    if (!(count > 0.5)) return null
    value += (weights[k] ?? 0) * (sum / count)
  }
  return value
}

/** Clusters that have a post in some cell. */
export function clustersOf(cells: readonly Cell[]): number[] {
  const size = cells[0]?.counts.length ?? 0
  return Array.from({ length: size }, (_, g) => g).filter((g) => cells.some(({ counts }) => (counts[g] ?? 0) > 0))
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}
