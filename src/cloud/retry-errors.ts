import type { Bucket } from '../aws/bucket.ts'
import { type ManifestLine, partition } from '../aws/contract.ts'
import { parseObjectUri } from '../aws/object-uri.ts'
import type { Queue } from '../aws/queue.ts'
import { openDatabase } from '../dataset/database.ts'
import { readParquetSql } from '../dataset/files.ts'
import { literal } from '../dataset/schema.ts'
import { type ErrorCode, errorCodes, UsageError } from '../errors.ts'
import { downloadAll } from './download.ts'
import { inFolder } from './host.ts'
import { type Manifests, writeManifests } from './manifests.ts'

export interface RetryErrors {
  bucket: Bucket
  /** The manifests' queue. */
  queue: Queue
  /** Folder for temporary files. */
  folder: string
  days: readonly string[]
  codes: readonly ErrorCode[]
  /** Counts only. */
  dryRun?: boolean
}

export interface Retried extends Manifests {
  dt: string
  byCode: Record<string, number>
}

/** Queues the quarantined images of some days again, by error code. Their rows come into the days that they were in. */
export async function retryErrors(wanted: RetryErrors): Promise<Retried[]> {
  const days: Retried[] = []
  for (const dt of wanted.days) days.push(await retryDay(wanted, dt))
  return days
}

/**
 * Codes from words: names with commas, `retryable` for those that trying again can cure, `all`.
 * @throws UsageError for a word that is no code
 */
export function errorCodesOf(words: string): ErrorCode[] {
  const all = Object.keys(errorCodes) as ErrorCode[]
  if (words === 'all') return all
  if (words === 'retryable') return all.filter((code) => errorCodes[code].retry)
  return words.split(',').map((word) => {
    const code = all.find((one) => one === word.trim())
    if (code) return code
    throw new UsageError(`--errors ${word}: is no error code; give some of ${all.join(', ')}, or retryable, or all`)
  })
}

async function retryDay({ bucket, queue, folder, codes, dryRun }: RetryErrors, dt: string): Promise<Retried> {
  const byCode: Record<string, number> = {}
  const found = { images: 0 }
  async function* lines(): AsyncGenerator<ManifestLine> {
    for await (const { uri, code } of failures({ bucket, folder, codes, dt })) {
      const place = parseObjectUri(uri)
      if (!place) continue
      byCode[code] = (byCode[code] ?? 0) + 1
      found.images++
      yield place.bucket === bucket.name ? { key: place.key } : place
    }
  }
  if (dryRun) {
    for await (const _ of lines());
    return { dt, images: found.images, manifests: 0, byCode }
  }
  return { dt, ...(await writeManifests({ bucket, queue, folder: `retry/${dt}`, dt, lines: lines() })), byCode }
}

async function* failures(of: {
  bucket: Bucket
  folder: string
  codes: readonly ErrorCode[]
  dt: string
}): AsyncGenerator<{ uri: string; code: string }> {
  const parts: { key: string; bytes: number }[] = []
  for await (const part of of.bucket.list(partition('datasets/', 'images', of.dt))) parts.push(part)
  for (const part of parts) {
    const rows = await inFolder(of, async (folder) => {
      const files = await downloadAll(of.bucket, [part], folder)
      const { connection, close } = await openDatabase()
      try {
        const reader = await connection.runAndReadAll(
          `SELECT uri, error_code FROM ${readParquetSql(files)}
            WHERE status = 'error' AND error_code IN (${of.codes.map(literal).join(', ')}) ORDER BY uri`,
        )
        return reader.getRowsJS()
      } finally {
        close()
      }
    })
    for (const [uri, code] of rows) yield { uri: String(uri), code: String(code) }
  }
}
