import { open } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { type Mapping, mapColumns } from './columns.ts'
import { encodingOf } from './encoding.ts'
import { ending } from './file-kind.ts'
import { type LedgerWriter, openLedger } from './ledger.ts'
import type { SourceOptions } from './open.ts'
import type { TableRows } from './rows.ts'
import type { Source } from './source.ts'
import { tableItems } from './table-items.ts'

export type TableFormat = 'csv' | 'tsv' | 'jsonl' | 'json' | 'parquet'

const formats: Record<string, TableFormat> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  parquet: 'parquet',
  pq: 'parquet',
}

/** The kind of table that a file is, by its first bytes and its name; null: none. */
export async function tableFormat(path: string): Promise<TableFormat | null> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    if (bytesRead === 4 && buffer.toString('latin1') === 'PAR1') return 'parquet'
  } finally {
    await file.close()
  }
  return formats[ending(basename(path))] ?? null
}

/**
 * A table with a column that names images, one or more a row, and any columns of posts.
 * @throws UsageError when it can't be read, or no column is the image
 */
export async function openTable(
  path: string,
  name: string,
  format: TableFormat,
  options: SourceOptions,
): Promise<Source> {
  const writer = openLedger()
  const encoding = format === 'parquet' ? 'utf-8' : await encodingOf(path, name)
  const table = await openRows(path, basename(name), format, encoding)
  const mapping = mapColumns(table.columns, options.map ?? {}, basename(name))
  const place = { name: basename(name), root: resolve(options.root ?? dirname(path)) }
  return {
    name,
    kind: 'table',
    ledger: writer.ledger,
    items: () => noted(table, mapping, place, writer, encoding),
  }
}

async function openRows(path: string, name: string, format: TableFormat, encoding: string): Promise<TableRows> {
  if (format === 'parquet') return (await import('./parquet-rows.ts')).openParquet(path, name)
  if (format === 'csv' || format === 'tsv') {
    const { openCsv } = await import('./csv-rows.ts')
    return openCsv({ path, name, encoding, delimiter: format === 'tsv' ? '\t' : null })
  }
  const { openJsonArray, openJsonLines } = await import('./json-rows.ts')
  const file = { path, name, encoding }
  return format === 'jsonl' ? openJsonLines(file) : openJsonArray(file)
}

async function* noted(
  table: TableRows,
  mapping: Mapping,
  place: { name: string; root: string },
  writer: LedgerWriter,
  encoding: string,
): ReturnType<typeof tableItems> {
  writer.restart()
  if (encoding !== 'utf-8') writer.note('encoding', `${place.name}: is not UTF-8; it is read as ${encoding}`)
  yield* tableItems(table, mapping, place, writer)
  writer.close()
}
