import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Listed } from '../aws/bucket.ts'
import { objectUri } from '../aws/object-uri.ts'
import { placedSql, readParquetSql } from '../dataset/files.ts'
import { keptSql } from '../dataset/kept.ts'
import { identifier, tableSql } from '../dataset/schema.ts'
import { winnersOf } from '../dataset/winners.ts'
import { type Dataset, datasets } from '../variables/registry/index.ts'
import type { CompactOptions } from './compact.ts'
import { type StoredPart, storePart } from './compact-part.ts'
import type { Plan } from './compact-plan.ts'
import { orphansIn, rowsOfFiles } from './compact-split.ts'
import { downloadAll } from './download.ts'
import { databaseIn, type Host } from './host.ts'
import { namingBroken } from './readable.ts'

/** What a slice is made of, on disk. */
export interface SliceFiles {
  /** Shards as they are, parts that readers see now, and files of links. */
  whole: Map<Dataset | 'links', string[]>
  /** Pieces of groups that were cut: their rows say which shard they come from. */
  pieces: Map<Dataset | 'links', string[]>
  /** Addresses of the objects that whole files are copies of. */
  named: Map<string, string>
}

export interface SliceOfRows {
  plan: Plan
  slice: number
  files: SliceFiles
  /** Its parts that readers see now, and what is known of them from the last time. */
  present: Partial<Record<Dataset, Listed>>
  before: Partial<Record<Dataset, StoredPart>>
  folder: string
  options: CompactOptions
}

export interface CompactedRows {
  parts: Partial<Record<Dataset, StoredPart>>
  /** Rows of shards and of links that were read. */
  read: Record<string, number>
  /** Names of whole shards with rows of images that are not there. */
  orphans: string[]
}

/** Writes the parts of a slice in which anything changes: what readers find first comes last. */
export async function compactRows(host: Host, slice: SliceOfRows): Promise<CompactedRows> {
  const { files, options } = slice
  const { connection, close } = await databaseIn(host, slice.folder)
  try {
    const read = await namingBroken(connection, files.named, () => countRows(connection, files))
    const parts: CompactedRows['parts'] = {}
    const orphans: string[] = []
    const store = async (dataset: Dataset) => {
      if (dataset !== 'images') await openRows(host, connection, slice, dataset)
      const part = await namingBroken(connection, files.named, () =>
        storePart(host, connection, { slice, dataset, query: keptSql(dataset, placed(dataset)) }),
      )
      if (part) parts[dataset] = part
      options.fault?.(`slice: after ${dataset} are stored`)
    }
    if (read.posts) await store('posts')
    if (ofImages.some((dataset) => read[dataset]) || read.links) {
      await openRows(host, connection, slice, 'images')
      const filled = await namingBroken(connection, files.named, () => chooseWinners(connection, slice))
      options.fault?.('slice: after winners are chosen')
      for (const dataset of ofImages) {
        if (dataset !== 'images') orphans.push(...(await orphansOf(connection, files, dataset)))
        if (read.images || read[dataset] || (dataset === 'images' && filled > 0)) await store(dataset)
      }
    }
    for (const dataset of datasets) {
      const part = parts[dataset] ?? (await unchangedPart(host, connection, slice, dataset))
      if (part) parts[dataset] = part
    }
    return { parts, read, orphans }
  } finally {
    close()
  }
}

/** Images last. */
const ofImages = ['detections', 'exposures', 'embeddings', 'images'] as const satisfies Dataset[]

/** The view of a dataset's rows, new ones and those of the part; `filename` is the name of the shard or part that they are from. */
const placed = (dataset: Dataset): string => identifier(`${dataset} placed`)

async function countRows(connection: DuckDBConnection, { whole, pieces }: SliceFiles): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const dataset of [...datasets, 'links'] as const) {
    counts[dataset] = await rowsOfFiles(connection, [...(whole.get(dataset) ?? []), ...(pieces.get(dataset) ?? [])])
  }
  return counts
}

