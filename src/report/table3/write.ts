import { join } from 'node:path'
import { openDataset } from '../../dataset/read.ts'
import { UsageError } from '../../errors.ts'
import { replaceFile } from '../../replace-file.ts'
import { duckdb } from '../dialect.ts'
import { titleOf } from '../title.ts'
import { readBeside } from './beside.ts'
import { table3Csv } from './csv.ts'
import { table3Html } from './html.ts'
import { table3Latex } from './latex.ts'
import { table3Markdown } from './markdown.ts'
import { type Table3, table3 } from './table3.ts'

/** How Table 3 can be written, with the ending of its file. */
const formats = {
  html: { ending: 'html', write: table3Html },
  csv: { ending: 'csv', write: table3Csv },
  md: { ending: 'md', write: table3Markdown },
  latex: { ending: 'tex', write: table3Latex },
} satisfies Record<string, { ending: string; write: (table: Table3, title: string) => string | Promise<string> }>

export interface Table3Options {
  /** One of `table3Formats`. */
  format: string
  /** Where to write; `OUT/table3.ENDING` when not given. */
  file?: string
  title?: string
  /** A CSV whose values stand beside the dataset's (`readBeside`); the published ones when not given. */
  beside?: string
}

export const table3Formats: readonly string[] = Object.keys(formats)

/**
 * Writes Table 3 of the dataset in a folder.
 * @returns the file's path
 * @throws UsageError for an unknown format, a folder that does not exist or values to set beside that are not right; RunError if the file can't be written
 */
export async function writeTable3(out: string, { file, ...how }: Table3Options): Promise<string> {
  const { format } = how
  const text = await table3Text(out, how)
  const path = file ?? join(out, `table3.${isFormat(format) ? formats[format].ending : format}`)
  await replaceFile(path, text)
  return path
}

/** What `writeTable3` writes. */
export async function table3Text(out: string, { format, title, beside }: Omit<Table3Options, 'file'>): Promise<string> {
  if (!isFormat(format))
    throw new UsageError(`--format ${format}: is no format; take one of ${table3Formats.join(', ')}`)
  const others = beside === undefined ? undefined : await readBeside(beside)
  const reader = await openDataset(out)
  try {
    const table = await table3({ reader, dialect: duckdb }, others)
    return await formats[format].write(table, title ?? titleOf(reader.runInfo, out))
  } finally {
    reader.close()
  }
}

const isFormat = (name: string): name is keyof typeof formats => Object.hasOwn(formats, name)
