import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { mayPass, pause, statusOf } from '../aws/answers.ts'
import type { Bucket, Listed } from '../aws/bucket.ts'
import { objectUri } from '../aws/object-uri.ts'
import { RunError } from '../errors.ts'
import { downloadAll } from './download.ts'

export interface Replacement {
  key: string
  file: string
  /** What is there now; null: nothing. */
  old: Pick<Listed, 'etag'> | null
  /** What happened where something else is there, and what to do then. */
  otherwise: string
}

const tries = 6

/**
 * Stores a file where `old` is or, if that is null, where nothing is: work that was thought dead must not write over
 * the work of what took its place.
 * @returns the new object's etag
 * @throws RunError when something else is there
 */
export async function replaceObject(bucket: Bucket, wanted: Replacement): Promise<string> {
  const { key, file, old } = wanted
  const { size } = await stat(file)
  for (let attempt = 1; ; attempt++) {
    try {
      const { ETag } = await bucket.client.send(
        new PutObjectCommand({
          Bucket: bucket.name,
          Key: key,
          Body: createReadStream(file),
          ContentLength: size,
          ...(old ? { IfMatch: `"${old.etag}"` } : { IfNoneMatch: '*' }),
        }),
      )
      return (ETag ?? '').replaceAll('"', '')
    } catch (error) {
      // The request before may have been carried out, and its answer lost.
      if (statusOf(error) === 412) return await ownEtag(bucket, wanted)
      if (attempt === tries || !mayPass(error)) throw error
      await pause(attempt)
    }
  }
}

async function ownEtag(bucket: Bucket, { key, file, otherwise }: Replacement): Promise<string> {
  for await (const object of bucket.list(key)) {
    if (object.key !== key) continue
    const [copy = ''] = await downloadAll(bucket, [object], join(file, '..', 'there'))
    const same = (await hashOf(copy)) === (await hashOf(file))
    await rm(copy)
    if (same) return object.etag
  }
  throw new RunError(`${objectUri(bucket.name, key)}: ${otherwise}`)
}

export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
