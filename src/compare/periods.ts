import type { Asking } from './phases.ts'
import { type Outcome, type OutcomeSums, outcomeSums, shownSql } from './posts-sql.ts'

export const spans = { day: 1, week: 7, month: 28 } as const
export type Span = keyof typeof spans
/** One period of each length, in words. */
export const spanNames: Record<Span, string> = { day: 'day', week: 'week', month: 'period of 28 days' }

/** The mean of each outcome in a period; null where no post has one. */
export interface Period {
  /** Periods from the event: 0 begins on its day, -1 ends the day before. */
  index: number
  posts: number
  brand: Record<Outcome, number | null>
  /** Over the posts of all control brands; null without controls. */
  controls: Record<Outcome, number | null>
  /** Variance of these means by the number of their posts; null where no period has two posts. */
  noise?: { brand: Record<Outcome, number | null>; controls: Record<Outcome, number | null> }
}

interface Row extends OutcomeSums {
  period: number
  controls: boolean
}

/** @returns periods with posts, in order of time */
export async function readPeriods(asking: Asking, span: Span): Promise<Period[]> {
  const { reader, clusters, brand, controls, event } = asking
  const rows = await reader.query<Row>(
    `WITH ${shownSql(clusters, [brand, ...controls])}
    SELECT CAST(floor(date_diff('day', CAST($1 AS DATE), CAST(posted_at AS DATE)) / ${spans[span]}.0) AS INTEGER) AS period,
      brand <> $2 AS controls, ${outcomeSums}
    FROM shown GROUP BY ALL ORDER BY period, controls`,
    [event, brand],
  )
  const indices = [...new Set(rows.map(({ period }) => period))]
  const [ofBrand, ofControls] = [false, true].map((isControl) =>
    variancesOfPosts(rows.filter((row) => row.controls === isControl)),
  ) as [Variances, Variances]
  return indices.map((index) => {
    const of = (isControl: boolean) => rows.find((row) => row.period === index && row.controls === isControl)
    const noise = { brand: noiseOf(of(false), ofBrand), controls: noiseOf(of(true), ofControls) }
    return { index, posts: of(false)?.share_count ?? 0, brand: means(of(false)), controls: means(of(true)), noise }
  })
}

type Variances = Record<Outcome, number | null>

/** Of single posts around the mean of their period. */
function variancesOfPosts(rows: readonly Row[]): Variances {
  const variance = (outcome: Outcome) => {
    let [squares, degrees] = [0, 0]
    for (const row of rows) {
      const [sum, count] = [row[`${outcome}_sum`], row[`${outcome}_count`]]
      if (count === 0) continue
      squares += row[`${outcome}_squares`] - (sum * sum) / count
      degrees += count - 1
    }
    return degrees > 0 ? Math.max(0, squares) / degrees : null
  }
  return byOutcome(variance)
}

function noiseOf(row: Row | undefined, variances: Variances): Variances {
  return byOutcome((outcome) => {
    const [variance, count] = [variances[outcome], row?.[`${outcome}_count`] ?? 0]
    return variance === null || count === 0 ? null : variance / count
  })
}

function byOutcome(of: (outcome: Outcome) => number | null): Variances {
  return { share: of('share'), size: of('size'), centrality: of('centrality'), engagement: of('engagement') }
}

function means(row: Row | undefined): Period['brand'] {
  const mean = (outcome: Outcome) =>
    row && row[`${outcome}_count`] > 0 ? row[`${outcome}_sum`] / row[`${outcome}_count`] : null
  return byOutcome(mean)
}

/** Posts a period has on average at least, where the span is chosen: the mean of fewer is mostly chance. */
const fewestPosts = 5

/** The shortest span with enough posts a period, and with at most as many periods as can be looked at; else the longest. */
export function usualSpan(days: number, posts: number): Span {
  const most = { day: 56, week: 156 }
  for (const span of ['day', 'week'] as const) {
    const periods = days / spans[span]
    if (periods <= most[span] && posts / periods >= fewestPosts) return span
  }
  return 'month'
}