async function openRows(
  host: Host,
  connection: DuckDBConnection,
  { files, present, folder }: SliceOfRows,
  dataset: Dataset,
): Promise<void> {
  const part = present[dataset]
  const [old] = part ? await downloadAll(host.bucket, [part], join(folder, 'parts', dataset)) : []
  if (part && old) files.named.set(old, objectUri(host.bucket.name, part.key))
  const whole = [...(files.whole.get(dataset) ?? []), ...(old ? [old] : [])]
  const cut = files.pieces.get(dataset) ?? []
  const schema = `no ${dataset}`
  await connection.run(tableSql(dataset, schema))
  const sources = [
    // All columns of the registry are there, whichever the files have.
    `SELECT *, NULL::VARCHAR AS filename, NULL::BIGINT AS file_row_number FROM ${identifier(schema)}`,
    ...(whole.length > 0 ? [`SELECT * REPLACE (parse_filename(filename) AS filename) FROM ${placedSql(whole)}`] : []),
    ...(cut.length > 0 ? [`SELECT * FROM ${readParquetSql(cut)}`] : []),
  ]
  await connection.run(`CREATE VIEW ${placed(dataset)} AS ${sources.join(' UNION ALL BY NAME ')}`)
}

/**
 * Makes the table `winners`: the rows of images that stay, with their posts: what the row says, else what links say (those of
 * the newest file of posts), else what another row of the image said.
 * @returns to how many images a post was found now
 */
async function chooseWinners(connection: DuckDBConnection, { plan, files }: SliceOfRows): Promise<number> {
  await connection.run(`CREATE TABLE chosen AS ${winnersOf(placed('images'), plan.digest)}`)
  await connection.run(
    `CREATE TABLE known AS SELECT uri, max_by(post_id, run_id) AS post_id FROM ${placed('images')}
     WHERE post_id IS NOT NULL AND uri IN (SELECT uri FROM chosen WHERE post_id IS NULL) GROUP BY uri`,
  )
  const links = [...(files.whole.get('links') ?? []), ...(files.pieces.get('links') ?? [])]
  await connection.run(
    `CREATE TABLE linked AS SELECT key, post_id FROM (${linksSql(links)})
     WHERE key IN (SELECT key FROM chosen WHERE post_id IS NULL)
     QUALIFY row_number() OVER (PARTITION BY key ORDER BY rank NULLS LAST, stored_at DESC NULLS LAST, post_id DESC) = 1`,
  )
  await connection.run(
    `CREATE TABLE winners AS SELECT chosen.* REPLACE (coalesce(chosen.post_id, linked.post_id, known.post_id) AS post_id)
     FROM chosen LEFT JOIN linked ON chosen.key = linked.key LEFT JOIN known ON chosen.uri = known.uri`,
  )
  const reader = await connection.runAndReadAll(
    'SELECT (SELECT count(post_id) FROM winners) - (SELECT count(post_id) FROM chosen)',
  )
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

function linksSql(files: readonly string[]): string {
  const none =
    'SELECT NULL::VARCHAR AS key, NULL::VARCHAR AS post_id, NULL::TIMESTAMP AS stored_at, NULL::INTEGER AS rank'
  return files.length === 0
    ? `${none} WHERE false`
    : `${none} WHERE false UNION ALL BY NAME SELECT * FROM ${readParquetSql(files)}`
}

async function orphansOf(connection: DuckDBConnection, { whole }: SliceFiles, dataset: Dataset): Promise<string[]> {
  const files = whole.get(dataset) ?? []
  if (files.length === 0) return []
  return (await orphansIn(connection, placedSql(files), placed('images'))).map(({ name }) => name)
}

async function unchangedPart(
  host: Host,
  connection: DuckDBConnection,
  { present, before, folder }: SliceOfRows,
  dataset: Dataset,
): Promise<StoredPart | null> {
  const part = present[dataset]
  if (!part) return null
  const known = before[dataset]
  if (known?.etag === part.etag) return known
  const files = await downloadAll(host.bucket, [part], join(folder, 'unchanged', dataset))
  const rows = await rowsOfFiles(connection, files)
  return { key: part.key, etag: part.etag, bytes: part.bytes, rows }
}
