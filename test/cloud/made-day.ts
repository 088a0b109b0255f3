import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openShardUploads } from '../../src/aws/shard-uploads.ts'
import { type CompactOptions, compact } from '../../src/cloud/compact.ts'
import { downloadAll } from '../../src/cloud/download.ts'
import { type Host, type LogLine, openHost } from '../../src/cloud/host.ts'
import { openDatabase } from '../../src/dataset/database.ts'
import { readParquetSql } from '../../src/dataset/files.ts'
import { readCloudEnvironment } from '../../src/environment.ts'
import { sha256 } from '../../src/hash.ts'
import type { Dataset, Row } from '../../src/variables/registry/index.ts'
import type { Connected } from '../stack/connected.ts'

export const day = '2026-11-22'

/** A host of the stage whose log is kept. */
export function hostOf(stack: Connected, own: Partial<Host> = {}): Host & { lines: LogLine[] } {
  const lines: LogLine[] = []
  return { ...openHost(readCloudEnvironment(stack.environment), { log: (line) => lines.push(line), ...own }), lines }
}

/** Runs that began one after the other: `run(2)` sorts after `run(1)`. */
export const run = (number: number): string => `20261122T${String(number).padStart(6, '0')}000Z-abcdef`

/** Stores rows as a worker does. */
export async function putShard(host: Host, dataset: Dataset, rows: readonly Row[], { dt = day, runId = run(1) } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-shard-'))
  const uploads = openShardUploads({ bucket: host.bucket, dt, runId, folder })
  try {
    return await uploads.write(dataset, rows)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A row of `images` as the worker makes them. */
export function imageRow(host: Host, key: string, more: Row = {}): Row {
  const uri = `s3://${host.bucket.name}/images/${key}`
  return {
    row_id: sha256(`${uri} ${more.etag ?? ''} ${more.pipeline_digest ?? ''}`).slice(0, 32),
    uri,
    key,
    status: 'ok',
    warnings: [],
    run_id: run(1),
    pipeline_digest: 'digest 1',
    stored_at: new Date(`${day}T10:00:00Z`),
    etag: 'etag 1',
    ...more,
  }
}

/** The ETag of an object with this content, if it came in one request. */
export const etagOf = (text: string): string => createHash('md5').update(text).digest('hex')

/** Boxes of an image. */
export function detectionRows({ row_id }: Row, labels: readonly string[]): Row[] {
  return labels.map((label, index) => ({
    row_id: row_id as string,
    detection_id: `${row_id} ${index}`,
    task: 'object',
    label,
    score: 0.5,
  }))
}

/** Stores images with what belongs to them, images last. */
export async function putImages(host: Host, images: readonly Row[], labels: readonly string[] = ['cup'], more = {}) {
  await putShard(
    host,
    'detections',
    images.flatMap((image) => detectionRows(image, labels)),
    more,
  )
  await putShard(host, 'images', images, more)
}

/** Stores which image belongs to which post. */
export async function putLinks(host: Host, links: Record<string, string>, dt = day): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-links-'))
  const { connection, close } = await openDatabase()
  try {
    const rows = Object.entries(links).map(([key, post]) => `('${key}', '${post}')`)
    const file = join(folder, 'links.parquet')
    await connection.run(`COPY (FROM (VALUES ${rows.join(', ')}) AS links (key, post_id)) TO '${file}'`)
    await host.bucket.create(`links/dt=${dt}/${sha256(JSON.stringify(links)).slice(0, 16)}.parquet`, file)
  } finally {
    close()
    await rm(folder, { recursive: true })
  }
}

/** A whole compaction, slices one after the other. */
export async function compactDay(host: Host, options: CompactOptions = {}, dt = day) {
  const planned = await compact(host, { dt, step: 'plan' }, options)
  if (!('slices' in planned)) throw new Error('a plan names slices')
  for (const slice of planned.slices) await compact(host, slice, options)
  return await compact(host, { dt, step: 'finish' }, options)
}

/** Rows of a dataset as readers see them. */
export async function seen<T = Row>(host: Host, dataset: Dataset, dt = day): Promise<T[]> {
  const keys = await keysBelow(host, `datasets/${dataset}/dt=${dt}/`)
  if (keys.length === 0) return []
  const folder = await mkdtemp(join(tmpdir(), 'limelight-seen-'))
  const { connection, close } = await openDatabase()
  try {
    const files = await downloadAll(
      host.bucket,
      keys.map((key) => ({ key })),
      folder,
    )
    const order = dataset === 'posts' ? 'post_id' : dataset === 'images' ? 'key' : 'ALL'
    const reader = await connection.runAndReadAll(`SELECT * FROM ${readParquetSql(files)} ORDER BY ${order}`)
    return reader.getRowObjectsJS() as T[]
  } finally {
    close()
    await rm(folder, { recursive: true })
  }
}

export async function keysBelow(host: Host, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of host.bucket.list(prefix)) keys.push(key)
  return keys
}

/** An empty data bucket for the next test. */
export async function emptyBucket(host: Host): Promise<void> {
  await host.bucket.remove(await keysBelow(host, ''))
}
