import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { fileListSql, placedSql, readParquetSql } from '../dataset/files.ts'
import { literal } from '../dataset/schema.ts'
import { type Plan, type Source, wayOf } from './compact-plan.ts'
import { sliceSql } from './compact-slices.ts'
import { downloadAll } from './download.ts'
import { databaseIn, type Host, inFolder } from './host.ts'
import { namingBroken } from './readable.ts'

/** A group of shards, cut by slices: one object that holds a small Parquet file for each slice and dataset. */
export interface Split {
  /** Key of the object. */
  pieces: string
  index: { dataset: Source['dataset']; slice: number; offset: number; bytes: number; rows: number }[]
  /** Rows of the shards by dataset. */
  rows: Record<string, number>
  /** Rows that belong to no image of the group, by dataset, and keys of the shards that hold them. */
  orphans: { rows: Record<string, number>; keys: string[] }
}

/**
 * Cuts one group of the plan, unless that was done before: by this slice, or by another one that works beside it. So a day of
 * many slices is read once, not once a slice, and no slice waits for another.
 */
export async function splitGroup(host: Host, plan: Plan, number: number): Promise<Split> {
  const name = `${wayOf(plan)}group-${String(number).padStart(4, '0')}`
  const index = `${name}.json`
  const done = await host.bucket.read(index)
  if (done) return JSON.parse(Buffer.from(done).toString('utf8')) as Split
  return inFolder(host, async (folder) => {
    const { file, hash, ...cut } = await cutGroup(host, plan, plan.groups[number] ?? [], folder)
    // Named by content: two that cut the same group may order rows in another way, and an index fits its own pieces only.
    const pieces = `${name}-${hash.slice(0, 16)}.bin`
    await host.bucket.upload(pieces, file)
    const split: Split = { pieces, ...cut }
    await host.bucket.write(index, JSON.stringify(split), 'application/json')
    return split
  })
}

type Cut = Omit<Split, 'pieces'> & { file: string; hash: string }

async function cutGroup(host: Host, plan: Plan, group: readonly Source[], folder: string): Promise<Cut> {
  const database = await databaseIn(host, folder)
  const { connection } = database
  const out = join(folder, 'out')
  const counts: Pick<Split, 'rows' | 'orphans'> = { rows: {}, orphans: { rows: {}, keys: [] } }
  try {
    // Rows of many slices are collected before they are written; what is collected stays in memory.
    await connection.run('SET partitioned_write_flush_threshold = 100000')
    await connection.run(`SET partitioned_write_max_open_files = ${plan.of}`)
    await connection.run('CREATE TABLE slices (row_id VARCHAR, limelight_slice UBIGINT)')
    // Images come first: they say where the rest goes.
    for (const dataset of ['images', 'detections', 'exposures', 'embeddings', 'posts', 'links'] as const) {
      const sources = group.filter((source) => source.dataset === dataset)
      if (sources.length > 0) await cutDataset({ host, connection, of: plan.of, dataset, sources, counts, folder })
    }
    return { ...counts, ...(await joinPieces(connection, out, join(folder, 'pieces'))) }
  } finally {
    database.close()
  }
}

interface Cutting {
  host: Host
  connection: DuckDBConnection
  of: number
  dataset: Source['dataset']
  sources: readonly Source[]
  counts: Pick<Split, 'rows' | 'orphans'>
  folder: string
}

async function cutDataset(cutting: Cutting): Promise<void> {
  const { host, connection, of, dataset, sources, counts, folder } = cutting
  const files = await downloadAll(host.bucket, sources, join(folder, dataset))
  const named = new Map(files.map((file, at) => [file, objectUri(host.bucket.name, sources[at]?.key ?? '')]))
  const to = join(folder, 'out', dataset)
  await mkdir(to, { recursive: true })
  await namingBroken(connection, named, async () => {
    if (dataset === 'images') await connection.run(`INSERT INTO slices ${slicesOfImages(files, of)}`)
    else if (isOfImage(dataset)) await countOrphans(cutting, files)
    await connection.run(`COPY (${cutSql(host, of, dataset, files)}) TO ${literal(to)}
      (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (limelight_slice), OVERWRITE_OR_IGNORE)`)
    counts.rows[dataset] = await rowsOfFiles(connection, files)
  })
  for (const file of files) await rm(file)
}

