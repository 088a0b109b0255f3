import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { dayOf, prefixes } from '../aws/contract.ts'
import { listApart } from '../aws/list-apart.ts'
import { objectUri } from '../aws/object-uri.ts'
import { literal } from '../dataset/schema.ts'
import { rowsOfFiles } from './compact-split.ts'
import type { Reconciling } from './reconcile.ts'
import { inventoryUploads } from './reconcile-inventory.ts'

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
  for await (const page of listApart(host.bucket, prefixes.images)) {
    for (const { key, etag, storedAt, bytes } of page) {
      if (dayOf(storedAt) !== dt) continue
      appender.appendVarchar(key)
      appender.appendVarchar(etag)
      appender.appendBigInt(BigInt(storedAt.getTime()))
      appender.appendBigInt(BigInt(bytes))
      appender.endRow()
      if (++count === perFile) await flush()
    }
  }
  if (count > 0) await flush()
  appender.closeSync()
  return files
}

/** The uri of an upload, in SQL. */
export function uriSql({ host }: Reconciling): string {
  return `${literal(objectUri(host.bucket.name, ''))} || key`
}
