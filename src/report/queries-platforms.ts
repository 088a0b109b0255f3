import { type Asked, pictures } from './queries.ts'

/** One variable on one platform. */
export interface Moments {
  platform: string
  n: number
  missing: number
  mean: number | null
  sd: number | null
}

/**
 * How a mean is shown. `share`: of a yes or no, in per cent, with the SD of 0 and 1; `part`: a share of words, both in per
 * cent.
 */
export type Form = 'number' | 'share' | 'part'

/** A variable whose means are wanted: an expression over posts, measured pictures, or pictures that show a tracked brand. */
export interface Measure {
  group: string
  label: string
  from: 'post' | 'picture' | 'branded'
  sql: string
  form?: Form
}

/** A row of a table of means: one variable, with its mean and standard deviation for each platform. */
export interface MeansRow {
  group: string
  label: string
  form: Form
  moments: Moments[]
}

/** 1 where a condition holds, 0 where it does not, null where that is not known. */
export const flag = (condition: string): string => `CASE WHEN ${condition} THEN 1 WHEN NOT (${condition}) THEN 0 END`

/** The name for posts whose platform is not stated, and images without a post. */
export const noPlatform = 'not stated'
export const mostPlatforms = 5

/** Each post once: a run that was broken off may have left one twice. */
export const postsOnce =
  '(SELECT * FROM (SELECT p.*, ROW_NUMBER() OVER (PARTITION BY post_id ORDER BY collected_at DESC, likes DESC) AS copy FROM posts p) q WHERE copy = 1) r'

const relations = { post: postsOnce, picture: 'picture', branded: 'picture WHERE logo_count > 0' }

/** Means and standard deviations of the measures by platform; one pass over each relation. */
export async function meansByPlatform({ reader }: Asked, measures: readonly Measure[]): Promise<MeansRow[]> {
  const rows = new Map<Measure, Moments[]>()
  for (const from of ['post', 'picture', 'branded'] as const) {
    const own = measures.filter((measure) => measure.from === from)
    if (own.length === 0) continue
    const columns = own.map(
      ({ sql }, index) =>
        `COUNT(${sql}) AS n${index}, AVG(CAST(${sql} AS DOUBLE)) AS mean${index}, STDDEV_SAMP(CAST(${sql} AS DOUBLE)) AS sd${index}`,
    )
    const found = await reader.query<Record<string, number | null> & { platform: string; rows: number }>(`
      WITH ${pictures}
      SELECT COALESCE(platform, '${noPlatform}') AS platform, COUNT(*) AS rows, ${columns.join(', ')}
      FROM ${relations[from]} GROUP BY COALESCE(platform, '${noPlatform}') ORDER BY rows DESC, platform LIMIT ${mostPlatforms}`)
    for (const [index, measure] of own.entries()) {
      rows.set(
        measure,
        found.map((row) => ({
          platform: row.platform,
          n: row[`n${index}`] ?? 0,
          missing: row.rows - (row[`n${index}`] ?? 0),
          mean: row[`mean${index}`] ?? null,
          sd: row[`sd${index}`] ?? null,
        })),
      )
    }
  }
  return measures.map((measure) => ({
    group: measure.group,
    label: measure.label,
    form: measure.form ?? 'number',
    moments: rows.get(measure) ?? [],
  }))
}
