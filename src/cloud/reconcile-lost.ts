import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { prefixes } from '../aws/contract.ts'
import { openShardUploads } from '../aws/shard-uploads.ts'
import { idOf } from '../hash.ts'
import type { Row } from '../variables/registry/index.ts'
import type { Reconciling } from './reconcile.ts'

const perShard = 50_000

/**
 * Gives a row to the images that were queued so often and have none: `lost`. They belong to no pipeline, so any row that a worker
 * may still write stands before them. The same images give the same shards.
 * @returns how many there are
 */
export async function storeLost({ host, connection, folder, dt }: Reconciling, attempts: number): Promise<number> {
  const runId = `reconcile-${dt}`
  const place = join(folder, 'lost')
  await mkdir(place)
  const uploads = openShardUploads({ bucket: host.bucket, dt, runId, folder: place })
  let rows: Row[] = []
  let count = 0
  const result = await connection.stream(
    `SELECT missing.uri, missing.key, missing.etag, missing.stored_at, missing.bytes
     FROM missing JOIN tried ON missing.key = tried.key
     WHERE tried.times >= ${attempts} AND NOT missing.seen ORDER BY missing.key`,
  )
  for await (const found of result.yieldRowObjectJs()) {
    for (const upload of found) rows.push(lostRow(upload as unknown as LostUpload, runId, attempts))
    if (rows.length < perShard) continue
    count += rows.length
    await uploads.write('images', rows)
    rows = []
  }
  count += rows.length
  await uploads.write('images', rows)
  return count
}

interface LostUpload {
  uri: string
  key: string
  etag: string
  stored_at: Date
  bytes: bigint
}

function lostRow({ uri, key, etag, stored_at, bytes }: LostUpload, runId: string, attempts: number): Row {
  return {
    row_id: idOf(uri, etag, 'lost'),
    uri,
    key: key.slice(prefixes.images.length),
    status: 'error',
    error_code: 'lost',
    error_message: `was queued ${attempts} times and never measured; look at the dead letters and at the workers' logs, then \`limelight cloud retry\``,
    warnings: [],
    bytes: Number(bytes),
    run_id: runId,
    pipeline_digest: null,
    stored_at,
    etag,
  }
}
