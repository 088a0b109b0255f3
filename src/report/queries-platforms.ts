import { type Asked, pictures } from './queries.ts'

/** A row of the table of means: one variable, with its mean and standard deviation for each platform. */
export interface Moments {
  platform: string
  n: number
  missing: number
  mean: number | null
  sd: number | null
}

export interface MeansRow {
  group: string
  label: string
  /** `share`: of rows, shown in per cent. */
  form: 'number' | 'share'
  moments: Moments[]
}

interface Measure {
  group: string
  label: string
  from: 'post' | 'picture' | 'branded'
  sql: string
  form?: 'share'
}

const post = (group: string, entries: [string, string, 'share'?][]): Measure[] =>
  entries.map(([label, sql, form]) => ({ group, label, from: 'post', sql, ...(form ? { form } : {}) }))
const image = (entries: [string, string][]): Measure[] =>
  entries.map(([label, sql]) => ({ group: 'Image characteristics', label, from: 'picture', sql }))
const typeOf = (type: string): Measure => ({
  group: 'Brand-image type (images with a brand)',
  label: type,
  from: 'branded',
  sql: `CASE WHEN brand_image_type IS NULL THEN NULL WHEN brand_image_type = '${type}' THEN 1 ELSE 0 END`,
  form: 'share',
})
const flag = (name: string) => `CASE WHEN ${name} THEN 1 WHEN NOT ${name} THEN 0 END`

/** In the order of Hartmann et al. (2021), Table 3. */
const measures: Measure[] = [
  ...post('Engagement (posts)', [
    ['Likes', 'likes'],
    ['Comments', 'comments'],
    ['Likes, ln(1 + x)', 'LN(1 + likes)'],
    ['Comments, ln(1 + x)', 'LN(1 + comments)'],
  ]),
  ...['packshot', 'consumer selfie', 'brand selfie', 'other'].map(typeOf),
  { group: 'Image characteristics', label: 'Logo size', from: 'branded', sql: 'logo_size' },
  { group: 'Image characteristics', label: 'Logo centrality', from: 'branded', sql: 'logo_centrality' },
  ...image([
    ['Visual complexity', 'visual_complexity'],
    ['Brightness', 'brightness'],
    ['Contrast', 'contrast'],
    ['Saturation', 'saturation_mean'],
    ['Colourfulness', 'colourfulness'],
    ['Edge density', 'edge_density'],
    ['Faces', 'face_count'],
    ['Text area', 'text_area'],
  ]),
  ...post('Post characteristics', [
    ['Words, ln(1 + x)', 'LN(1 + words)'],
    ['Hashtags, ln(1 + x)', 'LN(1 + hashtags)'],
    ['Handles, ln(1 + x)', 'LN(1 + handles)'],
    ['Emojis, ln(1 + x)', 'LN(1 + emojis)'],
    ['Question marks, ln(1 + x)', 'LN(1 + question_marks)'],
    ['Branded caption', flag('branded_caption'), 'share'],
    ['Branded tag', flag('branded_tag'), 'share'],
    ['Ad tag', flag('ad_tag'), 'share'],
  ]),
]

/** The name for posts whose platform is not stated, and images without a post. */
export const noPlatform = 'not stated'
export const mostPlatforms = 5

const relations = { post: 'posts', picture: 'picture', branded: 'picture WHERE logo_count > 0' }

/** Means and standard deviations of the measures by platform; one pass over each relation. */
export async function meansByPlatform({ reader }: Asked): Promise<MeansRow[]> {
  const rows = new Map<Measure, Moments[]>()
  for (const from of ['post', 'picture', 'branded'] as const) {
    const own = measures.filter((measure) => measure.from === from)
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
