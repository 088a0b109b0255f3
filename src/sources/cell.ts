import { first, isObject, list, text } from './json.ts'

/** Is there nothing in a cell? */
export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && /^\s*$/.test(value))

/** How tables write that something is not known. */
const unknownWords = new Set(['na', 'n/a', 'nan', 'null', 'none', '-', '–', 'nil', '\\n'])

export const isUnknown = (value: unknown): boolean =>
  isBlank(value) || (typeof value === 'string' && unknownWords.has(value.trim().toLowerCase()))

/** A cell as text; null when it is blank. */
export function readText(value: unknown): string | null {
  if (isBlank(value)) return null
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const shortened: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9, 万: 1e4, 億: 1e8, 亿: 1e8 }

/** A count: `1234`, `1234.0`, `1,234`, `1.234.567`, `12.5K`. Null when it is none, and for the -1 of hidden counts. */
export function readCount(value: unknown): number | null {
  if (typeof value === 'number') return whole(value)
  if (typeof value !== 'string') return null
  const text = value.trim().replace(/[\s\u00a0\u202f'’_]/g, '')
  if (/^\d+(?:\.0+)?$/.test(text)) return whole(Number(text))
  if (/^\d{1,3}(?:([,.])\d{3})(?:\1\d{3})*$/.test(text)) return whole(Number(text.replace(/[,.]/g, '')))
  const [, number, suffix] = /^(\d+(?:[.,]\d+)?)([kmb万億亿])$/i.exec(text) ?? []
  if (number === undefined) return null
  return whole(Math.round(Number(number.replace(',', '.')) * (shortened[(suffix ?? '').toLowerCase()] ?? 1)))
}

const whole = (value: number): number | null => (Number.isSafeInteger(value) && value >= 0 ? value : null)

export function readFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  const text = String(value).trim().toLowerCase()
  if (['true', 't', 'yes', 'y', '1', '1.0'].includes(text)) return true
  return ['false', 'f', 'no', 'n', '0', '0.0'].includes(text) ? false : null
}

/** User names: a list, JSON of one, or text with commas, semicolons or spaces; `@` is taken off. */
export function readNames(value: unknown): string[] | null {
  if (isBlank(value)) return null
  const given = Array.isArray(value) ? value : (jsonList(value) ?? String(value).split(/[\s,;|]+/))
  const names = given.map((name) => (typeof name === 'string' ? name.trim().replace(/^@/, '') : ''))
  return [...new Set(names.filter((name) => name !== ''))]
}

/**
 * The images of one cell: one path or address; a list (of objects with a `url`, too), also written as JSON; several
 * addresses in a row.
 * A path may hold commas and spaces, so only what begins an address divides.
 */
export function readImages(value: unknown): string[] {
  if (isBlank(value)) return []
  const given = Array.isArray(value) ? value : (jsonList(value) ?? addresses(String(value)))
  return given.flatMap((image) => {
    const address = isObject(image) ? first(text(image.url), text(image.src), text(image.displayUrl)) : image
    return typeof address === 'string' && address.trim() !== '' ? [address.trim()] : []
  })
}

/** Texts of comments: a list of texts or of objects with a `text`, also written as JSON; any other text is one. */
export function readTexts(value: unknown): string[] | null {
  if (isBlank(value)) return null
  const given = Array.isArray(value) ? value : (jsonList(value) ?? [value])
  return given.flatMap((entry) => text(isObject(entry) ? (entry.text ?? entry.body) : entry) ?? [])
}

function addresses(cell: string): string[] {
  const pieces = cell.split(/(?<=[\s,;|])(?=(?:https?|s3):\/\/)/)
  return pieces.length === 1 ? pieces : pieces.map((piece) => withoutEnd(piece, ' \t\r\n,;|'))
}

function withoutEnd(text: string, signs: string): string {
  let end = text.length
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

function jsonList(value: unknown): unknown[] | null {
  if (typeof value !== 'string' || !/^\s*\[/.test(value)) return null
  try {
    const parsed: unknown = JSON.parse(value)
    return Array.isArray(parsed) ? list(parsed) : null
  } catch {
    return null
  }
}
