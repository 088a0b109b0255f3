import { basename, join } from 'node:path'
import { objectUri } from '../aws/object-uri.ts'
import { readParquetSql } from '../dataset/files.ts'
import { downloadAll } from './download.ts'
import { databaseIn, type Host, inFolder } from './host.ts'
import { namingBroken } from './readable.ts'

/**
 * The digest of the newest run among shards and what is compacted already: shards' names begin with the time at which their
 * run began, so one of them and one part are looked into. Null when no pipeline has a row.
 */
export async function newestDigest(
  host: Host,
  { shards, part }: { shards: readonly string[]; part: string | null },
): Promise<string | null> {
  const runs = shards.filter((key) => /^\d{8}T/.test(basename(key)))
  const newest = runs.toSorted((a, b) => (basename(a) < basename(b) ? 1 : -1))[0]
  const keys = [newest, part].flatMap((key) => key ?? [])
  if (keys.length === 0) return null
  return inFolder(host, async (folder) => {
    const files = await downloadAll(
      host.bucket,
      keys.map((key) => ({ key })),
      join(folder, 'images'),
    )
    const named = new Map(files.map((file, index) => [file, objectUri(host.bucket.name, keys[index] as string)]))
    const { connection, close } = await databaseIn(host, folder)
    try {
      const reader = await namingBroken(connection, named, () =>
        connection.runAndReadAll(`SELECT arg_max(pipeline_digest, run_id) FROM ${readParquetSql(files)}`),
      )
      return (reader.getRows()[0]?.[0] as string | null | undefined) ?? null
    } finally {
      close()
    }
  })
}
