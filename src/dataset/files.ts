import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnyDataset } from '../variables/registry/index.ts'
import { literal } from './schema.ts'
import { systemCode } from './system-error.ts'

/** Parquet files of a dataset, oldest run first (their names begin with the run's id); none if there is no such folder. */
export async function parquetFiles(out: string, dataset: AnyDataset): Promise<string[]> {
  const names = await namesIn(join(out, dataset))
  return names
    .filter((name) => name.endsWith('.parquet') && !name.startsWith('.'))
    .sort()
    .map((name) => join(out, dataset, name))
}

/** Removes half-written files that a killed run left behind. */
export async function removeTemporary(out: string, dataset: AnyDataset): Promise<void> {
  const folder = join(out, dataset)
  for (const name of await namesIn(folder)) {
    if (name.startsWith('.tmp-')) await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** `read_parquet` of exactly these files. */
export function readParquetSql(files: readonly string[], options = ''): string {
  return `read_parquet(${fileListSql(files)}, union_by_name = true${options})`
}

/** A list of files for DuckDB: characters that it would take for a pattern are escaped. */
export function fileListSql(files: readonly string[]): string {
  return `[${files.map((file) => literal(file.replace(/[[*?]/g, '[$&]'))).join(', ')}]`
}

/** The same with two columns that say where a row stands: `filename`, `file_row_number`. */
export function placedSql(files: readonly string[]): string {
  return readParquetSql(files, ', filename = true, file_row_number = true')
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
    throw error
  }
}
