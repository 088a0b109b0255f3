import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { openDatabase } from '../../src/dataset/database.ts'
import { literal } from '../../src/dataset/schema.ts'

/**
 * Every place of a folder in which a word stands: names of files, bytes of files, and cells of Parquet files, which are compressed. Capitals do not
 * matter.
 */
export async function placesOf(word: string, folder: string): Promise<string[]> {
  const wanted = word.toLowerCase()
  const places: string[] = []
  const database = await openDatabase()
  try {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = join(entry.parentPath, entry.name)
      const path = relative(folder, file)
      if (path.toLowerCase().includes(wanted)) places.push(`name of ${path}`)
      const bytes = await readFile(file)
      if (bytes.toString('latin1').toLowerCase().includes(wanted)) places.push(`bytes of ${path}`)
      if (!path.endsWith('.parquet')) continue
      const rows = await database.connection.runAndReadAll(
        `SELECT to_json(row)::VARCHAR FROM read_parquet(${literal(file)}) AS row WHERE contains(lower(to_json(row)::VARCHAR), ${literal(wanted)})`,
      )
      for (const [row] of rows.getRows()) places.push(`row of ${path}: ${row}`)
    }
  } finally {
    database.close()
  }
  return places
}
