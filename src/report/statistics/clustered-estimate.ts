import { type Cell, type Contrast, clustersOf, contrastOf, type Total, totals } from './contrast.ts'
import { degreesOfFreedom } from './degrees-of-freedom.ts'
import { effectivePosts } from './effective-posts.ts'
import { tQuantile } from './student-t.ts'
import type { Side } from './sum-of-means.ts'
import { sumOfShares } from './sum-of-shares.ts'
import { sumOfSkewed } from './sum-of-skewed.ts'

/** A value from clusters of posts, with its 95 % interval. */
export interface ClusteredEstimate {
  value: number
  /** By CR2; intervals of skewed values also count on what the other side shows of their spread ({@link sumOfSkewed}). */
  standardError: number
  /** Of freedom of the t that the interval is made with. */
  degrees: number
  low: number
  high: number
}

/**
 * What the values of posts are: `share`, yes or no as 1 or 0; `part`, from 0 to 1; `amount`, 0 or more; `any`. Means of the first three have
 * intervals that stay where means can lie, and their contrasts are made of the intervals of the sides; those of `any` are symmetric.
 */
export type Kind = 'share' | 'part' | 'amount' | 'any'

/**
 * A contrast with the bias-reduced cluster-robust standard error CR2 (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018; working model: posts
 * independent), as R's clubSandwich gives it for the saturated regression of posts on cells, and the degrees of freedom of Imbens & Kolesár
 * (2016), which know that posts of a cluster are alike; for parts and amounts, which are often skewed, those that heavy tails leave of them.
 * It holds its level with ten accounts, accounts of very unequal size, and rare brands (`npm run bench -- coverage`).
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
  const scores = scoresOf(cells, present, all)
  const variance = present.reduce((sum, _, g) => {
    const moved = weights.reduce((total, weight, k) => total + weight * (scores[k]?.[g] as number), 0)
    return sum + moved * moved
  }, 0)
  const standardError = Math.sqrt(variance)
  // Of values that are all the same, rounding is left.
  if (!(standardError > 1e-12 * Math.max(...means.map(Math.abs)))) return null
  const alike = correlation ?? correlationOf(cells, present, all)
  const posts = all.map(({ count }) => count)
  const degrees = degreesOfFreedom({ loads, counts, totals: posts }, alike)
  const estimate = { value, standardError, degrees }
  if (kind === 'any') {
    const half = tQuantile(0.975, degrees) * standardError
    return { ...estimate, low: value - half, high: value + half }
  }
  const sides = cells.map((_, k): Side => {
    const [own, load, total] = [counts[k] as Float64Array, loads[k] as Float64Array, posts[k] as number]
    return {
      mean: means[k] as number,
      scores: scores[k] as Float64Array,
      posts: effectivePosts(own, alike),
      degrees: degreesOfFreedom({ loads: [load], counts: [own], totals: [total] }, alike),
    }
  })
  if (kind === 'share') return { ...estimate, ...sumOfShares(sides, weights, tQuantile(0.975, degrees)) }
  return { ...estimate, ...sumOfSkewed(kind, sides, weights, degrees) }
}

/** What each cluster moves each cell's mean by, freed of its bias: entry [k][g]. */
function scoresOf(cells: readonly Cell[], present: readonly number[], all: readonly Total[]): Float64Array[] {
  return cells.map(({ sums, counts }, k) => {
    const { sum, count } = all[k] as Total
    return Float64Array.from(present, (g) => {
      const posts = counts[g] as number
      return ((sums[g] as number) - (posts * sum) / count) / (count * Math.sqrt(1 - posts / count))
    })
  })
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
