import { seeded } from '../random.ts'
import { type Contrast, clustersOf } from '../report/statistics/contrast.ts'
import type { Interval } from '../report/statistics/interval.ts'
import { quantile } from '../report/statistics/quantile.ts'

/**
 * 95 % interval of a contrast by the cluster bootstrap: accounts are drawn with replacement, with all their posts, and the interval reaches as
 * many cluster-robust standard errors as 95 of 100 draws are from what they were drawn from (symmetric bootstrap-t by pairs of clusters: Cameron,
 * Gelbach & Miller 2008, table 1). Quantiles of the drawn contrasts themselves are too narrow with fewer than some hundred accounts. The same
 * seed gives the same interval. Draws in which a cell is empty are drawn again, up to as many as there are replicates.
 * @returns null with fewer than five clusters, or where too many draws have an empty cell or no spread
 */
export function bootstrapContrast(
  contrast: Contrast,
  { replicates = 1000, seed = 20210501 }: { replicates?: number; seed?: number } = {},
): Interval | null {
  const present = Int32Array.from(clustersOf(contrast.cells))
  if (present.length < 5) return null
  const own = studentise(contrast, present)
  if (!own) return null
  const random = seeded(seed)
  const distances: number[] = []
  const drawn = new Int32Array(present.length)
  for (let tries = 0; distances.length < replicates && tries < 2 * replicates; tries++) {
    for (let i = 0; i < drawn.length; i++) drawn[i] = present[random.integer(present.length)] as number
    const found = studentise(contrast, drawn)
    if (found) distances.push(Math.abs(found.value - own.value) / found.error)
  }
  if (distances.length < replicates) return null
  const reach = quantile(Float64Array.from(distances).sort(), 0.95) * own.error
  return Number.isFinite(reach) && reach > 0 ? { low: own.value - reach, high: own.value + reach } : null
}

/** A contrast over drawn clusters with its cluster-robust error, less the factor that all draws have in common. */
function studentise({ cells, weights }: Contrast, drawn: Int32Array): { value: number; error: number } | null {
  let value = 0
  const scores = new Float64Array(drawn.length)
  for (const [k, { sums, counts }] of cells.entries()) {
    let sum = 0
    let count = 0
    for (const g of drawn) {
      sum += sums[g] as number
      count += counts[g] as number
    }
    if (!(count > 0)) return null
    const weight = (weights[k] as number) / count
    const mean = sum / count
    value += weight * sum
    for (const [i, g] of drawn.entries())
      scores[i] = (scores[i] as number) + weight * ((sums[g] as number) - mean * (counts[g] as number))
  }
  return { value, error: Math.sqrt(scores.reduce((sum, score) => sum + score * score, 0)) }
}
