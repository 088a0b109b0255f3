import { UsageError } from '../errors.ts'
import type { SourceOptions } from './open.ts'
import type { Source } from './source.ts'

export type TableFormat = 'csv' | 'tsv' | 'jsonl' | 'json' | 'parquet'

export async function tableFormat(_path: string): Promise<TableFormat | null> {
  return null
}

export async function openTable(
  _path: string,
  name: string,
  _format: TableFormat,
  _options: SourceOptions,
): Promise<Source> {
  throw new UsageError(`${name}: tables are not read yet`)
}
