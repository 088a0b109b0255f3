import { colourTableEntries } from '../variables/registry/families/colour-table.ts'
import { ownVariables, setOwnVariables, type Variable, variablesOf } from '../variables/registry/index.ts'
import { openDatabase } from './database.ts'
import { parquetFiles } from './files.ts'
import { literal } from './schema.ts'

type Entry = Omit<Variable, 'dataset' | 'family' | 'curated'>

/**
 * Makes columns of `images` known that the registry does not have: a user's own variables and those of a table of colours, by the entries that every file carries
 * in its metadata. So a dataset can be read where its modules are not, and nothing of them is run.
 */
export async function knowOwnColumns(out: string): Promise<void> {
  const newest = (await parquetFiles(out, 'images')).at(-1)
  if (!newest) return
  const known = variablesOf('images')
  const names = new Set(known.map(({ name }) => name))
  const entries = (await entriesOf(newest)).filter(({ name }) => !names.has(name))
  if (entries.length === 0) return
  const added = entries.map(
    (entry): Variable => ({ ...entry, dataset: 'images', family: familyOf(entry), curated: true }),
  )
  setOwnVariables([...ownVariables(), ...added])
}

/** Files do not say of which family a column is. */
function familyOf({ name }: Entry): string {
  return colourTableEntries().find((one) => one.name === name)?.family ?? 'own'
}

async function entriesOf(file: string): Promise<Entry[]> {
  const { connection, close } = await openDatabase()
  try {
    const reader = await connection.runAndReadAll(
      `SELECT decode(value) FROM parquet_kv_metadata(${literal(file)}) WHERE decode(key) = 'limelight_codebook'`,
    )
    const text = reader.getRows()[0]?.[0]
    const entries: unknown = typeof text === 'string' ? JSON.parse(text) : []
    return Array.isArray(entries) ? (entries as Entry[]) : []
  } finally {
    close()
  }
}
