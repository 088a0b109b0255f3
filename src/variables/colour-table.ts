import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { UsageError } from '../errors.ts'
import { type ColourName, colourNames, namedShares } from './colour-names.ts'
import type { LoadedVariables } from './own.ts'
import { colourTableEntries } from './registry/families/colour-table.ts'

/** Of R, G and B, 32 parts each. */
const cells = 32 ** 3
/** Columns of the tables that say of each row which colour it is of: R, G, B, then a name, or how likely each name is. */
const named = 4
const weighed = 3 + colourNames.length

/**
 * Loads a user's table of colour names, which is measured as the user's own variables are. Its digest is that of what it says, not
 * of how it is written.
 * @throws UsageError that names the file, the line and what is wrong with it
 */
export async function loadColourTable(path: string, hash: (bytes: Uint8Array) => string): Promise<LoadedVariables> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`colourTable: ${path}: can't be read (${String(cause)})`, { cause })
  })
  const table = readColourTable(text, `colourTable: ${path}`)
  const sha256 = hash(table)
  return {
    path,
    sha256,
    variables: colourTableEntries(`${basename(path)}, sha256 ${sha256.slice(0, 16)}`),
    measure: ({ rgb }) => sharesByTable(rgb, table),
  }
}

/** Shares of the names that a table gives to the pixels. @param rgb interleaved 8-bit sRGB; @param table as `readColourTable` */
export function sharesByTable(rgb: Uint8Array, table: Uint8Array): ReturnType<typeof namedShares> {
  const counts = new Float64Array(colourNames.length)
  for (let at = 0; at < rgb.length; at += 3) {
    const name = table[cellOf(rgb[at] as number, rgb[at + 1] as number, rgb[at + 2] as number)] as number
    counts[name] = (counts[name] as number) + 1
  }
  return namedShares(counts, rgb.length / 3, { share: 'table_share', diversity: 'table_diversity' })
}

/**
 * The name of each of 32 x 32 x 32 cells of RGB, as its place in `colourNames`; the cell of r, g, b is r · 1024 + g · 32 + b. The
 * text is one of
 * - those 32,768 numbers from 0 to 10 in that order, between brackets or not (as Athec's colordict.py, CSV, JSON);
 * - 32,768 rows of a cell's R, G, B (0 to 255) and its name, or its name's number;
 * - 32,768 rows of R, G, B and how likely each of the eleven names is (as w2c.txt of van de Weijer et al. 2009).
 * What follows # in a line is passed over.
 * @param called how the text is called in errors
 * @throws UsageError that names the line and what is wrong with it
 */
export function readColourTable(text: string, called: string): Uint8Array {
  const lines = longestList(text.replace(/#.*/g, ''))
    .split('\n')
    .map((line, i) => ({ place: `${called}:${i + 1}`, words: line.split(/[\s,;[\]()"']+/).filter(Boolean) }))
    .filter(({ words }) => words.length > 0)
  const columns = lines[0]?.words.length ?? 0
  const isRows = (columns === named || columns === weighed) && lines.length > cells / columns
  return isRows ? fromRows(lines, columns, called) : fromList(lines, called)
}

interface Line {
  /** For errors. */
  place: string
  words: string[]
}

/** The longest [...] of a text that has one, all around it blank, so that lines keep their numbers: Python around a list. */
function longestList(text: string): string {
  let [depth, from, best, length] = [0, 0, 0, 0]
  for (const { 0: bracket, index } of text.matchAll(/[[\]]/g)) {
    if (bracket === '[' && depth++ === 0) from = index
    if (bracket === ']' && --depth === 0 && index - from > length) [best, length] = [from, index - from]
    depth = Math.max(0, depth)
  }
  return length === 0 ? text : text.slice(0, best).replace(/[^\n]/g, ' ') + text.slice(best, best + length)
}

function fromList(lines: readonly Line[], called: string): Uint8Array {
  const numbers = lines.flatMap(({ place, words }) => words.map((word) => nameOf(word, place)))
  if (numbers.length !== cells) throw new UsageError(countWrong(called, `${numbers.length} numbers`))
  return Uint8Array.from(numbers)
}

function fromRows(lines: readonly Line[], columns: number, called: string): Uint8Array {
  const table = new Uint8Array(cells).fill(colourNames.length)
  const rows = /^[a-z]/i.test(lines[0]?.words[0] ?? '') ? lines.slice(1) : lines
  for (const { place, words } of rows) {
    if (words.length !== columns) throw new UsageError(`${place}: has ${words.length} columns, not ${columns}`)
    const [r = 0, g = 0, b = 0] = words.slice(0, 3).map((word) => numberOf(word, place, 255))
    const cell = cellOf(r, g, b)
    if (table[cell] !== colourNames.length) throw new UsageError(`${place}: the cell of ${r}, ${g}, ${b} came before`)
    table[cell] = columns === named ? nameOf(words[3] ?? '', place) : likeliest(words.slice(3), place)
  }
  if (rows.length !== cells) throw new UsageError(countWrong(called, `${rows.length} rows of ${columns} columns`))
  return table
}

function countWrong(called: string, found: string): string {
  return `${called}: has ${found}; a table has ${cells}, one for each of 32 x 32 x 32 cells of R, G, B (docs/variables.md)`
}

function cellOf(r: number, g: number, b: number): number {
  return ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)
}

function likeliest(words: readonly string[], place: string): number {
  const shares = words.map((word) => numberOf(word, place, Number.MAX_VALUE))
  return shares.indexOf(Math.max(...shares))
}

function numberOf(word: string, place: string, most: number): number {
  const value = Number(word)
  if (!(value >= 0 && value <= most)) throw new UsageError(`${place}: ${word} is no number from 0 to ${most}`)
  return value
}

/** A name's place, or a number that is one. */
function nameOf(word: string, place: string): number {
  const name = word.toLowerCase().replace('gray', 'grey') as ColourName
  const found = /^\d+$/.test(word) ? Number(word) : colourNames.indexOf(name)
  if (found >= 0 && found < colourNames.length) return found
  throw new UsageError(
    `${place}: ${word} is no colour; colours are 0 to 10 or ${colourNames.join(', ')}, in this order`,
  )
}
