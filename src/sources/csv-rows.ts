import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type CsvError, type Options, parse } from 'csv-parse'
import { UsageError } from '../errors.ts'
import { readText } from './encoding.ts'
import { CutShort, type TextFile } from './packed.ts'
import type { TableRow, TableRows } from './rows.ts'

export interface CsvFile extends TextFile {
  encoding: string
  /** null: found in the first line. */
  delimiter: string | null
}

/** More than this in one row is a quote that never closes. */
const largestRow = 16_000_000

/**
 * A CSV or TSV file with column names in its first line.
 * @throws UsageError when it has no first line
 */
export async function openCsv(file: CsvFile): Promise<TableRows> {
  const start = await firstText(file)
  const separator = /^\ufeff?sep=(.)\r?\n/.exec(start)
  const delimiter = separator?.[1] ?? file.delimiter ?? likelyDelimiter(start)
  const from = separator ? 2 : 1
  const known: Parsing = { ...file, delimiter, from }
  for await (const { cells } of records(known, () => undefined)) {
    const columns = uniqueNames(cells)
    return { columns, rows: (note) => rows(known, columns, note) }
  }
  throw new UsageError(`${file.name}: is empty; its first line must name the columns`)
}

type Parsing = CsvFile & { delimiter: string; from: number }

async function firstText(file: CsvFile): Promise<string> {
  let start = ''
  for await (const text of readText(file, file.encoding)) {
    start += text
    if (start.length > 65_536) break
  }
  return start
}

/** The separator that stands most often in the first line, outside of quotes. */
function likelyDelimiter(start: string): string {
  const [line = ''] = start.replace(/"[^"]*"/g, '').split(/\r?\n|\r/)
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, count: line.split(sign).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign
}

/** Columns without a name, and the second of the same name, get one. */
function uniqueNames(header: string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((raw, i) => {
    const name = raw.trim() || `column ${i + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name}.${times}`
  })
}

type Note = (kind: string, message: string) => void

async function* rows(parsing: Parsing, columns: string[], note: Note): AsyncGenerator<TableRow> {
  let header = true
  for await (const { line, cells } of records(parsing, note)) {
    if (header) {
      header = false
      continue
    }
    const surplus = cells.slice(columns.length).some((cell) => cell.trim() !== '')
    if (surplus) {
      const message = `has ${cells.length} cells and the first line ${columns.length}; put quotes around text with "${parsing.delimiter}"; the row is left out`
      note('rows with too many cells', `${parsing.name}:${line}: ${message}`)
      continue
    }
    const pairs = columns.map((column, i): [string, unknown] => [column, cells[i] ?? null])
    yield { line, cells: Object.fromEntries(pairs) }
  }
}

async function* records(parsing: Parsing, note: Note): AsyncGenerator<{ line: number; cells: string[] }> {
  let before = 0
  let blank = 0
  const options: Options = {
    bom: true,
    info: true,
    delimiter: parsing.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: largestRow,
    from_line: parsing.from,
    on_skip: (error) => {
      note('rows that are not CSV', `${parsing.name}:${before + 1}: ${reasonOf(error)}`)
      return undefined
    },
  }
  const parser = parse(options)
  const done = pipeline(Readable.from(readText(parsing, parsing.encoding)), parser)
  // What goes wrong is thrown by the loop below; a loop that is left early is no fault.
  done.catch(() => undefined)
  try {
    for await (const { info, record } of parser as AsyncIterable<CsvRecord>) {
      // The parser tells the last line of a row; a row begins after the row before it and blank lines.
      const line = before + (info.empty_lines - blank) + 1
      before = info.lines
      blank = info.empty_lines
      yield { line, cells: record }
    }
  } catch (error) {
    if (!(error instanceof CutShort)) throw error
    note('packed files that are cut', `${parsing.name}:${before + 1}: ${error.message}`)
  }
}

interface CsvRecord {
  info: { lines: number; empty_lines: number }
  record: string[]
}

function reasonOf(error: CsvError | undefined): string {
  if (error?.code === 'CSV_QUOTE_NOT_CLOSED' || error?.code === 'CSV_MAX_RECORD_SIZE')
    return 'a quote opens here or below and never closes; what follows is not read'
  return `${error?.message ?? 'cannot be read'}; the row is left out`
}
