import { RunError } from '../errors.ts'

/** Days of the partitions that are asked, both included, `YYYY-MM-DD`. */
export interface Days {
  from: string
  to: string
}

/** A value that a query is given. */
export type Parameter = string | number | bigint | boolean | Date | null

/**
 * A query that was written for tables called `images`, `posts`, ..., as one for the tables of a database and some days:
 * common table expressions of those names come before the query's own.
 */
export function queryOfDays(sql: string, tables: readonly string[], database: string, { from, to }: Days): string {
  for (const day of [from, to]) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RunError(`${day} is no day; days are written YYYY-MM-DD`)
  }
  const named = tables.filter((table) => new RegExp(`\\b${table}\\b`).test(sql))
  if (named.length === 0) return sql
  const stands = named.map(
    (table) => `${table} AS (SELECT * FROM "${database}"."${table}" WHERE dt BETWEEN '${from}' AND '${to}')`,
  )
  const [, own] = /^\s*WITH\s+(.*)$/is.exec(sql) ?? []
  return `WITH ${stands.join(',\n')}${own === undefined ? `\n${sql}` : `,\n${own}`}`
}

/**
 * Puts values in the places of `$1`, `$2`, ...: Athena's own parameters can't be repeated and are limited to 1,024
 * characters. Places inside of texts and quoted names are left alone.
 */
export function withParameters(sql: string, parameters: readonly Parameter[]): string {
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g, (found, place?: string) => {
    if (place === undefined) return found
    const index = Number(place) - 1
    if (!(index in parameters)) throw new RunError(`a query names the parameter ${found} and was given none`)
    return literalOf(parameters[index] ?? null)
  })
}

function literalOf(value: Parameter): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (value instanceof Date) return `TIMESTAMP '${value.toISOString().replace('T', ' ').replace('Z', '')}'`
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value)
  if (!Number.isFinite(value)) throw new RunError(`a query can't be given the number ${value}`)
  return value.toExponential()
}
