import { UsageError } from '../errors.ts'

/** Longer is no post, but something that never closes. */
const longestElement = 64 * 1024 * 1024

export interface Element {
  text: string
  /** The text ends within it: it is not whole. */
  cut: boolean
}

/**
 * The elements of a JSON list, one by one, without ever holding the list: only brackets and quotes are looked at.
 * @param pieces text that begins with `[`, after a byte order mark or blanks
 * @param name of the file, for messages
 * @throws UsageError for an element of more than 64 MB
 */
export async function* jsonElements(pieces: AsyncIterable<string>, name: string): AsyncGenerator<Element> {
  const scan = { depth: 0, inText: false, escaped: false, ended: false }
  let rest = ''
  for await (const piece of pieces) {
    const text = rest + piece
    const { elements, from } = elementsIn(text, rest.length, scan)
    for (const element of elements) yield { text: element, cut: false }
    rest = text.slice(from)
    if (rest.length > longestElement)
      throw new UsageError(`${name}: an entry of the list has more than 64 MB; is every bracket closed?`)
  }
  if (!scan.ended) yield { text: rest.trim(), cut: true }
}

interface Scan {
  depth: number
  inText: boolean
  escaped: boolean
  /** The list's last bracket was there. */
  ended: boolean
}

const marks = /["[\]{},]/g
const textMarks = /["\\]/g

/** @param at where to go on: what is before was looked at already */
function elementsIn(text: string, at: number, scan: Scan): { elements: string[]; from: number } {
  const elements: string[] = []
  let from = 0
  let place = at
  const take = (end: number): void => {
    const element = text.slice(from, end).trim()
    if (element !== '') elements.push(element)
  }
  while (place < text.length && !scan.ended) {
    if (scan.escaped) {
      scan.escaped = false
      place++
      continue
    }
    const pattern = scan.inText ? textMarks : marks
    pattern.lastIndex = place
    const found = pattern.exec(text)
    if (!found) break
    place = found.index + 1
    const [mark] = found
    if (mark === '\\') scan.escaped = true
    else if (mark === '"') scan.inText = !scan.inText
    else if (mark === '[' || mark === '{') {
      scan.depth++
      if (scan.depth === 1) from = place
    } else if (mark === ']' || mark === '}') {
      scan.depth--
      scan.ended = scan.depth === 0
      if (scan.ended) take(found.index)
    } else if (scan.depth === 1) {
      take(found.index)
      from = place
    }
  }
  return { elements, from: scan.ended ? text.length : from }
}