const isOfImage = (dataset: Source['dataset']): boolean => !['images', 'posts', 'links'].includes(dataset)

function slicesOfImages(files: readonly string[], of: number): string {
  return `SELECT DISTINCT row_id, ${sliceSql('uri', of)} FROM ${readParquetSql(files)}`
}

function cutSql(host: Host, of: number, dataset: Source['dataset'], files: readonly string[]): string {
  if (dataset === 'links') return linksSql(host, of, files)
  const rows = `SELECT rows.* REPLACE (parse_filename(filename) AS filename)`
  switch (dataset) {
    case 'images':
      return `${rows}, ${sliceSql('uri', of)} AS limelight_slice FROM ${placedSql(files)} AS rows`
    case 'posts':
      return `${rows}, ${sliceSql('post_id', of)} AS limelight_slice FROM ${placedSql(files)} AS rows`
    default:
      return `${rows}, slices.limelight_slice FROM ${placedSql(files)} AS rows JOIN slices ON rows.row_id = slices.row_id`
  }
}

/** A link names a key; which bucket the image lies in is not said, so it goes wherever it may be asked for. */
function linksSql(host: Host, of: number, files: readonly string[]): string {
  const uris = [objectUri(host.bucket.name, prefixes.images), ...host.sourceBuckets.map((name) => objectUri(name, ''))]
  const list = uris.map((uri) => `${literal(uri)} || key`).join(', ')
  return `SELECT DISTINCT * EXCLUDE (uri), ${sliceSql('uri', of)} AS limelight_slice
    FROM (SELECT *, unnest([${list}]) AS uri FROM ${readParquetSql(files)})`
}

async function countOrphans(
  { connection, dataset, sources, counts }: Cutting,
  files: readonly string[],
): Promise<void> {
  const found = await orphansIn(connection, placedSql(files), 'slices')
  const keys = new Map(sources.map(({ key }) => [basename(key), key]))
  for (const { name, rows } of found) {
    counts.orphans.keys.push(keys.get(name) ?? '')
    counts.orphans.rows[dataset] = (counts.orphans.rows[dataset] ?? 0) + rows
  }
}

/** Names of files that hold rows of images which a table does not know, and how many. */
export async function orphansIn(
  connection: DuckDBConnection,
  placed: string,
  images: string,
): Promise<{ name: string; rows: number }[]> {
  const reader = await connection.runAndReadAll(
    `SELECT parse_filename(filename), count(*) FROM ${placed} ANTI JOIN ${images} USING (row_id) GROUP BY ALL ORDER BY ALL`,
  )
  return reader.getRows().map(([name, rows]) => ({ name: String(name), rows: Number(rows) }))
}

/** Puts the files of all slices one after the other into one file. */
async function joinPieces(
  connection: DuckDBConnection,
  out: string,
  file: string,
): Promise<Pick<Cut, 'file' | 'hash' | 'index'>> {
  const names = await readdir(out, { recursive: true })
  const pieces = names.filter((name) => name.endsWith('.parquet')).sort()
  const hash = createHash('sha256')
  const index: Split['index'] = []
  let offset = 0
  await writeFile(file, '')
  for (const name of pieces) {
    const [dataset = '', partition = ''] = name.split(sep)
    const path = join(out, name)
    const { size: bytes } = await stat(path)
    const rows = await rowsOfFiles(connection, [path])
    const slice = Number(partition.split('=')[1])
    index.push({ dataset: dataset as Source['dataset'], slice, offset, bytes, rows })
    await pipeline(createReadStream(path), addedTo(hash), createWriteStream(file, { flags: 'a' }))
    await rm(path)
    offset += bytes
  }
  return { file, hash: hash.digest('hex'), index }
}

const addedTo = (hash: Hash) =>
  async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }

/** Rows of Parquet files, by their last bytes. */
export async function rowsOfFiles(connection: DuckDBConnection, files: readonly string[]): Promise<number> {
  if (files.length === 0) return 0
  const reader = await connection.runAndReadAll(
    `SELECT sum(num_rows) FROM parquet_file_metadata(${fileListSql(files)})`,
  )
  return Number(reader.getRows()[0]?.[0] ?? 0)
}
