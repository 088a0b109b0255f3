import type { DuckDBConnection } from '@duckdb/node-api'

export interface Database {
  connection: DuckDBConnection
  close(): void
}

export interface DatabaseOptions {
  /** Folder for what does not fit into memory. */
  temporary?: string
  /** Bytes; 512 MB if not given. */
  memory?: number
  threads?: number
}

/** A DuckDB in memory that fetches nothing and keeps to itself. */
export async function openDatabase({
  temporary,
  memory = 512e6,
  threads = 2,
}: DatabaseOptions = {}): Promise<Database> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${Math.round(memory / 1e6)}MB`,
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
