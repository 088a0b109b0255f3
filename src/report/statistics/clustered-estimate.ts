import { type Cell, type Contrast, clustersOf, contrastOf, type Total, totals } from './contrast.ts'
import { degreesOfFreedom } from './degrees-of-freedom.ts'
import type { Interval } from './interval.ts'
import { scoreInterval, sumOfShares } from './score-interval.ts'
import { tQuantile } from './student-t.ts'

/** A value from clusters of posts, with its 95 % interval. */
export interface ClusteredEstimate {
  value: number
  standardError: number
  /** Of freedom of the t that the interval is made with. */
  degrees: number
  low: number
  high: number
}

/**
 * What the values of posts are: `share`, yes or no as 1 or 0; `part`, from 0 to 1; `amount`, 0 or more; `any`. Means of the first three have
 * intervals that stay where means can lie, sums of shares, too; other contrasts have symmetric ones, which hold better for skewed values.
 */
export type Kind = 'share' | 'part' | 'amount' | 'any'

/**
 * A contrast with the bias-reduced cluster-robust standard error CR2 (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018; working model: posts
 * independent), as R's clubSandwich gives it for the saturated regression of posts on cells, and the degrees of freedom of Imbens & Kolesár
 * (2016), which know that posts of a cluster are alike. It holds its level with ten accounts, accounts of very unequal size, and rare
 * brands (`npm run bench -- coverage`).
 *
 * As a cell is a dummy variable, (I - H)^(-1/2) of a cluster is the factor (1 - n / N)^(-1/2) on the sum of its residuals, n of the cell's N posts.
 * @param correlation of posts of one cluster, 0 to 1; if not given, as the posts have it
 * @returns null where there is no value, where a cell's posts are all of one cluster, and where nothing varies
 */
export function estimateContrast(
  contrast: Contrast,
  { kind = 'any', correlation }: { kind?: Kind; correlation?: number } = {},
): ClusteredEstimate | null {
  const value = contrastOf(contrast)
  if (value === null) return null
  const { cells, weights } = contrast
  const present = clustersOf(cells)
  const all = totals(cells)
  const means = all.map(({ sum, count }) => sum / count)
  const counts = cells.map((cell) => Float64Array.from(present, (g) => cell.counts[g] as number))
  const loads = counts.map((own, k) => {
    const { count } = all[k] as Total
    return own.map((posts) => (weights[k] as number) / (count * Math.sqrt(1 - posts / count)))
  })
  if (counts.some((own, k) => own.some((posts) => !(1 - posts / (all[k] as Total).count > 1e-12)))) return null
  const covariance = covarianceOf(cells, present, all)
  const between = (k: number, l: number) => covariance[k]?.[l] as number
  let variance = 0
  for (const [k, a] of weights.entries()) for (const [l, b] of weights.entries()) variance += a * b * between(k, l)
  const standardError = Math.sqrt(variance)
  // Of values that are all the same, rounding is left.
  if (!(standardError > 1e-12 * Math.max(...means.map(Math.abs)))) return null
  const alike = correlation ?? correlationOf(cells, present, all)
  const degrees = degreesOfFreedom({ loads, counts, totals: all.map(({ count }) => count) }, alike)
  const reach = tQuantile(0.975, degrees)
  const [mean, weight] = [means[0] as number, weights[0] as number]
  if (kind === 'share' && cells.length > 1) {
    const intervals = cells.map((_, k) => shareInterval(means[k] as number, between(k, k), counts[k], alike, reach))
    const go = (k: number, l: number) =>
      k === l ? 1 : between(k, l) / Math.max(Math.sqrt(between(k, k) * between(l, l)), 1e-300)
    return { value, standardError, degrees, ...sumOfShares(means, weights, intervals, go) }
  }
  if (kind !== 'any' && cells.length === 1 && weight === 1)
    return {
      ...{ value, standardError, degrees },
      ...scoreInterval({ mean, variance, ceiling: kind === 'amount' ? Number.POSITIVE_INFINITY : 1 }, reach),
    }
  return { value, standardError, degrees, low: value - reach * standardError, high: value + reach * standardError }
}

/** Of the cells' means. */
function covarianceOf(cells: readonly Cell[], present: readonly number[], all: readonly Total[]): Float64Array[] {
  const covariance = cells.map(() => new Float64Array(cells.length))
  const scores = new Float64Array(cells.length)
  for (const g of present) {
    for (const [k, { sums, counts }] of cells.entries()) {
      const { sum, count } = all[k] as Total
      const posts = counts[g] as number
      scores[k] = ((sums[g] as number) - (posts * sum) / count) / (count * Math.sqrt(1 - posts / count))
    }
    for (const [k, line] of covariance.entries())
      for (let l = 0; l < line.length; l++)
        line[l] = (line[l] as number) + (scores[k] as number) * (scores[l] as number)
  }
  return covariance
}

/** Of two posts of one cluster, from the products of their residuals (Imbens & Kolesár 2016); less than none is none. */
function correlationOf(cells: readonly Cell[], present: readonly number[], all: readonly Total[]): number {
  let within = 0
  let posts = 0
  for (const [k, { squares }] of cells.entries()) {
    const { sum, count } = all[k] as Total
    within += squares.reduce((total, value) => total + value, 0) - (sum * sum) / count
    posts += count
  }
  let products = -within
  let pairs = 0
  for (const g of present) {
    let [residual, own] = [0, 0]
    for (const [k, { sums, counts }] of cells.entries()) {
      const { sum, count } = all[k] as Total
      residual += (sums[g] as number) - ((counts[g] as number) * sum) / count
      own += counts[g] as number
    }
    products += residual * residual
    pairs += own * (own - 1)
  }
  return pairs > 0.5 && within > 0 ? Math.min(1, Math.max(0, products / pairs / (within / posts))) : 0
}

/** Where all posts of a cell say the same, there is no variance to see: that of posts as correlated as the others stands for it. */
function shareInterval(
  share: number,
  variance: number,
  counts: Float64Array = new Float64Array(0),
  correlation: number,
  reach: number,
): Interval {
  if (variance > 0) return scoreInterval({ mean: share, variance, ceiling: 1 }, reach)
  const posts = counts.reduce((sum, count) => sum + count, 0)
  const squares = counts.reduce((sum, count) => sum + count * count, 0)
  const effective = posts / (1 + correlation * (squares / posts - 1))
  const end = (reach * reach) / (effective + reach * reach)
  return share < 0.5 ? { low: share, high: end } : { low: 1 - end, high: share }
}
