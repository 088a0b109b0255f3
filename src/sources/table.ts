import { basename, dirname, resolve } from 'node:path'
import { mapColumns } from './columns.ts'
import { encodingOf } from './encoding.ts'
import { type Import, importedComments, importedItems } from './imported-items.ts'
import type { Importer, Sample } from './importers/importer.ts'
import { recognise } from './importers/recognise.ts'
import { type LedgerWriter, openLedger } from './ledger.ts'
import type { SourceOptions } from './open.ts'
import type { TextFile } from './packed.ts'
import type { TableRow, TableRows } from './rows.ts'
import type { Source, SourceItem } from './source.ts'
import { type TableReading, tableItems } from './table-items.ts'
import type { TableKind } from './table-kind.ts'

/** A table that was looked into: what it is, and how its rows will be read. */
export interface OpenedTable {
  name: string
  kind: TableKind
  /** `utf-8`, `windows-1252`, ... */
  encoding: string
  table: TableRows
  sample: Sample
  /** The program that made it; null: a table of somebody's own. */
  importer: Importer | null
}

/** So many rows are looked at to recognise a format. */
const sampledRows = 20

export interface TableSource extends Source {
  opened: OpenedTable
  /** How it is read by its columns; null: an importer reads it row by row. */
  reading: TableReading | null
}

/**
 * A table of posts: the export of a program that is known by its content, or any table with a column that names images, one
 * or more a row, and any columns of posts. With `map` every table is read by its columns.
 * @throws UsageError when it can't be read, or no column is the image
 */
export async function openTable(
  path: string,
  name: string,
  kind: TableKind,
  options: SourceOptions,
): Promise<TableSource> {
  const mapped = Object.keys(options.map ?? {}).length > 0
  const found = await look(path, kind)
  const opened = mapped && found.importer?.reads === 'rows' ? { ...found, importer: null } : found
  const writer = openLedger()
  const root = resolve(options.root ?? dirname(path))
  const { importer, table, sample } = opened
  const about = { name, kind: importer?.kind ?? 'table', ledger: writer.ledger, opened }
  if (importer?.reads !== 'rows') {
    const reading = readingOf(opened, { root, map: options.map ?? {} })
    return { ...about, reading, items: () => noted(opened, tableItems(reading, writer), writer) }
  }
  const givesComments = sample.rows.some((row) => importer.read(row).some(({ kind: told }) => told === 'comment'))
  const given: Import = { table, importer, name: opened.name, root, givesComments }
  return {
    ...about,
    reading: null,
    items: () => noted(opened, importedItems(given, writer), writer),
    ...(givesComments ? { comments: () => importedComments(given) } : {}),
  }
}

/** Looks into a table without reading all of it. */
async function look(path: string, kind: TableKind): Promise<OpenedTable> {
  const file = { path, name: basename(path), packing: kind.packing }
  const encoding = kind.format === 'parquet' ? 'utf-8' : await encodingOf(file)
  const table = await openRows(file, kind, encoding)
  const sample = { columns: table.columns, rows: await firstRows(table) }
  return { name: file.name, kind, encoding, table, sample, importer: recognise(sample) }
}

async function firstRows(table: TableRows): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of table.rows(() => undefined)) if (rows.push(row) >= sampledRows) break
  return rows
}

/** How a table is read by its columns. */
function readingOf(
  { name, table, importer }: OpenedTable,
  { root, map }: { root: string; map: Record<string, string> },
): TableReading {
  const known = importer?.reads === 'columns' ? importer : null
  const needsImage = known === null
  const mapping = mapColumns(table.columns, { map, name, preferred: known?.columns ?? {}, needsImage })
  return { table, mapping, name, root, needsImage, hints: known ?? {} }
}

async function openRows(file: TextFile, { format }: TableKind, encoding: string): Promise<TableRows> {
  if (format === 'parquet') return (await import('./parquet-rows.ts')).openParquet(file.path, file.name)
  if (format === 'csv' || format === 'tsv') {
    const { openCsv } = await import('./csv-rows.ts')
    return openCsv({ ...file, encoding, delimiter: format === 'tsv' ? '\t' : null })
  }
  const { openJsonArray, openJsonLines } = await import('./json-rows.ts')
  return format === 'jsonl' ? openJsonLines({ ...file, encoding }) : openJsonArray({ ...file, encoding })
}

/** The items, with a ledger that begins anew and says how the text is read. */
async function* noted(
  { name, encoding }: OpenedTable,
  items: AsyncIterable<SourceItem>,
  writer: LedgerWriter,
): AsyncGenerator<SourceItem> {
  writer.restart()
  if (encoding !== 'utf-8') writer.note('encoding', `${name}: is not UTF-8; it is read as ${encoding}`)
  yield* items
  writer.close()
}
