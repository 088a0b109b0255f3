import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { RunError } from '../errors.ts'
import { type AnyDataset, type Row, type Value, variablesOf } from '../variables/registry/index.ts'
import { openDatabase } from './database.ts'
import { codebookJson, identifier, literal, tableSql } from './schema.ts'

/** Writes shards, one Parquet file at a time. */
export interface ShardWriter {
  /** @returns path of the new file, or null when there are no rows. */
  write(dataset: AnyDataset, rows: readonly Row[]): Promise<string | null>
}

/**
 * A writer of shards under `out`.
 * @param runId begins the files' names, so that they sort by age
 */
export function openShardWriter(out: string, runId: string): ShardWriter {
  // One at a time: a shard takes its memory only once.
  let last: Promise<unknown> = Promise.resolve()
  return {
    write(dataset, rows) {
      const writing = last.then(() => (rows.length === 0 ? null : writeRows(out, runId, dataset, rows)))
      last = writing.catch(() => {})
      return writing
    },
  }
}

/** Writes one shard: for tests and tools that have all rows at hand. */
export function writeShard(
  out: string,
  dataset: AnyDataset,
  rows: readonly Row[],
  runId = '0',
): Promise<string | null> {
  return openShardWriter(out, runId).write(dataset, rows)
}

/**
 * Copies the result of a query to a Parquet file under its final name: written beside it first, then renamed, so that
 * a file is there whole or not at all. The name is `RUN-HASH.parquet`, the hash that of the content.
 */
export async function copyToParquet(
  connection: DuckDBConnection,
  query: string,
  { out, dataset, runId }: { out: string; dataset: AnyDataset; runId: string },
): Promise<string> {
  const folder = join(out, dataset)
  await mkdir(folder, { recursive: true })
  const temporary = join(folder, `.tmp-${runId}-${process.pid}`)
  try {
    const metadata = `KV_METADATA {limelight_codebook: ${literal(codebookJson(dataset))}}`
    await connection.run(`COPY (${query}) TO ${literal(temporary)} (FORMAT parquet, COMPRESSION zstd, ${metadata})`)
    const file = join(folder, `${runId}-${(await hashOfFile(temporary)).slice(0, 16)}.parquet`)
    await rename(temporary, file)
    return file
  } catch (error) {
    await rm(temporary, { force: true })
    throw writingFailed(error, folder)
  }
}

/** In a database of its own: one that stays keeps the memory of rows that it has deleted, some 400 MB after 20 shards. */
async function writeRows(out: string, runId: string, dataset: AnyDataset, rows: readonly Row[]): Promise<string> {
  const { DuckDBDataChunkWriter, JSToDuckDBValueConverter } = await import('@duckdb/node-api')
  const names = variablesOf(dataset).map((variable) => variable.name)
  const { connection, close } = await openDatabase()
  try {
    await connection.run(tableSql(dataset))
    const appender = await connection.createAppender(dataset)
    const writer = DuckDBDataChunkWriter.forAppender(appender, { converter: JSToDuckDBValueConverter })
    for (const row of rows) writer.appendRow(names.map((name) => cell(row[name])))
    writer.flush()
    appender.closeSync()
    return await copyToParquet(connection, `SELECT * FROM ${identifier(dataset)}`, { out, dataset, runId })
  } finally {
    close()
  }
}

type Cell = string | number | boolean | Date | (string | number | null)[] | null

/** Not-a-number, infinity and a date that is none have no place in a table: null. */
function cell(value: Value | undefined): Cell {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value
  if (typeof value === 'object')
    return value.map((item) => (typeof item === 'number' && !Number.isFinite(item) ? null : item))
  return value
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

function writingFailed(error: unknown, folder: string): unknown {
  const message = String(error)
  if (/ENOSPC|no space left|could not write all bytes|EDQUOT|quota/i.test(message)) {
    return new RunError(
      `${folder}: the disk is full; make room and run the same command again, finished images are kept`,
    )
  }
  if (/EACCES|EROFS|EPERM|permission denied|read-only/i.test(message)) {
    return new RunError(`${folder}: can't be written (${message}); give another folder with --out`)
  }
  return error
}
