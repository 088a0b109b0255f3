import { estimateContrast, type Kind } from './clustered-estimate.ts'
import { type Cell, contrastOf } from './contrast.ts'
import type { Estimate } from './interval.ts'
import { wilson } from './wilson.ts'

/** Clusters that a mean must rest on before an interval is given: over fewer, it would say next to nothing. */
export const fewestClusters = 5

/**
 * The mean over posts, or images, with the interval that takes those of a cluster together ({@link estimateContrast}).
 * @returns no interval where fewer than {@link fewestClusters} clusters have a value, or all values are the same; no value where there are none
 */
export function clusteredMean(cell: Cell, kind: Kind): Estimate {
  const contrast = { cells: [cell], weights: [1] }
  const clusters = cell.counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0)
  const found = clusters < fewestClusters ? null : estimateContrast(contrast, { kind })
  return { value: contrastOf(contrast), interval: found && { low: found.low, high: found.high } }
}

/** Of units that are yes or no: how many are yes, of how many, by cluster. */
export function sharesOf(sums: Float64Array, counts: Float64Array): Cell {
  return { sums, counts, squares: sums }
}

/**
 * The share of units that are yes, with the interval that takes those of a cluster together, and Wilson's where it rests on too few clusters, or all
 * say the same.
 * @param isClustered false: every unit is a cluster of its own, and the interval is Wilson's
 */
export function clusteredShare(sums: Float64Array, counts: Float64Array, isClustered: boolean): Estimate {
  const [yes, of] = [sums, counts].map((values) => values.reduce((sum, value) => sum + value, 0)) as [number, number]
  const clustered = isClustered ? clusteredMean(sharesOf(sums, counts), 'share').interval : null
  return { value: of === 0 ? null : yes / of, interval: clustered ?? wilson(yes, of) }
}
