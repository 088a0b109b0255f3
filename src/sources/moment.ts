/**
 * A moment as tables write it: ISO 8601, seconds or milliseconds since 1970, `13.09.2022 17:02`, `Sep 13, 2022`,
 * `Tue Sep 13 17:02:48 +0000 2022`. Without a zone it is taken as UTC.
 * @returns null when it can't be read, when day and month could be either (`03/04/2022`), or outside 1970 to 2100
 */
export function readMoment(value: unknown): Date | null {
  if (value instanceof Date) return sane(value.getTime())
  if (typeof value === 'number') return fromEpoch(value)
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (/^\d{9,10}(?:\.\d+)?$|^\d{13}$|^\d{16}$/.test(text)) return fromEpoch(Number(text))
  return fromIso(text) ?? fromDayAndMonth(text) ?? fromWords(text)
}

const sane = (milliseconds: number): Date | null =>
  milliseconds >= 0 && milliseconds < Date.UTC(2100, 0) ? new Date(milliseconds) : null

/** Seconds, milliseconds or microseconds, told apart by their size. */
function fromEpoch(value: number): Date | null {
  if (!Number.isFinite(value) || value < 1e8) return null
  return sane(Math.round(value < 1e11 ? value * 1000 : value < 1e14 ? value : value / 1000))
}

const clock = String.raw`(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(am|pm)?)?`
const zone = String.raw`\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?`
const iso = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}${zone}$`, 'i')
const stampOnly = /^(\d{4})(\d\d)(\d\d)$/
const dayFirst = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})${clock}${zone}$`, 'i')

function fromIso(text: string): Date | null {
  const [whole, year, month, day, ...rest] = iso.exec(text) ?? stampOnly.exec(text) ?? []
  return whole === undefined ? null : build(year, month, day, rest)
}

function fromDayAndMonth(text: string): Date | null {
  const [whole, a, separator, b, year, ...rest] = dayFirst.exec(text) ?? []
  if (whole === undefined) return null
  const [first, second] = [Number(a), Number(b)]
  // With dots the day stands first, everywhere; with slashes only a number above 12 tells.
  if (separator === '.' || first > 12 || first === second) return build(year, b, a, rest)
  return second > 12 ? build(year, a, b, rest) : null
}

function build(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  [hour, minute, second, fraction, half, offset]: (string | undefined)[],
): Date | null {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour ?? 0)
  if (hours > 24 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 60) return null
  const seconds = (hours * 60 + Number(minute ?? 0)) * 60 + Number(second ?? 0)
  const milliseconds = Math.floor(Number(`0.${fraction ?? 0}`) * 1000)
  return sane(date.getTime() + seconds * 1000 + milliseconds - offsetOf(offset))
}

function offsetOf(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? '') ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000 : 0
}

/** Dates with the month's English name; Date.parse takes one without a zone as local time. */
function fromWords(text: string): Date | null {
  if (!/\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i.test(text) || !/\d{4}/.test(text)) return null
  const zoned = /(?:Z|UTC|GMT|[+-]\d{4}|[+-]\d\d:\d\d)\b/.test(text)
  return sane(Date.parse(zoned ? text : `${text} UTC`))
}
