import { type Asked, pictures } from './queries.ts'

/** Days are put together to weeks, months or years when there are more than this many. */
export const mostPeriods = 120

export type Span = 'day' | 'week' | 'month' | 'year'

export interface Period {
  /** First day of the period, `YYYY-MM-DD`. */
  start: string
  posts: number
  images: number
  branded: number
}

export interface BrandPeriod {
  start: string
  brand: string
  images: number
}

export interface Timeline {
  span: Span
  /** `posted_at`, or when no post has a time: `captured_at`. */
  clock: 'posted_at' | 'captured_at'
  periods: Period[]
  brands: BrandPeriod[]
  /** Measured images whose time is not known. */
  undated: number
}

export async function timeline(asked: Asked, brands: readonly string[]): Promise<Timeline> {
  const { reader } = asked
  const [known] = await reader.query<{ posted: number; captured: number; images: number }>(
    `WITH ${pictures} SELECT COUNT(posted_at) AS posted, COUNT(captured_at) AS captured, COUNT(*) AS images FROM picture`,
  )
  const clock = (known?.posted ?? 0) > 0 ? 'posted_at' : 'captured_at'
  const dated = clock === 'posted_at' ? (known?.posted ?? 0) : (known?.captured ?? 0)
  const span = await chooseSpan(asked, clock)
  const start = `CAST(CAST(date_trunc('${span}', ${clock}) AS DATE) AS VARCHAR)`
  const periods = await reader.query<Period>(`
    WITH ${pictures}
    SELECT ${start} AS start, COUNT(DISTINCT post_id) AS posts, COUNT(*) AS images,
      COUNT(CASE WHEN logo_count > 0 THEN 1 END) AS branded
    FROM picture WHERE ${clock} IS NOT NULL GROUP BY ${start} ORDER BY start`)
  const byBrand = await reader.query<BrandPeriod>(`
    WITH ${pictures}
    SELECT ${start} AS start, e.brand, COUNT(*) AS images
    FROM exposure e JOIN picture p ON e.row_id = p.row_id
    WHERE ${clock} IS NOT NULL GROUP BY ${start}, e.brand ORDER BY start, e.brand`)
  return {
    span,
    clock,
    periods,
    brands: byBrand.filter(({ brand }) => brands.includes(brand)),
    undated: (known?.images ?? 0) - dated,
  }
}

async function chooseSpan({ reader }: Asked, clock: string): Promise<Span> {
  const [range] = await reader.query<{ first: Date | string | null; last: Date | string | null }>(
    `WITH ${pictures} SELECT MIN(${clock}) AS first, MAX(${clock}) AS last FROM picture`,
  )
  if (!range?.first || !range.last) return 'day'
  const days = (new Date(range.last).getTime() - new Date(range.first).getTime()) / 86_400_000 + 1
  if (days <= mostPeriods) return 'day'
  if (days <= mostPeriods * 7) return 'week'
  return days <= mostPeriods * 30 ? 'month' : 'year'
}

/** The first day of every period from the first to the last, also of those without a post. */
export function allStarts(first: string, last: string, span: Span): string[] {
  const starts: string[] = []
  const day = new Date(`${first}T00:00:00Z`)
  while (starts.length < 10_000) {
    const start = day.toISOString().slice(0, 10)
    if (start > last) break
    starts.push(start)
    if (span === 'day') day.setUTCDate(day.getUTCDate() + 1)
    else if (span === 'week') day.setUTCDate(day.getUTCDate() + 7)
    else if (span === 'month') day.setUTCMonth(day.getUTCMonth() + 1)
    else day.setUTCFullYear(day.getUTCFullYear() + 1)
  }
  return starts
}
