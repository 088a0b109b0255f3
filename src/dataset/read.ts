import { stat } from 'node:fs/promises'
import type { DuckDBConnection, DuckDBValue, JS } from '@duckdb/node-api'
import { UsageError } from '../errors.ts'
import { type AnyDataset, datasets, derivedDatasets } from '../variables/registry/index.ts'
import { type DatabaseOptions, openDatabase } from './database.ts'
import { parquetFiles, readParquetSql } from './files.ts'
import { type RunInfo, readRunInfo } from './run-info.ts'
import { commentsSql, identifier, tableSql } from './schema.ts'
import { winnersSql } from './winners.ts'

/**
 * Asks a dataset on disk. The views `images`, `detections`, `exposures`, `embeddings`, `posts` and `corpus` are always there,
 * with every column of the registry, empty where nothing was written.
 */
export interface DatasetReader {
  /** Rows as plain objects: whole numbers as `number`, times as `Date`, lists as arrays. Parameters are `$1`, `$2`, ... */
  query<T>(sql: string, parameters?: readonly DuckDBValue[]): Promise<T[]>
  /** Whether any file of the dataset is there. */
  has(dataset: AnyDataset): boolean
  runInfo: RunInfo | null
  close(): void
}

/** @throws UsageError if `out` is not a folder */
export async function openDataset(out: string, database: DatabaseOptions = {}): Promise<DatasetReader> {
  const found = await stat(out).catch(() => null)
  if (!found?.isDirectory()) throw new UsageError(`${out}: there is no such folder; give the --out folder of a run`)
  const runInfo = await readRunInfo(out)
  const { connection, close } = await openDatabase(database)
  const present = new Set<AnyDataset>()
  for (const dataset of [...datasets, ...derivedDatasets]) {
    const files = await parquetFiles(out, dataset)
    if (files.length > 0) present.add(dataset)
    await createView(connection, dataset, files)
  }
  return {
    async query<T>(sql: string, parameters: readonly DuckDBValue[] = []) {
      const reader = await connection.runAndReadAll(sql, [...parameters])
      return reader.getRowObjectsJS().map((row) => plain(row)) as T[]
    },
    has: (dataset) => present.has(dataset),
    runInfo,
    close,
  }
}

async function createView(connection: DuckDBConnection, dataset: AnyDataset, files: readonly string[]): Promise<void> {
  const schema = `no ${dataset}`
  await connection.run(tableSql(dataset, schema))
  for (const comment of commentsSql(dataset, schema)) await connection.run(comment)
  const rows = files.length > 0 ? ` UNION ALL BY NAME SELECT * FROM (${rowsSql(dataset, files)})` : ''
  await connection.run(`CREATE VIEW ${identifier(dataset)} AS SELECT * FROM ${identifier(schema)}${rows}`)
}

/** Several files of images: the job was not finished, and an image may have more than one row. */
function rowsSql(dataset: AnyDataset, files: readonly string[]): string {
  if (dataset !== 'images' || files.length === 1) return `SELECT * FROM ${readParquetSql(files)}`
  return `SELECT rows.* EXCLUDE (filename, file_row_number)
    FROM ${readParquetSql(files, ', filename = true, file_row_number = true')} AS rows
    SEMI JOIN (${winnersSql(files, null)}) USING (filename, file_row_number)`
}

function plain(value: JS | null): unknown {
  if (typeof value === 'bigint') {
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
  }
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map((item) => plain(item as JS | null))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item as JS | null)]))
}
