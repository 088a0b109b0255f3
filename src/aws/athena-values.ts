import { RunError } from '../errors.ts'

/**
 * Athena tells all values as text. Makes of them what DuckDB's reader gives: whole numbers and decimals as `number`,
 * days and times as `Date` in UTC.
 * @param type as the result's description names it
 * @throws RunError for lists and rows: their text does not keep the items apart. `CAST(... AS JSON)` does.
 */
export function parseValue(text: string | undefined, type: string, column: string): unknown {
  if (text === undefined) return null
  const read = readers[type]
  if (!read) {
    throw new RunError(
      `the column ${column} is of type ${type}; ask for CAST(${column} AS JSON), whose items are kept apart`,
    )
  }
  return read(text)
}

const asText = (text: string): string => text
const asNumber = (text: string): number => Number(text)
const asTime = (text: string): Date => new Date(`${text.replace(/ UTC$/, '').replace(' ', 'T')}Z`)

const readers: Record<string, (text: string) => unknown> = {
  varchar: asText,
  char: asText,
  tinyint: asNumber,
  smallint: asNumber,
  integer: asNumber,
  bigint: asWhole,
  float: asNumber,
  real: asNumber,
  double: asNumber,
  decimal: asNumber,
  boolean: (text) => text === 'true',
  date: (text) => new Date(`${text}T00:00:00Z`),
  timestamp: asTime,
  'timestamp with time zone': asTime,
  json: (text) => JSON.parse(text) as unknown,
  // A column of NULLs only.
  unknown: asText,
}

/** A `bigint` where a `number` would not be exact. */
function asWhole(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}
