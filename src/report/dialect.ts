/** What engines of SQL say in different ways; everything else in the queries is common to DuckDB and Trino (Athena). */
export interface Dialect {
  /** MD5 of a text, in lower-case hex. */
  md5(expression: string): string
}

export const duckdb: Dialect = {
  md5: (expression) => `md5(${expression})`,
}

/** A text as a literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
