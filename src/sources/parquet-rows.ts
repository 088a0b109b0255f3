import { UsageError } from '../errors.ts'
import { isObject, parseJson } from './json.ts'
import type { TableRow, TableRows } from './rows.ts'

/** A Parquet file, read by DuckDB a few thousand rows at a time. Columns of bytes are left out. */
export async function openParquet(path: string, name: string): Promise<TableRows> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const table = `read_parquet('${literalGlob(path).replaceAll("'", "''")}')`
  const connect = async (): Promise<Awaited<ReturnType<InstanceType<typeof DuckDBInstance>['connect']>>> => {
    const connection = await (
      await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB' })
    ).connect()
    await connection.run("SET TimeZone = 'UTC'")
    return connection
  }
  const columns = await describe()
  const kept = columns.filter((column) => !/BLOB/.test(column.type))
  const fields = kept.map(({ name: column, type }) => `${quoted(column)} := ${plainValue(quoted(column), type)}`)
  const query = `SELECT to_json(struct_pack(${fields.join(', ')}))::VARCHAR FROM ${table}`
  return { columns: kept.map((column) => column.name), rows }

  async function describe(): Promise<{ name: string; type: string }[]> {
    const connection = await connect()
    try {
      const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`)
      return reader.getRowObjectsJson().map((row) => ({ name: String(row.column_name), type: String(row.column_type) }))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new UsageError(`${name}: cannot be read as Parquet (${reason.split('\n')[0]})`, { cause: error })
    } finally {
      connection.closeSync()
    }
  }

  async function* rows(note: (kind: string, message: string) => void): AsyncGenerator<TableRow> {
    const connection = await connect()
    let line = 0
    try {
      const result = await connection.stream(query)
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
        for (const value of chunk.getColumnValues(0)) {
          line++
          const cells = parseJson(String(value))
          if (isObject(cells)) yield { line, cells }
        }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      note(
        'damaged Parquet',
        `${name}:${line + 1}: cannot be read (${reason.split('\n')[0]}); what follows is not read`,
      )
    } finally {
      connection.closeSync()
    }
  }
}

const quoted = (column: string): string => `"${column.replaceAll('"', '""')}"`

/** A path is no pattern. */
const literalGlob = (path: string): string => path.replace(/[*?[]/g, '[$&]')

/** As JSON can hold it: ids whole, not-a-number as null, moments in UTC. */
function plainValue(column: string, type: string): string {
  if (/^(?:U?BIGINT|U?HUGEINT|DECIMAL.*)$/.test(type)) return `${column}::VARCHAR`
  if (/^(?:FLOAT|DOUBLE)$/.test(type)) return `CASE WHEN isfinite(${column}) THEN ${column} END`
  if (/^(?:TIMESTAMP|DATE)/.test(type)) return `strftime(${column}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%fZ')`
  return column
}
