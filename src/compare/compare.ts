import type { DatasetReader } from '../dataset/read.ts'
import { UsageError } from '../errors.ts'
import { duckdb } from '../report/dialect.ts'
import { overview } from '../report/queries.ts'
import { type ClusterKind, chooseClusters } from '../report/queries-brands.ts'
import { type AccountChange, changeByAccount } from './by-account.ts'
import { type Change, changesOf } from './change.ts'
import { type CoOccurrence, coOccurrence } from './co-occurrence.ts'
import { conclude } from './conclude.ts'
import { type Period, readPeriods, type Span, usualSpan } from './periods.ts'
import { type Asking, oneSided, readPhases } from './phases.ts'
import { shownSql } from './posts-sql.ts'
import { readWithinAccounts } from './within-accounts.ts'

export interface Question {
  brand: string
  /** Tracked brands that the event did not concern. */
  controls: readonly string[]
  /** First day after the event, `YYYY-MM-DD`. */
  event: string
  /** Length of the periods of the time series; null: by how long the posts reach, and how many there are. */
  span: Span | null
  /** Whether each account's change is given, too. */
  byAccount: boolean
}

/** What changed at an event, with 95 % intervals throughout. */
export interface Comparison extends Omit<Question, 'span' | 'byAccount'> {
  span: Span
  /** What posts are taken together by, and how many of these there are. */
  clusters: {
    kind: ClusterKind
    count: number
    grouped: boolean
    /** Those with posts on one side of the event only, and their share of all posts. */
    one_sided: { clusters: number; posts: number }
  }
  posts: { before: number; after: number; first: string; last: string }
  changes: Change[]
  periods: Period[]
  accounts: AccountChange[]
  together: CoOccurrence[]
  /** What can be concluded, and what can't, in sentences. */
  conclusions: string[]
  cautions: string[]
}

const mostAccounts = 50
const mostTogether = 10

/**
 * Compares how a brand appears before and after an event: differences, differences in differences, interrupted time series.
 * @throws UsageError for a brand that the run did not look for, and where one side of the event has no posts
 */
export async function compare(reader: DatasetReader, question: Question): Promise<Comparison> {
  const tracked = reader.runInfo?.brands ?? (await brandsFound(reader))
  const brand = trackedName(question.brand, tracked, '--brand')
  const controls = question.controls.map((name) => trackedName(name, tracked, '--controls'))
  if (controls.includes(brand)) throw new UsageError(`--controls: ${brand} is the brand itself; give other brands`)
  const asked = { reader, dialect: duckdb }
  const clusters = await chooseClusters(asked, await overview(asked))
  const asking: Asking = { ...asked, clusters, brand, controls, event: question.event }
  const posts = await postsAround(asking)
  const span = question.span ?? usualSpan(daysBetween(posts.first, posts.last), posts.before + posts.after)
  const phases = await readPhases(asking)
  const periods = await readPeriods(asking, span)
  const within = clusters.kind === 'account' ? await readWithinAccounts(asking) : null
  const comparison = {
    brand,
    controls,
    event: question.event,
    span,
    clusters: {
      kind: clusters.kind,
      count: phases.clusters.length,
      grouped: clusters.grouped,
      one_sided: oneSided(phases),
    },
    posts,
    changes: changesOf({ phases, periods, within }, controls.length > 0),
    periods,
    accounts: question.byAccount ? await changeByAccount(asking, mostAccounts) : [],
    together: await coOccurrence(asking, tracked, mostTogether),
  }
  return { ...comparison, ...conclude(comparison) }
}

/** Of a dataset without run.json. */
async function brandsFound(reader: DatasetReader): Promise<string[]> {
  const rows = await reader.query<{ brand: string }>('SELECT DISTINCT brand FROM exposures ORDER BY brand')
  return rows.map(({ brand }) => brand)
}

function trackedName(name: string, tracked: readonly string[], option: string): string {
  const found = tracked.find((one) => one === name) ?? tracked.find((one) => one.toLowerCase() === name.toLowerCase())
  if (found) return found
  throw new UsageError(
    `${option}: the run did not look for "${name}"; it looked for ${tracked.length > 0 ? tracked.join(', ') : 'no brand: run it with --brands'}`,
  )
}

async function postsAround(asking: Asking): Promise<Comparison['posts']> {
  const { reader, clusters, brand, event } = asking
  const [found] = await reader.query<Comparison['posts']>(
    `WITH ${shownSql(clusters, [brand])}
    SELECT COUNT(*) FILTER (CAST(posted_at AS DATE) < CAST($1 AS DATE)) AS before,
      COUNT(*) FILTER (CAST(posted_at AS DATE) >= CAST($1 AS DATE)) AS after,
      CAST(CAST(MIN(posted_at) AS DATE) AS VARCHAR) AS first, CAST(CAST(MAX(posted_at) AS DATE) AS VARCHAR) AS last
    FROM shown`,
    [event],
  )
  if (!found || found.before + found.after === 0)
    throw new UsageError('no post has a date and an image that was searched for brands; compare needs posts with times')
  if (found.before === 0 || found.after === 0)
    throw new UsageError(
      `--event ${event}: all posts lie ${found.before === 0 ? 'after' : 'before'} it (${found.first} to ${found.last}); give a day between them`,
    )
  return found
}

function daysBetween(first: string, last: string): number {
  return (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1
}
