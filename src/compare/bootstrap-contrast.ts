import { seeded } from '../random.ts'
import type { Interval } from '../report/statistics/interval.ts'
import { quantile } from '../report/statistics/quantile.ts'
import { type Contrast, clustersOf } from './contrast.ts'

/**
 * 95 % percentile interval of a contrast by the cluster bootstrap: accounts are drawn with replacement, with all their posts. The same
 * seed gives the same interval. Draws in which a cell is empty are drawn again, up to as many as there are replicates.
 * @returns null with fewer than five clusters, or where too many draws have an empty cell
 */
export function bootstrapContrast(
  { cells, weights }: Contrast,
  { replicates = 1000, seed = 20210501 }: { replicates?: number; seed?: number } = {},
): Interval | null {
  const present = clustersOf(cells)
  if (present.length < 5) return null
  const random = seeded(seed)
  const values: number[] = []
  for (let tries = 0; values.length < replicates && tries < 2 * replicates; tries++) {
    const sums = new Float64Array(cells.length)
    const counts = new Float64Array(cells.length)
    for (let draw = 0; draw < present.length; draw++) {
      const cluster = present[random.integer(present.length)] as number
      for (const [k, cell] of cells.entries()) {
        sums[k] = (sums[k] as number) + (cell.sums[cluster] as number)
        counts[k] = (counts[k] as number) + (cell.counts[cluster] as number)
      }
    }
    if (counts.every((count) => count > 0))
      values.push(weights.reduce((sum, weight, k) => sum + (weight * (sums[k] as number)) / (counts[k] as number), 0))
  }
  if (values.length < replicates) return null
  const sorted = Float64Array.from(values).sort()
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }
}
