import { estimateContrast } from '../report/statistics/clustered-estimate.ts'
import type { Interval } from '../report/statistics/interval.ts'
import type { Asking } from './phases.ts'
import { type Outcome, outcomes, shownSql } from './posts-sql.ts'

/** How accounts changed that posted on both sides: what is left of a difference when it is always the same who posts. */
export interface WithinAccounts {
  /** Of one outcome, the mean of the accounts' changes, those with more posts on both sides counting for more. */
  value: number
  /** By CR2; null where it hangs on one account, or nothing varies. */
  interval: Interval | null
  standardError: number | null
  degrees: number | null
  accounts: number
  posts: number
}

/** Sums over the accounts of a cluster that have posts on both sides, n0 and n1 of them; entry g of each is of cluster g. */
export interface Changes {
  /** Of n0 n1 / (n0 + n1), by which the change of an account counts. */
  weights: Float64Array
  /** Of that weight times the account's change. */
  sums: Float64Array
  accounts: number
  posts: number
  /** Squares of what posts lie from the mean of their account and side, over all accounts. */
  squares: number
}

/**
 * The difference with a fixed effect for each account: the coefficient of `after` in the regression of posts on it and on accounts, with the
 * cluster-robust error CR2, fixed effects absorbed (Pustejovsky & Tipton 2018, theorem 2). As an account's posts tell of it through their
 * weighted change only, it is a weighted mean of changes. Degrees of freedom as of Imbens & Kolesár (2016): accounts may change by more or
 * less, as the changes say.
 * @returns null where no account has posts on both sides
 */
export function changeWithinAccounts({ weights, sums, accounts, posts, squares }: Changes): WithinAccounts | null {
  const weight = weights.reduce((sum, value) => sum + value, 0)
  if (!(weight > 0)) return null
  const value = sums.reduce((sum, one) => sum + one, 0) / weight
  let [residuals, products] = [0, 0]
  for (const [g, own] of weights.entries()) {
    residuals += ((sums[g] as number) - own * value) ** 2
    products += own * own
  }
  const degrees = posts - 2 * accounts
  const ofPosts = degrees > 0 ? squares / degrees : 0
  const ofChanges = Math.max(0, (residuals - ofPosts * weight) / products)
  const correlation = ofChanges > 0 ? ofChanges / (ofChanges + ofPosts) : 0
  const cell = { sums, counts: weights, squares: new Float64Array(sums.length) }
  const found = estimateContrast({ cells: [cell], weights: [1] }, { correlation })
  return {
    value,
    interval: found && { low: found.low, high: found.high },
    standardError: found?.standardError ?? null,
    degrees: found?.degrees ?? null,
    accounts,
    posts,
  }
}

/** Of every outcome of the brand; the accounts of a group of accounts stay apart in all but the standard error. */
export async function readWithinAccounts(asking: Asking): Promise<Record<Outcome, WithinAccounts | null>> {
  const { reader, clusters, brand, event } = asking
  const rows = await reader.query<Record<`${Outcome}_${'weight' | 'sum' | 'accounts' | 'posts' | 'squares'}`, number>>(
    `WITH ${shownSql(clusters, [brand])},
    sided AS (SELECT *, CAST(posted_at AS DATE) >= CAST($1 AS DATE) AS after FROM shown WHERE account IS NOT NULL),
    of_account AS (SELECT account, cluster, ${outcomes.map(sidesSql).join(', ')} FROM sided GROUP BY account, cluster)
    SELECT ${outcomes.map(changesSql).join(', ')} FROM of_account GROUP BY cluster ORDER BY cluster`,
    [event],
  )
  const of = (outcome: Outcome) => {
    const column = (name: 'weight' | 'sum' | 'accounts' | 'posts' | 'squares') =>
      Float64Array.from(rows, (row) => row[`${outcome}_${name}`])
    const total = (name: 'accounts' | 'posts' | 'squares') => column(name).reduce((sum, value) => sum + value, 0)
    return changeWithinAccounts({
      ...{ weights: column('weight'), sums: column('sum') },
      ...{ accounts: total('accounts'), posts: total('posts'), squares: total('squares') },
    })
  }
  return { share: of('share'), size: of('size'), centrality: of('centrality'), engagement: of('engagement') }
}

function sidesSql(x: Outcome): string {
  return `COUNT(${x}) FILTER (NOT after) AS ${x}_n0, COUNT(${x}) FILTER (after) AS ${x}_n1, SUM(${x}) FILTER (NOT after) AS ${x}_s0,
    SUM(${x}) FILTER (after) AS ${x}_s1, SUM(${x} * ${x}) AS ${x}_q`
}

function changesSql(x: Outcome): string {
  const both = `FILTER (${x}_n0 > 0 AND ${x}_n1 > 0)`
  const weight = `(1.0 * ${x}_n0 * ${x}_n1 / (${x}_n0 + ${x}_n1))`
  return `COALESCE(SUM(${weight}) ${both}, 0) AS ${x}_weight,
    COALESCE(SUM(${weight} * (1.0 * ${x}_s1 / ${x}_n1 - 1.0 * ${x}_s0 / ${x}_n0)) ${both}, 0) AS ${x}_sum,
    COUNT(*) ${both} AS ${x}_accounts, COALESCE(SUM(${x}_n0 + ${x}_n1) ${both}, 0) AS ${x}_posts,
    COALESCE(SUM(${x}_q - 1.0 * ${x}_s0 * ${x}_s0 / ${x}_n0 - 1.0 * ${x}_s1 * ${x}_s1 / ${x}_n1) ${both}, 0) AS ${x}_squares`
}
