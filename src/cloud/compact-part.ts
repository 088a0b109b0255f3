import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Listed } from '../aws/bucket.ts'
import { partition } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { readParquetSql } from '../dataset/files.ts'
import { copyToParquet } from '../dataset/write.ts'
import { RunError } from '../errors.ts'
import type { Dataset } from '../variables/registry/index.ts'
import type { SliceOfRows } from './compact-rows.ts'
import { partName, sliceSql } from './compact-slices.ts'
import { downloadAll } from './download.ts'
import type { Host } from './host.ts'
import { hashOf, replaceObject } from './replace-object.ts'

/** A part that readers see, as it was when it was stored and read back. */
export interface StoredPart {
  key: string
  etag: string
  bytes: number
  rows: number
}

export interface PartToStore {
  slice: SliceOfRows
  dataset: Dataset
  /** Its rows, in SQL. */
  query: string
  /** What is there now. */
  present: Pick<Listed, 'etag'> | null
}

/**
 * Writes the part of a dataset over the one that is there, reads it back from S3 and looks at what came.
 * @returns null where there are no rows and no part yet
 * @throws RunError when another compaction has stored a part meanwhile, or what was read back is not what was written
 */
export async function storePart(
  host: Host,
  connection: DuckDBConnection,
  { slice: { plan, slice, folder, options }, dataset, query, present }: PartToStore,
): Promise<StoredPart | null> {
  const file = await copyToParquet(connection, query, { out: join(folder, 'new'), dataset, runId: 'part' })
  try {
    const rows = (await lookInto(connection, dataset, file, { slice, of: plan.of })).rows
    if (rows === 0 && present === null) return null
    const key = `${partition('datasets/', dataset, plan.dt)}${partName({ slice, of: plan.of })}`
    await options.fault?.(`slice: before ${dataset} are stored`)
    const etag = await replaceObject(host.bucket, {
      key,
      file,
      old: present,
      otherwise: 'another compaction has stored it meanwhile; plan the day again',
    })
    await readBack(host, connection, { key, file, dataset, slice, of: plan.of, rows, folder })
    return { key, etag, bytes: (await stat(file)).size, rows }
  } finally {
    await rm(file, { force: true })
  }
}

interface Written {
  key: string
  file: string
  dataset: Dataset
  slice: number
  of: number
  rows: number
  folder: string
}

async function readBack(host: Host, connection: DuckDBConnection, written: Written): Promise<void> {
  const { key, file, dataset, slice, of, rows, folder } = written
  const [copy = ''] = await downloadAll(host.bucket, [{ key }], join(folder, 'back', dataset))
  const found = await lookInto(connection, dataset, copy, { slice, of })
  const problem =
    (await hashOf(copy)) !== (await hashOf(file)) || found.rows !== rows
      ? 'is not what was written'
      : found.repeated > 0
        ? `has ${found.repeated} ids twice`
        : found.strange > 0
          ? `has ${found.strange} rows of other slices`
          : null
  await rm(copy)
  if (problem) throw new RunError(`${objectUri(host.bucket.name, key)}: ${problem}; the shards are kept, compact again`)
}

/** Counts rows, ids that stand more than once, and rows that belong to another slice. */
async function lookInto(
  connection: DuckDBConnection,
  dataset: Dataset,
  file: string,
  { slice, of }: { slice: number; of: number },
): Promise<{ rows: number; repeated: number; strange: number }> {
  const ids = { images: ['row_id', 'uri'], posts: ['post_id'] } as const
  const [id, name] =
    dataset === 'images' ? ids.images : dataset === 'posts' ? [...ids.posts, ...ids.posts] : [null, null]
  const checks =
    id && name ? `count(*) - count(DISTINCT ${id}), count(*) FILTER (${sliceSql(name, of)} <> ${slice})` : '0, 0'
  const reader = await connection.runAndReadAll(`SELECT count(*), ${checks} FROM ${readParquetSql([file])}`)
  const [rows, repeated, strange] = (reader.getRows()[0] ?? []).map(Number)
  return { rows: rows ?? 0, repeated: repeated ?? 0, strange: strange ?? 0 }
}
