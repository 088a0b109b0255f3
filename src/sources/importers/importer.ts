import type { Target } from '../column-names.ts'
import type { ToldPost } from '../platforms/told-post.ts'
import type { TableRow } from '../rows.ts'

/** The first rows of a table, by which its format is recognised: by content, never by its name. */
export interface Sample {
  columns: readonly string[]
  rows: readonly TableRow[]
}

/** What an importer makes of one row. */
export type Told =
  | ({ kind: 'post' } & ToldPost)
  /** A comment of a post that stands elsewhere. */
  | { kind: 'comment'; postId: string; text: string }
  /** Nothing to measure: counted, by what it is (`advertisement`). */
  | { kind: 'left out'; what: string }
  /** Not as the format has it: a note with the line. */
  | { kind: 'unknown'; problem: string }

/** Where a column of posts comes from, for people: a column of the table, or a way into its JSON. */
export interface FieldSource {
  target: Target
  from: string
}

interface Format {
  /** One word, as run.json has it. */
  kind: string
  /** As a person calls it. */
  title: string
  recognises(sample: Sample): boolean
}

/** Reads rows whose parts stand under names of their own, row by row. */
export interface RowImporter extends Format {
  reads: 'rows'
  read(row: TableRow): Told[]
  fields(sample: Sample): FieldSource[]
}

/** Reads a table whose columns have known names: a mapping does it. */
export interface ColumnImporter extends Format {
  reads: 'columns'
  /** Which column is what, best first, before the names that all tables share; an empty list: no column is that. */
  columns: Partial<Record<Target, readonly string[]>>
  /** Of which platform a row is, where no column says it. */
  platform?: (row: TableRow) => string | null
  /** Whether somebody paid for it, where no column says yes or no. */
  sponsored?: (row: TableRow) => boolean | null
  /** A cell before it is read as a date. */
  moment?: (cell: string) => string
}

export type Importer = RowImporter | ColumnImporter

/** Is a condition true of most rows of a sample, so that a broken or odd one does no harm? */
export function most(rows: readonly TableRow[], is: (cells: Record<string, unknown>) => boolean): boolean {
  const count = rows.filter(({ cells }) => is(cells)).length
  return count > 0 && count * 2 > rows.length
}
