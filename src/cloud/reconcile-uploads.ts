import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openBucket } from '../aws/bucket.ts'
import { dayOf, prefixes } from '../aws/contract.ts'
import { objectUri, parseObjectUri } from '../aws/object-uri.ts'
import { literal } from '../dataset/schema.ts'
import { UsageError } from '../errors.ts'
import { readInventory, rowsSql } from './backfill-inventory.ts'
import { rowsOfFiles } from './compact-split.ts'
import { downloadAll } from './download.ts'
import type { Reconciling } from './reconcile.ts'

/** The images that were uploaded on a day, on disk: Parquet files with `key` (whole), `etag`, `stored_at` and `bytes`. */
export interface Uploads {
  images: number
  files: string[]
}

/**
 * What lies below `images/` and was stored on the day (UTC), by a listing or, if it is named, by an S3 Inventory.
 * @throws UsageError for an inventory that does not serve
 */
export async function readUploads(work: Reconciling, inventory: string | null): Promise<Uploads> {
  await mkdir(join(work.folder, 'uploads'))
  const files = inventory === null ? await listUploads(work) : await inventoryUploads(work, inventory)
  return { images: await rowsOfFiles(work.connection, files), files }
}

/** Rows that are in memory at a time. */
const perFile = 500_000

async function listUploads({ host, connection, folder, dt }: Reconciling): Promise<string[]> {
  await connection.run('CREATE TABLE listed (key VARCHAR, etag VARCHAR, stored_at BIGINT, bytes BIGINT)')
  const files: string[] = []
  let appender = await connection.createAppender('listed')
  let count = 0
  const flush = async () => {
    appender.closeSync()
    const file = join(folder, 'uploads', `${files.length}.parquet`)
    await connection.run(
      `COPY (SELECT * REPLACE (make_timestamp(stored_at * 1000) AS stored_at) FROM listed) TO ${literal(file)} (FORMAT parquet)`,
    )
    await connection.run('TRUNCATE listed')
    files.push(file)
    count = 0
    appender = await connection.createAppender('listed')
  }
  for await (const { key, etag, storedAt, bytes } of host.bucket.list(prefixes.images)) {
    if (dayOf(storedAt) !== dt) continue
    appender.appendVarchar(key)
    appender.appendVarchar(etag)
    appender.appendBigInt(BigInt(storedAt.getTime()))
    appender.appendBigInt(BigInt(bytes))
    appender.endRow()
    if (++count === perFile) await flush()
  }
  if (count > 0) await flush()
  appender.closeSync()
  return files
}

async function inventoryUploads({ host, connection, folder, dt }: Reconciling, address: string): Promise<string[]> {
  const place = parseObjectUri(address)
  if (!place) throw new UsageError(`inventory ${address}: is no address; give s3://bucket/.../manifest.json`)
  const bucket = openBucket(host.bucket.client, place.bucket)
  const inventory = await readInventory(bucket, place.key)
  if (inventory.sourceBucket !== host.bucket.name)
    throw new UsageError(`${address}: is of the bucket ${inventory.sourceBucket}, not of ${host.bucket.name}`)
  for (const column of [/\bE_?Tag\b/i, /\bLast_?Modified_?Date\b/i]) {
    if (!column.test(inventory.fileSchema))
      throw new UsageError(`${address}: has no ETag or no LastModifiedDate; add both fields to the inventory`)
  }
  const decoded = inventory.fileFormat === 'CSV' ? `url_decode(replace(key, '+', ' '))` : 'key'
  const files: string[] = []
  for (const { key, size } of inventory.files) {
    const [data = ''] = await downloadAll(bucket, [{ key, bytes: size }], join(folder, 'inventory'))
    const file = join(folder, 'uploads', `${files.length}.parquet`)
    await connection.run(
      `COPY (SELECT ${decoded} AS key, etag, stored_at, bytes FROM (${rowsSql(data, inventory)})
        WHERE is_there AND starts_with(${decoded}, ${literal(prefixes.images)}) AND strftime(stored_at, '%Y-%m-%d') = ${literal(dt)})
       TO ${literal(file)} (FORMAT parquet)`,
    )
    files.push(file)
    await rm(data)
  }
  return files
}

/** The uri of an upload, in SQL. */
export function uriSql({ host }: Reconciling): string {
  return `${literal(objectUri(host.bucket.name, ''))} || key`
}
