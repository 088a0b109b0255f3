import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bucket, openBucket } from '../aws/bucket.ts'
import { prefixes } from '../aws/contract.ts'
import { parseObjectUri } from '../aws/object-uri.ts'
import { literal } from '../dataset/schema.ts'
import { RunError, UsageError } from '../errors.ts'
import { type Inventory, readInventory, rowsSql } from './backfill-inventory.ts'
import { daysAfter } from './day.ts'
import { downloadAll } from './download.ts'
import type { Reconciling } from './reconcile.ts'

/**
 * The uploads of a day by an S3 Inventory.
 * @param address of a `manifest.json`, or of the folder that the inventories of a configuration are written to
 * @returns Parquet files, see `Uploads`
 */
export async function inventoryUploads(work: Reconciling, address: string): Promise<string[]> {
  const { host, connection, folder, dt } = work
  const place = parseObjectUri(address)
  if (!place) throw new UsageError(`inventory ${address}: is no address; give s3://bucket/.../manifest.json`)
  const bucket = openBucket(host.bucket.client, place.bucket)
  const manifest = place.key.endsWith('/') ? await firstAfter(bucket, place.key, { address, dt }) : place.key
  const inventory = await readInventory(bucket, manifest)
  check(inventory, address, host.bucket.name)
  const key = inventory.fileFormat === 'CSV' ? `url_decode(replace(key, '+', ' '))` : 'key'
  const files: string[] = []
  for (const file of inventory.files) {
    const [data = ''] = await downloadAll(bucket, [{ key: file.key, bytes: file.size }], join(folder, 'inventory'))
    const uploads = join(folder, 'uploads', `${files.length}.parquet`)
    await connection.run(
      `COPY (SELECT ${key} AS key, etag, stored_at, bytes FROM (${rowsSql(data, inventory)})
        WHERE is_there AND starts_with(${key}, ${literal(prefixes.images)}) AND strftime(stored_at, '%Y-%m-%d') = ${literal(dt)})
       TO ${literal(uploads)} (FORMAT parquet)`,
    )
    files.push(uploads)
    await rm(data)
  }
  return files
}

/** Inventories lie in folders that are called `2026-11-23T01-00Z`; one that was made on the day does not have all of it. */
async function firstAfter(
  bucket: Bucket,
  folder: string,
  { address, dt }: { address: string; dt: string },
): Promise<string> {
  for await (const { key } of bucket.list(`${folder}20`)) {
    const [, made = ''] = /^(\d{4}-\d{2}-\d{2})T\d{2}-\d{2}Z\/manifest\.json$/.exec(key.slice(folder.length)) ?? []
    if (made >= daysAfter(dt, 1)) return key
  }
  throw new RunError(
    `${address}: there is no inventory yet that was made after ${dt}; try again when there is one, or without an inventory`,
  )
}

function check({ sourceBucket, fileSchema }: Inventory, address: string, bucket: string): void {
  if (sourceBucket !== bucket) throw new UsageError(`${address}: is of the bucket ${sourceBucket}, not of ${bucket}`)
  for (const column of [/\bE_?Tag\b/i, /\bLast_?Modified_?Date\b/i]) {
    if (!column.test(fileSchema))
      throw new UsageError(`${address}: has no ETag or no LastModifiedDate; add both fields to the inventory`)
  }
}
