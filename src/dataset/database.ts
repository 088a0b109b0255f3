import type { DuckDBConnection } from '@duckdb/node-api'

export interface Database {
  connection: DuckDBConnection
  close(): void
}

/**
 * A DuckDB in memory that fetches nothing and keeps to itself.
 * @param temporary folder for what does not fit into memory
 */
export async function openDatabase({ temporary }: { temporary?: string } = {}): Promise<Database> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '512MB',
    autoinstall_known_extensions: 'false',
    ...(temporary ? { temp_directory: temporary } : {}),
  })
  const connection = await instance.connect()
  return {
    connection,
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
