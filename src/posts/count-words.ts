/**
 * Words of a text by Unicode word segmentation (UAX 29): the segments that hold a letter, digit or ideograph, exactly
 * as `Intl.Segmenter` counts them.
 *
 * The segmenter alone takes 25 times as long (bench/captions). Words never reach across white space, so each piece
 * between spaces is counted by itself: pieces of Latin, Greek or Cyrillic letters, digits, plain punctuation and emojis
 * by a table and the rules WB5-WB12; all others by the segmenter.
 */
export function countWords(text: string): number {
  let words = 0
  let start = -1
  const length = text.length
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 32
    const blank = code === 32 || code === 10 || code === 13 || code === 9
    if (!blank) {
      if (start < 0) start = i
    } else if (start >= 0) {
      const count = countSimple(text, start, i)
      words += count >= 0 ? count : countBySegmenter(text.slice(start, i))
      start = -1
    }
  }
  return words
}

/**
 * The words themselves, of a piece of text without white space: `It's` and `1,000` are one each.
 * @returns as written, in their order; as many as `countWords` counts
 */
export function splitWords(piece: string): string[] {
  const ends: number[] = []
  if (countSimple(piece, 0, piece.length, ends) < 0) return splitBySegmenter(piece)
  const words: string[] = []
  for (let i = 0; i < ends.length; i += 2) words.push(piece.slice(ends[i], ends[i + 1]))
  return words
}

let segmenter: Intl.Segmenter | null = null
const words = (): Intl.Segmenter => (segmenter ??= new Intl.Segmenter('und', { granularity: 'word' }))

/** The same by `Intl.Segmenter` alone. */
export function countBySegmenter(text: string): number {
  let count = 0
  for (const segment of words().segment(text)) if (segment.isWordLike) count++
  return count
}

/** The same, and the words themselves. */
export function splitBySegmenter(text: string): string[] {
  return [...words().segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment)
}

/** Classes of UTF-16 units. Joiners stand between two letters (`it's`), two digits (`1,000`) or either. */
const other = 0
const letter = 1
const digit = 2
const letterJoiner = 3
const digitJoiner = 4
const joiner = 5
/** First half of an emoji outside the basic plane. */
const emojiHead = 6
/** What needs the segmenter. */
const hard = 7

const classes = classTable()

/**
 * @param ends is given where each word begins and ends
 * @returns the number of words in text[start, end), which holds no white space; -1 when it takes the segmenter
 */
function countSimple(text: string, start: number, end: number, ends?: number[]): number {
  let words = 0
  let last = other
  for (let i = start; i < end; i++) {
    const kind = classes[text.charCodeAt(i)] as number
    if (kind === hard) return -1
    if (kind === letter || kind === digit) {
      if (last !== letter && last !== digit) {
        words++
        ends?.push(i, i + 1)
      } else if (ends) {
        ends[ends.length - 1] = i + 1
      }
      last = kind
    } else if (kind === emojiHead) {
      const tail = i + 1 < end ? text.charCodeAt(i + 1) : 0
      if (!isPlainEmoji(text.charCodeAt(i), tail)) return -1
      last = other
      i++
    } else if (kind !== other && joins(kind, last, i + 1 < end ? (classes[text.charCodeAt(i + 1)] as number) : other)) {
      // WB6, WB7, WB11, WB12: the word goes on with the next letter or digit.
    } else {
      last = other
    }
  }
  return words
}

function joins(kind: number, before: number, after: number): boolean {
  if (before !== after) return false
  if (before === letter) return kind === letterJoiner || kind === joiner
  return before === digit && (kind === digitJoiner || kind === joiner)
}

/** Emojis and symbols of the pictograph blocks; not skin tones, flags' letters and digits, which attach or count. */
function isPlainEmoji(head: number, tail: number): boolean {
  if (tail < 0xdc00 || tail > 0xdfff) return false
  if (head === 0xd83c) return tail >= 0xdf00 && tail < 0xdffb
  if (head === 0xd83d) return true
  return head === 0xd83e && tail < 0xdf00
}

function classTable(): Uint8Array {
  const table = new Uint8Array(65536).fill(hard)
  const set = (from: number, to: number, kind: number): void => {
    table.fill(kind, from, to + 1)
  }
  set(0x21, 0x7e, other)
  set(0x30, 0x39, digit)
  set(0x41, 0x5a, letter)
  set(0x61, 0x7a, letter)
  // Latin-1 and Latin Extended, Greek and Coptic letters, Cyrillic.
  set(0xc0, 0x24f, letter)
  set(0x388, 0x38a, letter)
  set(0x38e, 0x3a1, letter)
  set(0x3a3, 0x3f5, letter)
  set(0x400, 0x481, letter)
  set(0x48a, 0x52f, letter)
  for (const sign of '×÷¡¿«»£€§°•–—…“”„™→←✨❤☀✅✔★☆♥♡') table[sign.charCodeAt(0)] = other
  for (const sign of ':') table[sign.charCodeAt(0)] = letterJoiner
  for (const sign of ',;') table[sign.charCodeAt(0)] = digitJoiner
  for (const sign of ".'‘’") table[sign.charCodeAt(0)] = joiner
  for (const head of [0xd83c, 0xd83d, 0xd83e]) table[head] = emojiHead
  table['_'.charCodeAt(0)] = hard
  return table
}
