import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Bucket } from '../../src/aws/bucket.ts'
import { prefixes } from '../../src/aws/contract.ts'
import { openDataset } from '../../src/dataset/read.ts'

/** A row of images, as far as tests look. */
export interface ImageRow {
  key: string
  uri: string
  row_id: string
  status: string
  error_code: string | null
  error_message: string | null
  sha256: string | null
  etag: string | null
  sequencer: string | null
  dt: string
}

/** Every row of every shard of images: several for an image that was measured more than once. */
export async function shardRows(bucket: Bucket): Promise<ImageRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-rows-'))
  const rows: ImageRow[] = []
  try {
    for await (const { key } of bucket.list(`${prefixes.shards}images/`)) {
      const [, , partition = ''] = key.split('/')
      const out = join(folder, basename(key))
      await mkdir(join(out, 'images'), { recursive: true })
      await bucket.download(key, join(out, 'images', basename(key)))
      const dataset = await openDataset(out)
      const found = await dataset.query<ImageRow>(
        'SELECT key, uri, row_id, status, error_code, error_message, sha256, etag, sequencer FROM images',
      )
      dataset.close()
      rows.push(...found.map((row) => ({ ...row, dt: partition.slice('dt='.length) })))
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return rows
}

/** The rows of each key. */
export function byKey(rows: readonly ImageRow[]): Map<string, ImageRow[]> {
  const groups = new Map<string, ImageRow[]>()
  for (const row of rows) groups.set(row.key, [...(groups.get(row.key) ?? []), row])
  return groups
}
