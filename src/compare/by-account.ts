import type { Interval } from '../report/statistics/interval.ts'
import { differenceOfShares, type Share } from './newcombe.ts'
import type { Asking } from './phases.ts'
import { shownSql } from './posts-sql.ts'

export interface AccountChange {
  account: string
  before: Share
  after: Share
  /** Of the share, after minus before; null where one side has no post. */
  difference: number | null
  /** Posts of one account taken as independent. */
  interval: Interval | null
}

/** The share of posts with the brand by account, those with most posts first. */
export async function changeByAccount(asking: Asking, most: number): Promise<AccountChange[]> {
  const { reader, clusters, brand, event } = asking
  const rows = await reader.query<
    Record<'before_n' | 'before_of' | 'after_n' | 'after_of', number> & { account: string }
  >(
    `WITH ${shownSql(clusters, [brand])},
    phase AS (SELECT *, CAST(posted_at AS DATE) >= CAST($1 AS DATE) AS after FROM shown WHERE account IS NOT NULL)
    SELECT account, COALESCE(SUM(share) FILTER (NOT after), 0) AS before_n, COUNT(*) FILTER (NOT after) AS before_of,
      COALESCE(SUM(share) FILTER (after), 0) AS after_n, COUNT(*) FILTER (after) AS after_of
    FROM phase GROUP BY account ORDER BY COUNT(*) DESC, account LIMIT ${most}`,
    [event],
  )
  return rows.map(({ account, before_n, before_of, after_n, after_of }) => {
    const [before, after] = [
      { count: before_n, of: before_of },
      { count: after_n, of: after_of },
    ]
    const both = before_of > 0 && after_of > 0
    return {
      account,
      before,
      after,
      difference: both ? after_n / after_of - before_n / before_of : null,
      interval: differenceOfShares(before, after),
    }
  })
}
