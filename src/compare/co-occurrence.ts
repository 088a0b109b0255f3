import type { Interval } from '../report/statistics/interval.ts'
import { liftOf, type Together } from './lift.ts'
import type { Asking } from './phases.ts'
import { shownSql } from './posts-sql.ts'

/** How a brand stands beside another one in posts. */
export interface CoOccurrence {
  other: string
  /** Posts that show both. */
  posts: number
  lift: number
  interval: Interval | null
}

/** The brands that are in at least one post together with the brand, the most frequent first. */
export async function coOccurrence(asking: Asking, tracked: readonly string[], most: number): Promise<CoOccurrence[]> {
  const { reader, clusters, brand } = asking
  const others = tracked.filter((name) => name !== brand)
  if (others.length === 0) return []
  const rows = await reader.query<Record<keyof Together, number> & { cluster: string; other: string }>(
    `WITH ${shownSql(clusters, [brand, ...others])},
    own AS (SELECT post_id, cluster, share FROM shown WHERE brand = $1)
    SELECT own.cluster, s.brand AS other, COUNT(*) AS posts, SUM(own.share) AS first, SUM(s.share) AS second,
      SUM(own.share * s.share) AS both
    FROM own JOIN shown s ON s.post_id = own.post_id AND s.brand <> $1
    GROUP BY ALL ORDER BY own.cluster, other`,
    [brand],
  )
  return others
    .flatMap((other): CoOccurrence[] => {
      const own = rows.filter((row) => row.other === other)
      const column = (of: keyof Together) => Float64Array.from(own, (row) => row[of])
      const found = liftOf({
        posts: column('posts'),
        first: column('first'),
        second: column('second'),
        both: column('both'),
      })
      const posts = own.reduce((sum, row) => sum + row.both, 0)
      return found ? [{ other, posts, lift: found.value, interval: found.interval }] : []
    })
    .sort((a, b) => b.posts - a.posts || (a.other < b.other ? -1 : 1))
    .slice(0, most)
}
