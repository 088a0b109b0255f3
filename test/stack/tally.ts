import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Bucket } from '../../src/aws/bucket.ts'
import { prefixes } from '../../src/aws/contract.ts'
import { type Database, openDatabase } from '../../src/dataset/database.ts'
import type { Truth } from './uploads.ts'

/** The compacted datasets of a bucket, held against what was uploaded. */
export interface Tally {
  uploaded: number
  processed: number
  quarantined: number
  /** Every key, row or file that is not as it has to be; empty when all is well. */
  problems: string[]
}

interface Row {
  key: string
  row_id: string
  status: string
  error_code: string | null
  sha256: string | null
}

/** Counts key by key: one row each, of the newest content, and nothing else. */
export async function tally(bucket: Bucket, truth: ReadonlyMap<string, Truth>): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-tally-'))
  const database = await openDatabase()
  try {
    const files = await download(bucket, folder)
    const rows = await select<Row>(database, files, 'images', 'key, row_id, status, error_code, sha256')
    const orphans = await Promise.all(
      ['detections', 'exposures', 'embeddings'].map((name) => orphansOf(database, files, name, rows)),
    )
    return {
      uploaded: truth.size,
      processed: rows.filter(({ status }) => status === 'ok').length,
      quarantined: rows.filter(({ status }) => status === 'error').length,
      problems: [...problemsOf(rows, truth), ...orphans.flat()],
    }
  } finally {
    database.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function problemsOf(rows: readonly Row[], truth: ReadonlyMap<string, Truth>): string[] {
  const byKey = new Map<string, Row[]>()
  for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row])
  const problems = [...truth].flatMap(([key, expected]) => {
    const found = byKey.get(key) ?? []
    const [row] = found
    if (!row) return [`${key}: no row`]
    if (found.length > 1) return [`${key}: ${found.length} rows (${found.map(({ row_id }) => row_id).join(', ')})`]
    return differences(row, expected).map((difference) => `${key}: ${difference}`)
  })
  const foreign = [...byKey.keys()].filter((key) => !truth.has(key)).map((key) => `${key}: was not uploaded`)
  const ids = new Map<string, string>()
  const shared = rows.flatMap(({ key, row_id }) => {
    const other = ids.get(row_id)
    ids.set(row_id, key)
    return other === undefined || other === key ? [] : [`${key}: has the row_id of ${other}`]
  })
  return [...problems, ...foreign, ...shared]
}

function differences({ status, error_code, sha256 }: Row, expected: Truth): string[] {
  const found = status === 'ok' ? 'ok' : 'bad'
  return [
    ...(found === expected.kind ? [] : [`${found} (${error_code ?? 'measured'}) instead of ${expected.kind}`]),
    ...(sha256 === expected.sha256 ? [] : [`sha256 ${sha256} instead of ${expected.sha256}`]),
  ]
}

/** Rows of a dataset whose image has none. */
async function orphansOf(
  database: Database,
  files: readonly string[],
  dataset: string,
  images: readonly Row[],
): Promise<string[]> {
  const known = new Set(images.map(({ row_id }) => row_id))
  const rows = await select<{ row_id: string }>(database, files, dataset, 'DISTINCT row_id')
  return rows.filter(({ row_id }) => !known.has(row_id)).map(({ row_id }) => `${dataset}: ${row_id} has no image`)
}

async function select<T>(database: Database, files: readonly string[], dataset: string, what: string): Promise<T[]> {
  const own = files.filter((file) => file.includes(`/${prefixes.datasets}${dataset}/`))
  if (own.length === 0) return []
  const names = own.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ')
  const reader = await database.connection.runAndReadAll(
    `SELECT ${what} FROM read_parquet([${names}], union_by_name = true, hive_partitioning = false)`,
  )
  return reader.getRowObjectsJS() as T[]
}

async function download(bucket: Bucket, folder: string): Promise<string[]> {
  const files: string[] = []
  for await (const { key } of bucket.list(prefixes.datasets)) {
    const file = join(folder, key)
    await mkdir(dirname(file), { recursive: true })
    await bucket.download(key, file)
    files.push(file)
  }
  return files
}
