import { prefixes, provenanceKey } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import type { DatasetReader } from '../dataset/read.ts'
import type { RunInfo } from '../dataset/run-info.ts'
import type { Host } from './host.ts'

interface Measured {
  images: number
  errors: number
  digest: string | null
  others: number
}

/**
 * What `run.json` is to a local dataset: how most rows of some days came about, as their workers said, and what the days have.
 * @returns null where no worker has said so
 */
export async function provenanceOf(
  host: Pick<Host, 'bucket' | 'stage'>,
  reader: Pick<DatasetReader, 'query'>,
  { from, to }: { from: string; to: string },
): Promise<RunInfo | null> {
  const [day] = await reader.query<Measured>(`
    WITH digests AS (SELECT pipeline_digest, COUNT(*) AS n FROM images GROUP BY pipeline_digest),
    ranked AS (SELECT pipeline_digest, n, ROW_NUMBER() OVER (ORDER BY n DESC, pipeline_digest) AS place FROM digests)
    SELECT COALESCE(SUM(n), 0) AS images, MAX(CASE WHEN place = 1 THEN pipeline_digest END) AS digest,
      COALESCE(SUM(CASE WHEN place > 1 THEN n END), 0) AS others,
      (SELECT COUNT(*) FROM images WHERE status <> 'ok') AS errors
    FROM ranked`)
  if (!day?.digest) return null
  const text = await host.bucket.read(provenanceKey(day.digest))
  if (!text) return null
  const worker = JSON.parse(Buffer.from(text).toString('utf8')) as RunInfo
  return {
    ...worker,
    run_id: from === to ? `day ${from}` : `days ${from} to ${to}`,
    command: [...pullCommand, '--stage', host.stage, '--from', from, '--to', to],
    complete: true,
    sources: [
      { name: objectUri(host.bucket.name, prefixes.images), kind: 's3', left_out: {}, notes: notesOf(day, worker) },
    ],
    counts: {
      ...worker.counts,
      references: day.images,
      measured: day.images,
      errors: day.errors,
      images_in_dataset: day.images,
      images_of_other_digests: day.others,
    },
  }
}

/** What `run.json` of a folder says that was pulled, not run. */
export const pullCommand = ['cloud', 'pull'] as const

function notesOf({ others }: Measured, { run_id }: RunInfo): string[] {
  const notes = [`Versions, machine and speed are those of one of the workers, ${run_id}.`]
  if (others > 0) notes.push(`${others} images were measured by another pipeline: the stack was changed in between.`)
  return notes
}
