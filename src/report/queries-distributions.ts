import { variablesOf } from '../variables/registry/index.ts'
import { real } from './dialect.ts'
import type { Asked } from './queries.ts'

/** A variable whose distribution is drawn. */
export interface Drawn {
  dataset: 'images' | 'posts'
  name: string
  /** `log`: values that span orders of magnitude; bins are equal in ln(1 + x). */
  scale: 'linear' | 'log'
}

const linear = [
  'brightness',
  'contrast',
  'saturation_mean',
  'value_mean',
  'colourfulness',
  'warm_share',
  'cool_share',
  'entropy',
  'edge_density',
  'visual_complexity',
  'aspect_ratio',
  'face_count',
  'person_count',
  'text_area',
  'logo_size',
  'logo_centrality',
]
const logarithmic = ['sharpness', 'bytes']

/** The main variables, in the order in which they are drawn; only those that the registry has. */
export const drawnVariables: Drawn[] = [
  ...linear.map((name): Drawn => ({ dataset: 'images', name, scale: 'linear' })),
  ...logarithmic.map((name): Drawn => ({ dataset: 'images', name, scale: 'log' })),
  ...['likes', 'comments'].map((name): Drawn => ({ dataset: 'posts', name, scale: 'log' })),
  ...['words', 'hashtags'].map((name): Drawn => ({ dataset: 'posts', name, scale: 'linear' })),
].filter(({ dataset, name }) => variablesOf(dataset).some((variable) => variable.name === name))

export const bins = 24

export interface Distribution extends Drawn {
  n: number
  missing: number
  min: number
  max: number
  mean: number
  sd: number | null
  /** Rows in each of `bins` bins of equal width from `min` to `max`, on the scale. */
  counts: number[]
}

/** Distributions of those variables that have at least one value. */
export async function distributions(asked: Asked): Promise<Distribution[]> {
  const found: Distribution[] = []
  for (const drawn of drawnVariables) {
    const distribution = await distributionOf(asked, drawn)
    if (distribution) found.push(distribution)
  }
  return found
}

async function distributionOf({ reader }: Asked, drawn: Drawn): Promise<Distribution | null> {
  const { dataset, name, scale } = drawn
  const rows = `${dataset}${dataset === 'images' ? " WHERE status = 'ok'" : ''}`
  const [moments] = await reader.query<Omit<Distribution, keyof Drawn | 'counts'>>(`
    SELECT COUNT(${name}) AS n, COUNT(*) - COUNT(${name}) AS missing, MIN(${name}) AS min, MAX(${name}) AS max,
      AVG(${name}) AS mean, STDDEV_SAMP(${name}) AS sd FROM ${rows}`)
  if (!moments || moments.n === 0) return null
  const on = (value: string) => (scale === 'log' ? `LN(1 + ${value})` : real(value))
  const [low, high] = scale === 'log' ? [Math.log1p(moments.min), Math.log1p(moments.max)] : [moments.min, moments.max]
  const counts = new Array<number>(bins).fill(0)
  if (high > low) {
    const place = `CAST(FLOOR((${on(name)} - (${low})) / ${high - low} * ${bins}) AS BIGINT)`
    const binned = await reader.query<{ place: number; n: number }>(
      `SELECT ${place} AS place, COUNT(${name}) AS n FROM ${rows} GROUP BY ${place}`,
    )
    for (const { place, n } of binned) {
      if (place === null) continue
      const bin = Math.min(bins - 1, Math.max(0, place))
      counts[bin] = (counts[bin] ?? 0) + n
    }
  } else counts[0] = moments.n
  return { ...drawn, ...moments, counts }
}
