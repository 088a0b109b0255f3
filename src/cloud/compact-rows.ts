import { basename, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Listed } from '../aws/bucket.ts'
import { objectUri } from '../aws/object-uri.ts'
import { placedSql, readParquetSql } from '../dataset/files.ts'
import { keptSql } from '../dataset/kept.ts'
import { identifier, literal, tableSql } from '../dataset/schema.ts'
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

/** Writes the parts of a slice in which anything changes. Whenever a reader comes, every image has all that belongs to it. */
export async function compactRows(host: Host, slice: SliceOfRows): Promise<CompactedRows> {
  const { connection, close } = await databaseIn(host, slice.folder)
  const work: Work = { host, connection, slice, parts: {} }
  try {
    return await namingBroken(connection, slice.files.named, () => compactAll(work))
  } finally {
    close()
  }
}

async function compactAll(work: Work): Promise<CompactedRows> {
  const { parts } = work
  const read = await countRows(work)
  if (read.posts) {
    await openRows(work, 'posts')
    await store(work, 'posts')
  }
  const isNew = ofImages.filter((dataset) => read[dataset])
  const orphans = isNew.length > 0 || read.links ? await compactImages(work, isNew) : []
  for (const dataset of datasets) {
    const part = parts[dataset] ?? (await unchangedPart(work, dataset))
    if (part) parts[dataset] = part
  }
  return { parts, read, orphans }
}

interface Work {
  host: Host
  connection: DuckDBConnection
  slice: SliceOfRows
  parts: CompactedRows['parts']
}

const ofImages = ['images', 'detections', 'exposures', 'embeddings'] as const satisfies Dataset[]

/**
 * What belongs to images is stored before them. Where a part holds another row of an image, what belongs to that one stays
 * until the part is replaced.
 * @returns names of shards with rows of images that are not there
 */
async function compactImages(work: Work, isNew: readonly Dataset[]): Promise<string[]> {
  const { connection, slice } = work
  await openRows(work, 'images')
  const { filled, replaced } = await chooseWinners(work)
  await slice.options.fault?.('slice: after winners are chosen')
  const changed = ofImages.filter(
    (dataset) => dataset !== 'images' && (isNew.includes('images') || isNew.includes(dataset)),
  )
  const orphans: string[] = []
  for (const dataset of changed) {
    orphans.push(...(await orphansOf(connection, slice.files, dataset)))
    await openRows(work, dataset)
    await store(work, dataset, replaced > 0 ? 'standing' : 'winners')
  }
  if (isNew.includes('images') || filled > 0) await store(work, 'images')
  if (replaced > 0) for (const dataset of changed) await store(work, dataset)
  return orphans
}

async function store({ host, connection, slice, parts }: Work, dataset: Dataset, winners = 'winners'): Promise<void> {
  const query = keptSql(dataset, placed(dataset), winners)
  const present = parts[dataset] ?? slice.present[dataset] ?? null
  const part = await storePart(host, connection, { slice, dataset, query, present })
  if (part) parts[dataset] = part
  await slice.options.fault?.(`slice: after ${dataset} are stored`)
}

/** The view of a dataset's rows, new ones and those of the part; `filename` is the name of the shard or part that they are from. */
const placed = (dataset: Dataset): string => identifier(`${dataset} placed`)

async function countRows({ connection, slice }: Work): Promise<Record<string, number>> {
  const { whole, pieces } = slice.files
  const counts: Record<string, number> = {}
  for (const dataset of [...datasets, 'links'] as const) {
    counts[dataset] = await rowsOfFiles(connection, [...(whole.get(dataset) ?? []), ...(pieces.get(dataset) ?? [])])
  }
  return counts
}

async function openRows({ host, connection, slice }: Work, dataset: Dataset): Promise<void> {
  const { files, present, folder } = slice
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
 * `standing` has the rows that readers see until then, too.
 * @returns to how many images a post was found now, and how many rows that readers see are replaced
 */
async function chooseWinners({ connection, slice }: Work): Promise<{ filled: number; replaced: number }> {
  const { plan, files, present } = slice
  await connection.run(`CREATE TABLE chosen AS SELECT uri, key, post_id, row_id, filename, file_row_number
     FROM (${winnersOf(placed('images'), plan.digest)})`)
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
    `CREATE TABLE winners AS SELECT row_id, coalesce(chosen.post_id, linked.post_id, known.post_id) AS post_id, filename, file_row_number
     FROM chosen LEFT JOIN linked ON chosen.key = linked.key LEFT JOIN known ON chosen.uri = known.uri`,
  )
  const part = literal(basename(present.images?.key ?? ''))
  await connection.run(
    `CREATE TABLE standing AS SELECT row_id, filename FROM winners UNION ALL
     SELECT row_id, filename FROM ${placed('images')} ANTI JOIN winners USING (row_id) WHERE filename = ${part}`,
  )
  const [counts] = (
    await connection.runAndReadAll(`SELECT (SELECT count(post_id) FROM winners) - (SELECT count(post_id) FROM chosen),
      (SELECT count(*) FROM standing) - (SELECT count(*) FROM winners)`)
  ).getRows()
  // What is in a table is in memory.
  for (const table of ['chosen', 'known', 'linked']) await connection.run(`DROP TABLE ${table}`)
  return { filled: Number(counts?.[0] ?? 0), replaced: Number(counts?.[1] ?? 0) }
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

async function unchangedPart({ host, connection, slice }: Work, dataset: Dataset): Promise<StoredPart | null> {
  const { present, before, folder } = slice
  const part = present[dataset]
  if (!part) return null
  const known = before[dataset]
  if (known?.etag === part.etag) return known
  const files = await downloadAll(host.bucket, [part], join(folder, 'unchanged', dataset))
  const rows = await rowsOfFiles(connection, files)
  return { key: part.key, etag: part.etag, bytes: part.bytes, rows }
}
