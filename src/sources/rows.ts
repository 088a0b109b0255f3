import type { Target } from './column-names.ts'
import type { Mapping } from './columns.ts'
import { at } from './json.ts'

/** A row of a table: its line or row number, for messages, and its cells by column. */
export interface TableRow {
  line: number
  cells: Record<string, unknown>
}

/** A table that is read row by row, as often as asked for. */
export interface TableRows {
  /** Of a JSON table: those of its first rows. */
  columns: string[]
  rows(note: (kind: string, message: string) => void): AsyncIterable<TableRow>
}

/** A cell by what it is; `owner.username` goes into a nested one. */
export function cellOf(row: TableRow, mapping: Mapping, target: Target): unknown {
  const column = mapping.columns[target]
  if (column === undefined) return null
  return Object.hasOwn(row.cells, column) ? row.cells[column] : at(row.cells, ...column.split('.'))
}
