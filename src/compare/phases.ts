import type { Asked } from '../report/queries.ts'
import type { Clusters } from '../report/queries-brands.ts'
import type { Cell } from '../report/statistics/contrast.ts'
import { type Outcome, type OutcomeSums, outcomeSums, shownSql } from './posts-sql.ts'

export type Phase = 'before' | 'after'
export type Side = 'brand' | 'controls'

interface Row extends OutcomeSums {
  cluster: string
  brand: string
  after: boolean
}

/** Posts before and after the event, of the brand and of the controls, as sums over clusters. */
export interface Phases {
  clusters: string[]
  cell(outcome: Outcome, side: Side, phase: Phase): Cell
}

export interface Asking extends Asked {
  clusters: Clusters
  brand: string
  controls: readonly string[]
  /** First day after, `YYYY-MM-DD`. */
  event: string
}

export async function readPhases({ reader, clusters, brand, controls, event }: Asking): Promise<Phases> {
  const rows = await reader.query<Row>(
    `WITH ${shownSql(clusters, [brand, ...controls])}
    SELECT cluster, brand, CAST(posted_at AS DATE) >= CAST($1 AS DATE) AS after, ${outcomeSums}
    FROM shown GROUP BY ALL ORDER BY cluster, brand, after`,
    [event],
  )
  const names = [...new Set(rows.map(({ cluster }) => cluster))]
  const place = new Map(names.map((name, g) => [name, g]))
  return {
    clusters: names,
    cell(outcome, side, phase) {
      const column = () => new Float64Array(names.length)
      const cell = { sums: column(), counts: column(), squares: column() }
      for (const row of rows) {
        const g = place.get(row.cluster)
        if (g === undefined || (row.brand === brand) !== (side === 'brand') || row.after !== (phase === 'after'))
          continue
        cell.sums[g] = (cell.sums[g] as number) + row[`${outcome}_sum`]
        cell.counts[g] = (cell.counts[g] as number) + row[`${outcome}_count`]
        cell.squares[g] = (cell.squares[g] as number) + row[`${outcome}_squares`]
      }
      return cell
    },
  }
}

/** Clusters with posts on one side of the event only: how many, and their share of all posts. */
export function oneSided({ cell }: Phases): { clusters: number; posts: number } {
  const [before, after] = [cell('share', 'brand', 'before').counts, cell('share', 'brand', 'after').counts]
  let [clusters, posts, all] = [0, 0, 0]
  for (const [g, count] of before.entries()) {
    const both = count + (after[g] as number)
    all += both
    if (count > 0 && (after[g] as number) > 0) continue
    clusters++
    posts += both
  }
  return { clusters, posts: all > 0 ? posts / all : 0 }
}
