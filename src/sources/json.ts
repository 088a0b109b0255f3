/**
 * Careful steps into JSON of unknown shape: what is not there, or of another type, is null.
 */

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at the end of a path of keys and indices. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let here = value
  for (const step of path) {
    if (typeof step === 'number') here = Array.isArray(here) ? here[step] : undefined
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined
  }
  return here
}

export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A count: platforms write -1 for one that is hidden. */
export const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** A whole id, also where it came as a number. */
export const idText = (value: unknown): string | null => (typeof value === 'number' ? String(value) : text(value))

/** Each once, without what is null. */
export const unique = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
]

/** The first that is not null. */
export function first<T>(...values: (T | null)[]): T | null {
  return values.find((value) => value !== null) ?? null
}

/** Looks like a whole number of 16 digits or more outside of text; inside, it is looked at again. */
const longNumber = /[:[,]\s*-?\d{16,}\s*[,\]}]/

/** Parses JSON; whole numbers too large for a double (ids of 19 digits) stay exact, as text. */
export function parseJson(source: string): unknown {
  // Most exports write ids as text: then nothing has to be taken apart, which costs more than the parsing.
  if (!longNumber.test(source)) return JSON.parse(source)
  const exact = source.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  )
  return JSON.parse(exact)
}
