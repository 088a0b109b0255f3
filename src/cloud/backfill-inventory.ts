import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Bucket } from '../aws/bucket.ts'
import { objectUri } from '../aws/object-uri.ts'
import { openDatabase } from '../dataset/database.ts'
import { literal } from '../dataset/schema.ts'
import { UsageError } from '../errors.ts'
import { explained, type FoundKey } from './backfill-keys.ts'
import { downloadAll } from './download.ts'

const manifestSchema = z.object({
  sourceBucket: z.string().min(1),
  fileFormat: z.string(),
  fileSchema: z.string(),
  files: z.array(z.object({ key: z.string(), size: z.number() })),
})

type Inventory = z.infer<typeof manifestSchema>

/**
 * Every object of an S3 Inventory (CSV or Parquet), in the order of its files; a position is `FILE:ROW`, what has been
 * read. Only the current versions count. A file at a time lies in the folder.
 */
export async function* inventoryKeys(
  bucket: Bucket,
  manifest: string,
  { from = '0:0', folder }: { from: string | undefined; folder: string },
): AsyncGenerator<FoundKey> {
  const inventory = await readInventory(bucket, manifest)
  const start = positionOf(from)
  for (const [file, { key, size }] of inventory.files.entries()) {
    if (file < start.file) continue
    const [path = ''] = await downloadAll(bucket, [{ key, bytes: size }], join(folder, basename(manifest)))
    yield* keysOf(path, inventory, { file, row: file === start.file ? start.row : 0 })
  }
}

async function readInventory(bucket: Bucket, manifest: string): Promise<Inventory> {
  const uri = objectUri(bucket.name, manifest)
  let bytes: Uint8Array | null
  try {
    bytes = await bucket.read(manifest)
  } catch (error) {
    throw explained(error, bucket.name)
  }
  if (!bytes) throw new UsageError(`${uri}: there is no such object; give the manifest.json of an S3 Inventory`)
  let inventory: Inventory
  try {
    inventory = manifestSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (error) {
    throw new UsageError(`${uri}: is no manifest of an S3 Inventory (${(error as Error).message})`, { cause: error })
  }
  if (!['CSV', 'Parquet'].includes(inventory.fileFormat)) {
    throw new UsageError(`${uri}: the inventory is in ${inventory.fileFormat}; have it written as CSV or Parquet`)
  }
  return inventory
}

function positionOf(from: string): { file: number; row: number } {
  const [, file, row] = /^(\d+):(\d+)$/.exec(from) ?? []
  if (file === undefined)
    throw new UsageError(`--resume ${from}: a place in an inventory is FILE:ROW, as a backfill says it`)
  return { file: Number(file), row: Number(row) }
}

async function* keysOf(
  path: string,
  inventory: Inventory,
  at: { file: number; row: number },
): AsyncGenerator<FoundKey> {
  const { connection, close } = await openDatabase()
  try {
    const result = await connection.stream(`SELECT * FROM (${rowsSql(path, inventory)}) OFFSET ${at.row}`)
    let { row } = at
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const [keys, current] = [chunk.getColumnValues(0), chunk.getColumnValues(1)]
      for (const [index, key] of keys.entries()) {
        row++
        if (!current[index]) continue
        const decoded = inventory.fileFormat === 'CSV' ? formDecoded(String(key)) : String(key)
        yield { bucket: inventory.sourceBucket, key: decoded, at: `${at.file}:${row}` }
      }
    }
  } finally {
    close()
  }
}

/** A row an object: its key, and whether it is there: the current version, and no mark that it was removed. */
function rowsSql(path: string, { fileFormat, fileSchema }: Inventory): string {
  if (fileFormat === 'Parquet') {
    const has = (column: string) => new RegExp(`\\b${column}\\b`).test(fileSchema)
    const latest = has('is_latest') ? 'coalesce(is_latest, true)' : 'true'
    const removed = has('is_delete_marker') ? 'coalesce(is_delete_marker, false)' : 'false'
    return `SELECT key, ${latest} AND NOT ${removed} FROM read_parquet(${literal(path)})`
  }
  const columns = fileSchema.split(',').map((name) => name.trim())
  const types = columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ')
  const is = (column: string, otherwise: boolean) =>
    columns.includes(column) ? `coalesce(lower("${column}") = 'true', ${otherwise})` : String(otherwise)
  return `SELECT "Key", ${is('IsLatest', true)} AND NOT ${is('IsDeleteMarker', false)}
    FROM read_csv(${literal(path)}, header = false, delim = ',', quote = '"', escape = '"', columns = {${types}},
      compression = 'auto', parallel = false)`
}

/** Keys in an inventory's CSV are form-encoded, as in S3's events. */
function formDecoded(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '))
}
