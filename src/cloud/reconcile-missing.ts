import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Listed } from '../aws/bucket.ts'
import { partition } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { readParquetSql } from '../dataset/files.ts'
import { literal } from '../dataset/schema.ts'
import { retryableSql } from '../dataset/winners.ts'
import { sliceSql } from './compact-slices.ts'
import { rowsOfFiles } from './compact-split.ts'
import { daysAfter } from './day.ts'
import { downloadAll } from './download.ts'
import { namingBroken } from './readable.ts'
import type { Reconciling } from './reconcile.ts'
import { type Uploads, uriSql } from './reconcile-uploads.ts'

/**
 * Makes the table `missing`: uploads that have no settled row, neither in the day nor, as events around midnight have, in the days
 * beside it. A row is settled that says ok or an error which trying again can't cure; it is one of this object if it has its ETag,
 * or none because the object was not read at all. `seen`: there is a row that is not settled.
 * @param atOnce rows that are compared at once
 * @returns how many there are
 */
export async function findMissing(work: Reconciling, uploads: Uploads, atOnce: number): Promise<number> {
  const { connection, dt } = work
  if (uploads.files.length === 0) {
    await connection.run(`CREATE TABLE missing AS ${withoutRows} WHERE false`)
    return 0
  }
  const rows = await readRows(work, [dt])
  await keepMissing(work, { from: uploadsSql(work, uploads), count: uploads.images, rows, atOnce })
  const missing = await countMissing(work)
  if (missing === 0) return 0
  await connection.run('ALTER TABLE missing RENAME TO missing_that_day')
  const beside = await readRows(work, [daysAfter(dt, -1), daysAfter(dt, 1)])
  await keepMissing(work, { from: 'missing_that_day', count: missing, rows: beside, atOnce })
  return countMissing(work)
}

const withoutRows = `SELECT '' AS uri, '' AS key, '' AS etag, NULL::TIMESTAMP AS stored_at, 0::BIGINT AS bytes, false AS seen`

function uploadsSql(work: Reconciling, { files }: Uploads): string {
  return `(SELECT ${uriSql(work)} AS uri, key, etag, stored_at, bytes, false AS seen FROM ${readParquetSql(files)})`
}

interface Compared {
  /** Uploads, in SQL. */
  from: string
  count: number
  rows: string[]
  atOnce: number
}

async function keepMissing({ connection }: Reconciling, { from, count, rows, atOnce }: Compared): Promise<void> {
  await connection.run(`CREATE TABLE missing AS ${withoutRows} WHERE false`)
  const rounds = Math.max(1, Math.ceil((count + (await rowsOfFiles(connection, rows))) / atOnce))
  const measured =
    rows.length > 0 ? readParquetSql(rows) : `(SELECT '' AS uri, '' AS etag, false AS settled WHERE false)`
  for (let round = 0; round < rounds; round++) {
    const some = (relation: string) =>
      rounds === 1 ? relation : `(SELECT * FROM ${relation} WHERE ${sliceSql('uri', rounds)} = ${round})`
    await connection.run(
      `INSERT INTO missing BY NAME
       WITH rows AS (SELECT uri, etag, bool_or(settled) AS settled FROM ${some(measured)} GROUP BY uri, etag)
       SELECT u.* REPLACE (u.seen OR same.uri IS NOT NULL OR unread.uri IS NOT NULL AS seen)
       FROM ${some(from)} AS u
       LEFT JOIN rows AS same ON u.uri = same.uri AND u.etag = same.etag
       LEFT JOIN (FROM rows WHERE etag IS NULL) AS unread ON u.uri = unread.uri
       WHERE NOT coalesce(same.settled, false) AND NOT coalesce(unread.settled, false)`,
    )
  }
}

async function countMissing({ connection }: Reconciling): Promise<number> {
  const reader = await connection.runAndReadAll('SELECT count(*) FROM missing')
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

/** Bytes of shards and parts that lie on disk at a time. */
const groupBytes = 1e9

/** Copies what is asked of the rows of some days to disk: `uri`, `etag`, `settled`. */
async function readRows(work: Reconciling, days: readonly string[]): Promise<string[]> {
  const { host, folder } = work
  await mkdir(join(folder, 'rows'), { recursive: true })
  const files: string[] = []
  for (const dt of days) {
    let group: Listed[] = []
    let bytes = 0
    const read = async () => {
      if (group.length > 0)
        files.push(await narrowed(work, group, join(folder, 'rows', `${dt}-${files.length}.parquet`)))
      group = []
      bytes = 0
    }
    // Shards first: what is compacted meanwhile is seen twice, which does no harm, and not never.
    for (const root of ['shards/', 'datasets/'] as const) {
      for await (const object of host.bucket.list(partition(root, 'images', dt))) {
        if (!object.key.endsWith('.parquet')) continue
        group.push(object)
        bytes += object.bytes
        if (bytes > groupBytes) await read()
      }
    }
    await read()
  }
  return files
}

async function narrowed(
  { host, connection, folder }: Reconciling,
  objects: readonly Listed[],
  to: string,
): Promise<string> {
  const files = await downloadAll(host.bucket, objects, join(folder, 'whole'))
  const named = new Map(files.map((file, at) => [file, objectUri(host.bucket.name, objects[at]?.key ?? '')]))
  await namingBroken(connection, named, () =>
    connection.run(
      `COPY (SELECT uri, etag, status = 'ok' OR NOT ${retryableSql} AS settled
        FROM (SELECT NULL::VARCHAR AS etag WHERE false UNION ALL BY NAME FROM ${readParquetSql(files)}))
       TO ${literal(to)} (FORMAT parquet)`,
    ),
  )
  for (const file of files) await rm(file)
  return to
}
