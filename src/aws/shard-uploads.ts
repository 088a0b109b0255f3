import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { openShardWriter, type ShardWriter } from '../dataset/write.ts'
import type { Bucket } from './bucket.ts'
import { partition } from './contract.ts'
import { objectUri } from './object-uri.ts'

/**
 * Writes the shards of one day to the data bucket. Their names come from their content: a shard that is there already is
 * this one, stored by a request whose answer was lost.
 * @param folder for the file that is being uploaded
 */
export function openShardUploads({
  bucket,
  dt,
  runId,
  folder,
}: {
  bucket: Bucket
  dt: string
  runId: string
  folder: string
}): ShardWriter {
  const local = openShardWriter(folder, runId)
  return {
    async write(dataset, rows) {
      const file = await local.write(dataset, rows)
      if (file === null) return null
      const key = `${partition('shards/', dataset, dt)}${basename(file)}`
      try {
        await bucket.create(key, file)
      } finally {
        await rm(file, { force: true })
      }
      return objectUri(bucket.name, key)
    },
  }
}
