import type { Interval } from '../report/statistics/interval.ts'
import { tQuantile } from '../report/statistics/student-t.ts'

/**
 * The delete-one-cluster jackknife, CV3 (Bell & McCaffrey 2002; MacKinnon, Nielsen & Webb 2023), t with G - 1
 * degrees of freedom: the interval of what is no contrast of means and has no exact small-sample correction.
 * @param without the value when cluster g is left out; null where it can't be computed then
 * @returns null with fewer than two clusters, where the value hangs on one cluster alone, and where it is the same without each
 */
export function jackknife(
  value: number,
  clusters: number,
  without: (cluster: number) => number | null,
): (Interval & { standardError: number }) | null {
  if (clusters < 2) return null
  let squares = 0
  for (let g = 0; g < clusters; g++) {
    const other = without(g)
    if (other === null) return null
    squares += (other - value) ** 2
  }
  // Of values that are all the same, rounding is left.
  if (!(squares > 1e-24 * Math.max(1, value * value))) return null
  const standardError = Math.sqrt((squares * (clusters - 1)) / clusters)
  const reach = tQuantile(0.975, clusters - 1) * standardError
  return { standardError, low: value - reach, high: value + reach }
}
