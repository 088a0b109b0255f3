import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { ending, namedImage } from './file-kind.ts'
import { CutShort, type Packing, packingOf, unpacked } from './packed.ts'

export type TableFormat = 'csv' | 'tsv' | 'jsonl' | 'json' | 'parquet'

/** What a file is as a table. */
export interface TableKind {
  format: TableFormat
  packing: Packing
}

const byEnding: Record<string, TableFormat> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  parquet: 'parquet',
  pq: 'parquet',
}

/** So much of a file is looked at: the first line of an export may hold a whole post. */
const headLength = 1 << 18

/**
 * The kind of table that a file is, by its content; by its name only where content can't tell commas from prose.
 * @returns null when it is none
 */
export async function tableKind(path: string): Promise<TableKind | null> {
  const name = basename(path)
  const magic = await firstBytes(path)
  if (magic.toString('latin1') === 'PAR1') return { format: 'parquet', packing: null }
  const packing = packingOf(magic)
  if (packing === null && (namedImage(name) || name.toLowerCase().endsWith('.xz'))) return null
  const inner = packing === null ? name : name.replace(/\.[^.]+$/, '')
  const head = await firstText({ path, name, packing })
  const named = byEnding[ending(inner)] ?? null
  // What is no text and calls itself a table is told of by who reads it.
  const format = head === null ? named : (jsonFormat(head, named) ?? named ?? csvFormat(head, inner))
  return format === null ? null : { format, packing }
}

async function firstBytes(path: string): Promise<Buffer> {
  const file: FileHandle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Null for what is no text. Any encoding will do: brackets and commas are ASCII in all that are read. */
async function firstText(file: { path: string; name: string; packing: Packing }): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of unpacked(file)) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= headLength) break
    }
  } catch (error) {
    // A cut file is told of when it is read.
    if (!(error instanceof CutShort)) throw error
  }
  const head = Buffer.concat(chunks)
    .toString('latin1')
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
  const plain = head.replaceAll('\0', '')
  // UTF-16 has a zero at every other place, other text none.
  const zeros = head.length - plain.length
  return zeros > 0 && zeros * 4 < head.length ? null : plain
}

/** JSON Lines are objects, each whole in a line of its own; else an object or list over many lines is one JSON. */
function jsonFormat(head: string, named: TableFormat | null): TableFormat | null {
  const start = head.trimStart()
  if (start.startsWith('[')) return isJsonStart(start) ? 'json' : null
  if (!start.startsWith('{')) return null
  const [line = '', next = ''] = start.split(/\r?\n/, 2)
  if (next.trimStart().startsWith('{') || named === 'jsonl') return 'jsonl'
  const oneLine = line.trimEnd().endsWith('}') && next.trim() === ''
  // One object in one line is either; as a whole, lists in it are found.
  return oneLine || isJsonStart(start) ? 'json' : null
}

/** Not "[see below]" nor "{name}". */
const isJsonStart = (start: string): boolean => /^\[\s*(?:[[{"\]\d-]|$)|^\{\s*(?:["}]|$)/.test(start)

/** Without a name that says so, two lines with as many cells. */
function csvFormat(head: string, name: string): TableFormat | null {
  if (ending(name) !== '' && ending(name) !== 'txt') return null
  const [first = '', second = ''] = head.split(/\r?\n|\r/, 2)
  const [columns, cells] = [first, second].map((line) => line.replace(/"[^"]*"/g, '').split(/[,;\t|]/).length)
  return columns !== undefined && columns > 2 && cells === columns ? 'csv' : null
}
