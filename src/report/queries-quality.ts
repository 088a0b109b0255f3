import { nearDuplicates } from '../corpus/near-duplicates.ts'
import { datasets, variablesOf } from '../variables/registry/index.ts'
import type { Asked } from './queries.ts'

export interface ErrorGroup {
  error_code: string
  images: number
  /** Some of the images. */
  keys: string[]
  message: string | null
}

export interface DuplicateGroup {
  images: number
  keys: string[]
}

export interface Completeness {
  dataset: string
  rows: number
  filled: Record<string, number>
}

const examples = 3
/** Distinct hashes that are compared at most; comparing grows faster than their number. */
export const mostHashes = 100_000

export async function errorGroups({ reader }: Asked): Promise<ErrorGroup[]> {
  const rows = await reader.query<{ error_code: string; images: number; key: string; error_message: string | null }>(`
    WITH placed AS (
      SELECT COALESCE(error_code, 'internal') AS error_code, key, error_message,
        COUNT(*) OVER (PARTITION BY error_code) AS images,
        ROW_NUMBER() OVER (PARTITION BY error_code ORDER BY key) AS place
      FROM images WHERE status <> 'ok'
    )
    SELECT error_code, images, key, error_message FROM placed WHERE place <= ${examples}
    ORDER BY images DESC, error_code, place`)
  const groups = new Map<string, ErrorGroup>()
  for (const { error_code, images, key, error_message } of rows) {
    const group = groups.get(error_code) ?? { error_code, images, keys: [], message: error_message }
    group.keys.push(key)
    groups.set(error_code, group)
  }
  return [...groups.values()]
}

export async function warningCounts({ reader }: Asked): Promise<{ warning: string; images: number }[]> {
  return reader.query(`
    SELECT w.warning, COUNT(*) AS images FROM images i CROSS JOIN UNNEST(i.warnings) AS w (warning)
    GROUP BY w.warning ORDER BY images DESC, warning LIMIT 20`)
}

export interface Duplicates {
  /** Files that are byte for byte equal to another one that is counted. */
  copies: number
  /** Images in groups of near-duplicates. */
  images: number
  groups: number
  largest: DuplicateGroup[]
  /** Whether there were too many hashes to compare all. */
  sampled: boolean
}

export async function duplicates({ reader }: Asked): Promise<Duplicates> {
  const [copies] = await reader.query<{ copies: number }>(
    `SELECT COUNT(sha256) - COUNT(DISTINCT sha256) AS copies FROM images WHERE status = 'ok'`,
  )
  const hashes = await reader.query<{ phash: string; images: number; key: string }>(`
    SELECT phash, COUNT(*) AS images, MIN(key) AS key FROM images WHERE status = 'ok' AND phash IS NOT NULL
    GROUP BY phash ORDER BY phash LIMIT ${mostHashes}`)
  const near = nearDuplicates(hashes.map(({ phash }) => phash))
  const grouped = new Set(near.flat())
  const alone = [...hashes.keys()].filter((index) => !grouped.has(index) && (hashes[index]?.images ?? 0) > 1)
  const groups = [...near, ...alone.map((index) => [index])].map((members) => {
    const rows = members.flatMap((index) => hashes[index] ?? [])
    return { images: rows.reduce((sum, { images }) => sum + images, 0), keys: rows.slice(0, 4).map(({ key }) => key) }
  })
  return {
    copies: copies?.copies ?? 0,
    images: groups.reduce((sum, { images }) => sum + images, 0),
    groups: groups.length,
    largest: groups.toSorted((a, b) => b.images - a.images).slice(0, 10),
    sampled: hashes.length === mostHashes,
  }
}

/** How many rows each dataset has, and in how many of them each column holds something. */
export async function completeness({ reader }: Asked): Promise<Completeness[]> {
  const found: Completeness[] = []
  for (const dataset of datasets) {
    const names = variablesOf(dataset).map(({ name }) => name)
    const columns = names.map((name, index) => `COUNT("${name}") AS c${index}`)
    const [row] = await reader.query<Record<string, number>>(
      `SELECT COUNT(*) AS n, ${columns.join(', ')} FROM ${dataset}`,
    )
    found.push({
      dataset,
      rows: row?.n ?? 0,
      filled: Object.fromEntries(names.map((name, index) => [name, row?.[`c${index}`] ?? 0])),
    })
  }
  return found
}
