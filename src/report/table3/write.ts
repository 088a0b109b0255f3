import { join } from 'node:path'
import { openDataset } from '../../dataset/read.ts'
import { UsageError } from '../../errors.ts'
import { replaceFile } from '../../replace-file.ts'
import { duckdb } from '../dialect.ts'
import { titleOf } from '../title.ts'
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
}

export const table3Formats: readonly string[] = Object.keys(formats)

/**
 * Writes Table 3 of the dataset in a folder.
 * @returns the file's path
 * @throws UsageError for an unknown format, or if the folder does not exist; RunError if the file can't be written
 */
export async function writeTable3(out: string, { format, file, title }: Table3Options): Promise<string> {
  const text = await table3Text(out, { format, ...(title ? { title } : {}) })
  const path = file ?? join(out, `table3.${isFormat(format) ? formats[format].ending : format}`)
  await replaceFile(path, text)
  return path
}

/** What `writeTable3` writes. */
export async function table3Text(out: string, { format, title }: Omit<Table3Options, 'file'>): Promise<string> {
  if (!isFormat(format))
    throw new UsageError(`--format ${format}: is no format; take one of ${table3Formats.join(', ')}`)
  const reader = await openDataset(out)
  try {
    const table = await table3({ reader, dialect: duckdb })
    return await formats[format].write(table, title ?? titleOf(reader.runInfo, out))
  } finally {
    reader.close()
  }
}

const isFormat = (name: string): name is keyof typeof formats => Object.hasOwn(formats, name)
