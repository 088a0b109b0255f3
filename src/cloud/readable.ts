import type { DuckDBConnection } from '@duckdb/node-api'
import { readParquetSql } from '../dataset/files.ts'
import { RunError } from '../errors.ts'

/**
 * Does something that reads Parquet files; if it fails, looks for the file that is to blame.
 * @param named files and the addresses of their objects
 * @throws RunError that names the object; what was thrown where every file can be read
 */
export async function namingBroken<T>(
  connection: DuckDBConnection,
  named: ReadonlyMap<string, string>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RunError) throw error
    for (const [file, address] of named) {
      const why = await whyBroken(connection, file)
      if (why) {
        throw new RunError(
          `${address}: can't be read as Parquet (${why}); nothing was removed. Look at the object, move it out of the way, and compact the day again`,
          { cause: error },
        )
      }
    }
    throw error
  }
}

/** Every value is read, as a file may begin and end well. */
async function whyBroken(connection: DuckDBConnection, file: string): Promise<string | null> {
  try {
    await connection.run(`SELECT max(hash(rows)) FROM ${readParquetSql([file])} AS rows`)
    return null
  } catch (error) {
    return ((error as Error).message.split('\n')[0] ?? '').replaceAll(file, 'file').slice(0, 200)
  }
}
