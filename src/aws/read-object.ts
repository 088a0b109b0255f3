import type { Readable } from 'node:stream'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import type { Reader } from '../run/reader.ts'
import { contentOf } from './body.ts'
import { connection, s3Client } from './clients.ts'
import { objectReader } from './object-reader.ts'

/** What {@link openReader} needs, as data. */
export interface ObjectReaderOptions {
  /** An emulator's; null for AWS. */
  endpoint: string | null
}

/** With two attempts each of the SDK's own. */
const tries = 4

/** The reader of `s3://` addresses on any machine: region and credentials as the SDK finds them. */
export function openReader({ endpoint }: ObjectReaderOptions): Reader {
  const client = s3Client(connection(endpoint), 2)
  return objectReader(async ({ bucket, key }, { maxBytes, signal }) => {
    const { Body, ContentLength, LastModified, ETag } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
      { abortSignal: signal },
    )
    if (!Body) throw new Error('the answer has no body')
    const stream = Body as Readable
    signal.addEventListener('abort', () => stream.destroy())
    try {
      const bytes = await contentOf(stream, ContentLength ?? null, maxBytes)
      return { bytes, columns: { stored_at: LastModified ?? null, etag: ETag?.replaceAll('"', '') ?? null } }
    } finally {
      stream.destroy()
    }
  }, tries)
}
