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

export type Inventory = z.infer<typeof manifestSchema>

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

/** @throws UsageError for what is no manifest.json, and for ORC */
export async function readInventory(bucket: Bucket, manifest: string): Promise<Inventory> {
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

/**
 * A row an object: its key, form-encoded in CSV, and whether it is there (the current version, and no mark that it was
 * removed); its ETag, when it was stored and its size, null where the inventory does not say.
 */
export function rowsSql(path: string, { fileFormat, fileSchema }: Inventory): string {
  const columns = fileFormat === 'CSV' ? fileSchema.split(',').map((name) => name.trim()) : parquetColumns(fileSchema)
  const has = (name: string) => columns.includes(name)
  const [key, latest, removed, etag, stored, size] =
    fileFormat === 'CSV'
      ? ['Key', 'IsLatest', 'IsDeleteMarker', 'ETag', 'LastModifiedDate', 'Size']
      : ['key', 'is_latest', 'is_delete_marker', 'e_tag', 'last_modified_date', 'size']
  const is = (name: string, otherwise: boolean) =>
    has(name) ? `coalesce(lower("${name}"::VARCHAR) = 'true', ${otherwise})` : String(otherwise)
  const cell = (name: string, type: string) => (has(name) ? `TRY_CAST("${name}" AS ${type})` : `NULL::${type}`)
  const source =
    fileFormat === 'CSV'
      ? `read_csv(${literal(path)}, header = false, delim = ',', quote = '"', escape = '"', compression = 'auto',
          parallel = false, columns = {${columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ')}})`
      : `read_parquet(${literal(path)})`
  return `SELECT "${key}" AS key, ${is(latest, true)} AND NOT ${is(removed, false)} AS is_there,
    replace(${cell(etag, 'VARCHAR')}, '"', '') AS etag, ${cell(stored, 'TIMESTAMP')} AS stored_at, ${cell(size, 'BIGINT')} AS bytes
    FROM ${source}`
}

/** Of `message s3.inventory { required binary bucket (UTF8); required binary key (UTF8); ... }`. */
function parquetColumns(schema: string): string[] {
  return [...schema.matchAll(/(?:required|optional)\s+\S+\s+(\w+)/g)].map(([, name = '']) => name)
}

/** Keys in an inventory's CSV are form-encoded, as in S3's events. */
function formDecoded(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '))
}
