import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import { UsageError } from '../../errors.ts'
import { table3Measures } from './measures.ts'

export interface MeanAndSd {
  mean: number
  /** null where it is not known. */
  sd: number | null
}

/** Values from elsewhere that are set beside a dataset's, by row: those of the paper, or of another table. */
export interface BesideColumn {
  name: string
  /** More than one value where it is not known whose each is. */
  values: ReadonlyMap<string, readonly MeanAndSd[]>
}

/** What stands beside the dataset's own columns, and the note that says where it is from. */
export interface Beside {
  columns: readonly BesideColumn[]
  note: string
}

/**
 * Reads values to set beside a dataset's from a CSV (UTF-8) such as `--format csv` writes: a line a row of the table, named in the column
 * `variable`, and a pair of columns `NAME mean`, `NAME sd` for each column of values; shares from 0 to 1, blank where a
 * value is not known. Other columns are passed over.
 * @throws UsageError, with the line, for a file that can't be read, a variable that Table 3 lacks or that is there twice, or what is no number
 */
export async function readBeside(path: string): Promise<Beside> {
  const lines = await csvLines(path)
  const [head] = lines
  const names = Object.keys(head?.record ?? {}).flatMap((column) => /^(.+) mean$/.exec(column)?.[1] ?? [])
  if (head === undefined || head.record.variable === undefined || names.length === 0)
    throw new UsageError(
      `${path}: has no values to set beside; give a CSV (separated by commas) with the columns variable, NAME mean and NAME sd, such as --format csv writes`,
    )
  const columns = names.map((column) => ({ column, name: unmarked(column), values: new Map<string, MeanAndSd[]>() }))
  const seen = new Set<string>()
  for (const { record, line } of lines) {
    const at = `${path}, line ${line}`
    const label = labelOf(record.variable ?? '', at)
    if (seen.has(label)) throw new UsageError(`${at}: "${label}" is there twice; leave one of them`)
    seen.add(label)
    for (const { column, values } of columns) {
      const mean = numberIn(record, `${column} mean`, at)
      if (mean !== null) values.set(label, [{ mean, sd: numberIn(record, `${column} sd`, at) }])
    }
  }
  // A table that was written by this program has columns of published values, mostly blank.
  const filled = columns.filter(({ values }) => values.size > 0)
  if (filled.length === 0) throw new UsageError(`${path}: every mean is blank; there is nothing to set beside`)
  return {
    columns: filled,
    note: `Beside: mean (SD) as ${basename(path)} gives them (${filled.map(({ name }) => name).join(', ')}). Whether they are made by the same formulas is for whoever made that file to say.`,
  }
}

/** A name without the apostrophe that `table3Csv` puts before what a spreadsheet would take for a formula. */
const unmarked = (name: string): string => name.replace(/^'(?=\s*[=+\-@＝＋－＠])/, '')

async function csvLines(path: string): Promise<{ record: Record<string, string>; line: number }[]> {
  try {
    const options = { columns: true, bom: true, trim: true, skip_empty_lines: true, info: true } as const
    const found = parse<{ record: Record<string, string>; info: { lines: number } }>(
      await readFile(path, 'utf8'),
      options,
    )
    return found.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (error) {
    const what = error instanceof CsvError ? 'is not right CSV' : "can't be read"
    throw new UsageError(`--beside ${path}: ${what} (${(error as Error).message})`)
  }
}

function labelOf(name: string, at: string): string {
  const wanted = name.toLowerCase()
  const found = table3Measures.find(({ label }) => label.toLowerCase() === wanted)
  if (found) return found.label
  const known = table3Measures.map(({ label }) => `"${label}"`).join(', ')
  throw new UsageError(`${at}: Table 3 has no row "${name}"; its rows are ${known}`)
}

function numberIn(record: Record<string, string>, column: string, at: string): number | null {
  const text = record[column] ?? ''
  if (text === '') return null
  const value = Number(text.replace('−', '-'))
  if (Number.isFinite(value)) return value
  throw new UsageError(`${at}: "${text}" in "${column}" is no number; write it as -1.96, or leave it blank`)
}
