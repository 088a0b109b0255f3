import { tQuantile } from './student-t.ts'

/** A value from clusters of posts, with its 95 % interval. */
export interface ClusteredEstimate {
  value: number
  standardError: number
  low: number
  high: number
  /** Clusters that it rests on. */
  clusters: number
}

/**
 * The delete-one-cluster jackknife, CV3 (Bell & McCaffrey 2002; MacKinnon, Nielsen & Webb 2023, eq. 12 without the small
 * changes for K), t with G - 1 degrees of freedom: of the usual intervals for clustered data the one that keeps its level
 * best with few or unequal clusters (`npm run bench -- coverage`).
 * @param without the value when cluster g is left out; null where it can't be computed then
 * @returns null with fewer than two clusters, or where the value hangs on one cluster alone
 */
export function jackknife(
  value: number,
  clusters: number,
  without: (cluster: number) => number | null,
): ClusteredEstimate | null {
  if (clusters < 2) return null
  let squares = 0
  for (let g = 0; g < clusters; g++) {
    const other = without(g)
    if (other === null) return null
    squares += (other - value) ** 2
  }
  const standardError = Math.sqrt((squares * (clusters - 1)) / clusters)
  const reach = tQuantile(0.975, clusters - 1) * standardError
  return { value, standardError, low: value - reach, high: value + reach, clusters }
}
