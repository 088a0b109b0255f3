import type { DuckDBConnection } from '@duckdb/node-api'
import { limits, type Night } from '../aws/contract.ts'
import { nightOf } from './day.ts'
import { databaseIn, type Host, inFolder } from './host.ts'
import { writeManifests } from './manifests.ts'
import { finishAttempt, openAttempt, untried } from './reconcile-attempts.ts'
import { storeLost } from './reconcile-lost.ts'
import { findMissing } from './reconcile-missing.ts'
import { readUploads } from './reconcile-uploads.ts'

export interface ReconcileCall extends Night.Call {
  /**
   * An S3 Inventory in place of a listing of the bucket, which takes a minute for each half million images: its `manifest.json`, or
   * the folder of all inventories, `s3://bucket/.../CONFIGURATION/`, for the first one made after the day.
   */
  inventory?: string
}

/** What its steps share: tables of the database, and a folder for files. */
export interface Reconciling {
  host: Host
  connection: DuckDBConnection
  folder: string
  dt: string
}

export interface ReconcileOptions {
  /** How often an image is queued before it is given up. */
  attempts?: number
  /** Rows that are compared at once. */
  atOnce?: number
  /** For tests: is told of each step, and may end the work there by throwing. */
  fault?: (step: string) => void | Promise<void>
}

/**
 * Looks for a row of every image that was uploaded on a day, by its uri and ETag. What has none, or an error that trying again
 * can cure, is queued again, three times at most; what has no row even then gets one that says `lost`.
 * An object that was overwritten belongs to the day of its newest version.
 */
export async function reconcile(
  host: Host,
  call: ReconcileCall,
  { attempts = limits.reconcileAttempts, atOnce = 5_000_000, fault = () => {} }: ReconcileOptions = {},
): Promise<Night.Reconciled> {
  const dt = nightOf(call, host.now())
  return inFolder(host, async (folder) => {
    const { connection, close } = await databaseIn(host, folder)
    const work: Reconciling = { host, connection, folder, dt }
    try {
      const uploads = await readUploads(work, call.inventory ?? null)
      const missing = await findMissing(work, uploads, atOnce)
      await fault('reconcile: after rows are read')
      const attempt = await openAttempt(work)
      const { images: queued } = await writeManifests({
        bucket: host.bucket,
        queue: host.queue('manifests'),
        folder: attempt.folder,
        dt,
        lines: untried(work, attempts),
      })
      await fault('reconcile: after images are queued')
      if (queued > 0) await finishAttempt(work, attempt)
      const lost = await storeLost(work, attempts)
      const { images } = uploads
      const done = { dt, round: call.round ?? 0, uploads: images, measured: images - missing, queued, lost }
      host.log({ event: 'reconciled', attempt: attempt.number, ...done })
      return done
    } finally {
      close()
    }
  })
}
