import { isDirection } from '../variables/registry/direction.ts'
import { familyVariables } from '../variables/registry/families.ts'
import { ownVariables } from '../variables/registry/index.ts'
import type { Asked } from './queries.ts'
import { bins, type Distribution } from './queries-distributions.ts'
import { pearson } from './statistics/pearson.ts'

export interface Correlation {
  a: string
  b: string
  r: number
}

/** A family of image variables beside the core, as far as it was measured. */
export interface Family {
  name: string
  distributions: (Distribution & { direction: boolean })[]
  /** Its strongest correlations with other variables of any family, the strongest first. */
  correlations: Correlation[]
}

export interface Families {
  families: Family[]
  /** Images that the distributions and correlations are of. */
  images: number
}

const mostImages = 5000
const mostCorrelations = 5

/** The curated variables of the families and the user's own, over at most 5,000 images: row ids are hashes, so the first ones are a sample. */
export async function families({ reader }: Asked): Promise<Families> {
  const candidates = [...familyVariables.filter(({ curated }) => curated), ...ownVariables()].filter(
    ({ type }) => type === 'float' || type === 'int',
  )
  const [counts] = await reader.query<Record<string, number>>(
    `SELECT ${candidates.map(({ name }, i) => `COUNT(${name}) AS c${i}`).join(', ')} FROM images WHERE status = 'ok'`,
  )
  const measured = candidates.filter((_, i) => (counts?.[`c${i}`] ?? 0) > 0)
  if (measured.length === 0) return { families: [], images: 0 }
  const rows = await reader.query<Record<string, number | null>>(
    `SELECT ${measured.map(({ name }) => name).join(', ')} FROM images WHERE status = 'ok' ORDER BY row_id LIMIT ${mostImages}`,
  )
  const values = new Map(measured.map(({ name }) => [name, rows.map((row) => row[name] ?? null)]))
  const directions = new Set(measured.filter(isDirection).map(({ name }) => name))
  const pairs = correlations(values, directions)
  const themes = [...new Set(measured.map(({ family }) => family))]
  return {
    images: rows.length,
    families: themes.map((family) => {
      const names = measured.filter((variable) => variable.family === family).map(({ name }) => name)
      return {
        name: family,
        distributions: names.flatMap((name) => {
          const found = distributionOf(name, values.get(name) ?? [])
          return found ? [{ ...found, direction: directions.has(name) }] : []
        }),
        correlations: pairs.filter(({ a, b }) => names.includes(a) || names.includes(b)).slice(0, mostCorrelations),
      }
    }),
  }
}

function correlations(values: ReadonlyMap<string, (number | null)[]>, directions: ReadonlySet<string>): Correlation[] {
  const names = [...values.keys()].filter((name) => !directions.has(name))
  return names
    .flatMap((a, i) =>
      names.slice(i + 1).flatMap((b): Correlation[] => {
        const r = pearson(values.get(a) ?? [], values.get(b) ?? [])
        return r === null ? [] : [{ a, b, r }]
      }),
    )
    .sort((one, other) => Math.abs(other.r) - Math.abs(one.r))
}

function distributionOf(name: string, all: readonly (number | null)[]): Distribution | null {
  const values = all.filter((value): value is number => value !== null)
  if (values.length === 0) return null
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const min = values.reduce((a, b) => Math.min(a, b))
  const max = values.reduce((a, b) => Math.max(a, b))
  const counts = new Array<number>(bins).fill(0)
  for (const value of values) {
    const bin = max > min ? Math.min(bins - 1, Math.floor(((value - min) / (max - min)) * bins)) : 0
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  const sd = n > 1 ? Math.sqrt(squares / (n - 1)) : null
  return { dataset: 'images', name, scale: 'linear', n, missing: all.length - n, min, max, mean, sd, counts }
}
