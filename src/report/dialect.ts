/** What engines of SQL say in different ways; everything else in the queries is common to DuckDB and Trino (Athena). */
export interface Dialect {
  /** MD5 of a text, in lower-case hex. */
  md5(expression: string): string
}

export const duckdb: Dialect = {
  md5: (expression) => `md5(${expression})`,
}

/** Athena's engine 3, which is Trino: MD5 is of bytes and gives bytes, hex is in capitals. */
export const athena: Dialect = {
  md5: (expression) => `lower(to_hex(md5(to_utf8(${expression}))))`,
}

/**
 * A number that `/` divides as a real number: Trino's `/` between whole numbers drops the rest, DuckDB's does not.
 * Every operand of `/` in the queries is one.
 */
export function real(expression: string): string {
  return `CAST(${expression} AS DOUBLE)`
}

/** A text as a literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
