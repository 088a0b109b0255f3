import { isUtf8 } from 'node:buffer'
import { analyse } from 'chardet'
import { UsageError } from '../errors.ts'
import { type TextFile, unpacked } from './packed.ts'

/** How much text is shown to the guesser: the lines that are not ASCII. */
const sampleBytes = 64 * 1024

/**
 * The encoding of a text file, by its byte order mark, its zero bytes, or a pass over all of it: UTF-8 if every byte
 * is; else what the bytes beyond ASCII look like, windows-1252 when in doubt.
 * @returns a label that TextDecoder knows
 * @throws UsageError with line and byte when it is neither
 */
export async function encodingOf(file: TextFile): Promise<string> {
  const { name } = file
  // What is packed would have to be unpacked twice; dumps and exports that are packed are UTF-8.
  if (file.packing !== null) return 'utf-8'
  const seen = await lookThrough(file)
  if (seen.marked) return seen.marked
  if (seen.zeros) return seen.zeros
  if (!seen.broken) return 'utf-8'
  const { line, column, byte } = seen.broken
  const place = `${name}:${line}: byte ${column} of the line (0x${byte.toString(16).padStart(2, '0')})`
  if (seen.multiByte) throw new UsageError(`${place} is not UTF-8, while the text before it is; save the file as UTF-8`)
  const guess = guessEncoding(seen.sample)
  if (!guess) throw new UsageError(`${place} is not text in any encoding that is known; save the file as UTF-8`)
  return guess
}

interface Seen {
  /** By a byte order mark. */
  marked: string | null
  /** By zero bytes on one side. */
  zeros: string | null
  /** There are characters of more than one byte that are right UTF-8, before the first that is wrong. */
  multiByte: boolean
  broken: { line: number; column: number; byte: number } | null
  /** Lines that are not ASCII. */
  sample: Buffer
}

async function lookThrough(file: TextFile): Promise<Seen> {
  const seen: Seen = { marked: null, zeros: null, multiByte: false, broken: null, sample: Buffer.alloc(0) }
  let line = 1
  let rest: Buffer = Buffer.alloc(0)
  let first = true
  for await (const chunk of unpacked(file)) {
    if (first) {
      seen.marked = markOf(chunk)
      seen.zeros = seen.marked ? null : zerosOf(chunk)
      if (seen.marked || seen.zeros) return seen
      first = false
    }
    const block: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = block.lastIndexOf(10) + 1
    // Only whole lines: a character is never cut.
    if (end > 0) line = lookAt(block.subarray(0, end), line, seen)
    rest = block.subarray(end)
    if (enough(seen)) return seen
  }
  lookAt(rest, line, seen)
  return seen
}

const enough = (seen: Seen): boolean => seen.broken !== null && (seen.multiByte || seen.sample.length >= sampleBytes)

/** @returns the number of the line after the block */
function lookAt(block: Buffer, firstLine: number, seen: Seen): number {
  if (isUtf8(block)) {
    if (!seen.broken && !seen.multiByte) seen.multiByte = hasMultiByte(block)
    return firstLine + countLines(block)
  }
  let line = firstLine
  for (let start = 0; start < block.length; line++) {
    const stop = block.indexOf(10, start)
    const end = stop < 0 ? block.length : stop + 1
    lookAtLine(block.subarray(start, end), line, seen)
    start = end
  }
  return line
}

function lookAtLine(bytes: Buffer, line: number, seen: Seen): void {
  const good = isUtf8(bytes)
  if (good && !seen.broken) seen.multiByte ||= hasMultiByte(bytes)
  if (!good && !seen.broken) {
    let at = 0
    while (at < bytes.length && isUtf8(bytes.subarray(0, at + 1).subarray(0, wholeUntil(bytes, at + 1)))) at++
    const start = Math.min(wholeUntil(bytes, at), bytes.length - 1)
    seen.broken = { line, column: start + 1, byte: bytes[start] as number }
  }
  if (bytes.some((byte) => byte > 127) && seen.sample.length < sampleBytes)
    seen.sample = Buffer.concat([seen.sample, bytes.subarray(0, 4096)])
}

/** Where the last character that may still be incomplete begins. */
function wholeUntil(bytes: Uint8Array, length: number): number {
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back] as number
    if (byte >= 0xc2 && byte <= 0xf4) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return back < needed ? length - back : length
    }
    if ((byte & 0xc0) !== 0x80) return length
  }
  return length
}

const hasMultiByte = (bytes: Uint8Array): boolean => bytes.some((byte) => byte >= 0xc0)

function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++
  return count
}

function markOf(head: Uint8Array): string | null {
  const [a, b, c, d] = head
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  // UTF-32, which nothing reads, begins like UTF-16.
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? null : 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : null
}

/** UTF-16 without a mark: in most scripts of the world a table's separators have a zero byte. */
function zerosOf(head: Uint8Array): string | null {
  const sides = [0, 0]
  const length = Math.min(head.length, 4096) & ~1
  for (let i = 0; i < length; i++) if (head[i] === 0) sides[i & 1] = (sides[i & 1] as number) + 1
  const [even = 0, odd = 0] = sides
  if (odd > length / 8 && even < odd / 10) return 'utf-16le'
  return even > length / 8 && odd < even / 10 ? 'utf-16be' : null
}

/** Encodings whose letters are so unlike Western ones that a guess is worth more than windows-1252. */
const distinct = new Set(
  'shift_jis euc-jp euc-kr big5 gb18030 iso-2022-jp windows-1251 koi8-r iso-8859-5 windows-1253 windows-1255 windows-1256'.split(
    ' ',
  ),
)

function guessEncoding(sample: Uint8Array): string | null {
  // Zero and most control bytes stand in no text.
  if (sample.some((byte) => byte < 9 || (byte > 13 && byte < 27))) return null
  for (const { name, confidence } of analyse(sample)) {
    const label = name.toLowerCase()
    if (confidence >= 30 && distinct.has(label) && decodes(sample, label)) return label
    // The Western and Central European tables differ in few letters and are told apart badly.
    if (label.startsWith('windows-125') || label.startsWith('iso-8859')) break
  }
  return sample.some((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) ? null : 'windows-1252'
}

function decodes(bytes: Uint8Array, label: string): boolean {
  try {
    // A sample may end within a character.
    new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/**
 * The text of a file, in pieces.
 * @throws UsageError where the bytes are not what the encoding allows; CutShort where a packed file ends too early
 */
export async function* readText(file: TextFile, encoding: string): AsyncGenerator<string> {
  // Fatal and streaming: the plain call of Node 20 decodes windows-1252 as Latin-1.
  const decoder = new TextDecoder(encoding, { fatal: true })
  let offset = 0
  for await (const chunk of unpacked(file)) {
    let text: string
    try {
      text = decoder.decode(chunk, { stream: true })
    } catch (error) {
      throw new UsageError(
        `${file.name}: holds bytes that are not ${encoding}, after byte ${offset}; save it as UTF-8`,
        {
          cause: error,
        },
      )
    }
    offset += chunk.length
    if (text) yield text
  }
}
