import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { openDatabase } from '../../src/dataset/database.ts'
import { literal } from '../../src/dataset/schema.ts'

/**
 * Every place of a folder in which a word stands: names of files, bytes of files, and cells of Parquet files, which are compressed. Capitals do not
 * matter.
 */
export async function placesOf(word: string, folder: string): Promise<string[]> {
  return (await placesOfEach([word], folder))[word] ?? []
}

/** The same for some words, in one reading. */
export async function placesOfEach(words: readonly string[], folder: string): Promise<Record<string, string[]>> {
  const places: Record<string, string[]> = Object.fromEntries(words.map((word) => [word, []]))
  const look = (text: string, place: () => string) => {
    const lower = text.toLowerCase()
    for (const word of words) if (lower.includes(word.toLowerCase())) places[word]?.push(place())
  }
  const database = await openDatabase()
  try {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = join(entry.parentPath, entry.name)
      const path = relative(folder, file)
      look(path, () => `name of ${path}`)
      look((await readFile(file)).toString('latin1'), () => `bytes of ${path}`)
      if (!path.endsWith('.parquet')) continue
      const rows = await database.connection.runAndReadAll(
        `SELECT to_json(row)::VARCHAR FROM read_parquet(${literal(file)}) AS row`,
      )
      for (const [row] of rows.getRows()) look(String(row), () => `row of ${path}: ${row}`)
    }
  } finally {
    database.close()
  }
  return places
}
