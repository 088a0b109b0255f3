import { stat } from 'node:fs/promises'
import { UsageError } from '../errors.ts'
import { readText } from './encoding.ts'
import { isObject, type JsonObject, parseJson } from './json.ts'
import { jsonElements } from './json-elements.ts'
import { CutShort, type TextFile } from './packed.ts'
import type { TableRow, TableRows } from './rows.ts'

export interface JsonFile extends TextFile {
  encoding: string
}

/** So many rows are looked at for the names of the columns. */
const rowsLookedAt = 1000
/** An object with a list in it is read as a whole. */
const largestObject = 256 * 1024 * 1024
const longestLine = 64 * 1024 * 1024

type Note = (kind: string, message: string) => void

/** JSON Lines: one object a line. */
export async function openJsonLines(file: JsonFile): Promise<TableRows> {
  return withColumns(file, (note) => lines(file, note))
}

/**
 * A JSON file that is a list of objects, of any length, or an object with one such list in it.
 * @throws UsageError when it is neither, or an object that is too large to be read as a whole
 */
export async function openJsonArray(file: JsonFile): Promise<TableRows> {
  if (await beginsList(file)) return withColumns(file, (note) => entries(file, note))
  const { size } = await stat(file.path)
  if (size > largestObject) throw tooLarge(file)
  const objects = listIn(await parseWhole(file), file)
  return withColumns(file, async function* (note): AsyncGenerator<TableRow> {
    for (const [i, cells] of objects.entries()) {
      if (isObject(cells)) yield { line: i + 1, cells }
      else note('rows that are no objects', `${file.name}:${i + 1}: the entry is no object; it is left out`)
    }
  })
}

function tooLarge({ name }: JsonFile): UsageError {
  return new UsageError(`${name}: is too large for one JSON object; make it JSON Lines, one object a line (.jsonl)`)
}

async function beginsList(file: JsonFile): Promise<boolean> {
  for await (const text of readText(file, file.encoding))
    if (text.trim() !== '') return text.trimStart().startsWith('[')
  return false
}

/** The line of an entry is its number in the list: many a list is written as one line. */
async function* entries(file: JsonFile, note: Note): AsyncGenerator<TableRow> {
  let line = 0
  for await (const { text, cut } of untilCut(jsonElements(readText(file, file.encoding), file.name), file, {
    note,
    line: () => line + 1,
  })) {
    if (cut) {
      const message = 'the list is not closed, the file ends too early; what came before is read'
      note('lists that are cut', `${file.name}:${line + 1}: ${message}`)
      continue
    }
    line++
    const cells = parseLine(text)
    if (cells) yield { line, cells }
    else note('rows that are no objects', `${file.name}:${line}: the entry is no JSON object; it is left out`)
  }
}

/** A packed file that ends too early: what came before is good, and a note says where it ends. */
async function* untilCut<T>(
  items: AsyncIterable<T>,
  file: JsonFile,
  { note, line }: { note: Note; line: () => number },
): AsyncGenerator<T> {
  try {
    yield* items
  } catch (error) {
    if (!(error instanceof CutShort)) throw error
    note('packed files that are cut', `${file.name}:${line()}: ${error.message}`)
  }
}

async function withColumns(file: JsonFile, rows: (note: Note) => AsyncIterable<TableRow>): Promise<TableRows> {
  const columns = new Set<string>()
  let count = 0
  for await (const { cells } of rows(() => undefined)) {
    for (const column of Object.keys(cells)) columns.add(column)
    if (++count >= rowsLookedAt) break
  }
  if (count === 0) throw new UsageError(`${file.name}: holds no JSON object`)
  return { columns: [...columns], rows }
}

async function* lines(file: JsonFile, note: Note): AsyncGenerator<TableRow> {
  let line = 0
  for await (const text of untilCut(splitLines(file), file, { note, line: () => line + 1 })) {
    line++
    const trimmed = text.trim()
    if (trimmed === '') continue
    const cells = parseLine(trimmed)
    if (cells) yield { line, cells }
    else note('lines that are no JSON object', `${file.name}:${line}: is no JSON object; the line is left out`)
  }
}

function parseLine(text: string): JsonObject | null {
  try {
    const value = parseJson(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

async function* splitLines(file: JsonFile): AsyncGenerator<string> {
  let rest: string[] = []
  let held = 0
  for await (const text of readText(file, file.encoding)) {
    const pieces = text.split('\n')
    const last = pieces.pop() ?? ''
    for (const piece of pieces) {
      yield rest.length > 0 ? rest.join('') + piece : piece
      rest = []
      held = 0
    }
    rest.push(last)
    held += last.length
    if (held > longestLine) throw new UsageError(`${file.name}: has a line of more than 64 MB; is it JSON Lines?`)
  }
  if (held > 0) yield rest.join('')
}

async function parseWhole(file: JsonFile): Promise<unknown> {
  let whole = ''
  for await (const text of readText(file, file.encoding)) {
    whole += text
    // A packed file may be small and unpack without end.
    if (whole.length > largestObject) throw tooLarge(file)
  }
  try {
    return parseJson(whole)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${file.name}: is no JSON (${reason})`, { cause: error })
  }
}

function listIn(whole: unknown, file: JsonFile): unknown[] {
  if (Array.isArray(whole)) return whole
  const lists = isObject(whole)
    ? Object.values(whole).filter((value) => Array.isArray(value) && value.some(isObject))
    : []
  const [only] = lists
  if (lists.length === 1 && Array.isArray(only)) return only
  if (isObject(whole) && lists.length === 0) return [whole]
  throw new UsageError(`${file.name}: must be a list of objects, one a post or image`)
}
