import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { ImageError } from '../errors.ts'
import type { Content, Reader } from '../run/reader.ts'
import { mayPass, pause, statusOf } from './bucket.ts'
import { connection, s3Client } from './clients.ts'
import { parseObjectUri } from './object-uri.ts'

/** What {@link openReader} needs, as data. */
export interface ObjectReaderOptions {
  /** An emulator's; null for AWS. */
  endpoint: string | null
}

/** With two attempts each of the SDK's own. */
const tries = 4
const secondsPerTry = 30

/** The lanes' reader of `s3://` addresses: one GET an object, again only if that failed in a way that may pass. */
export function openReader({ endpoint }: ObjectReaderOptions): Reader {
  const client = s3Client(connection(endpoint), 2)
  return { read: (uri, maxBytes) => read(client, uri, maxBytes) }
}

async function read(client: S3Client, uri: string, maxBytes: number): Promise<Content> {
  const object = parseObjectUri(uri)
  if (!object) throw new ImageError('refused', `${uri}: is no s3:// address`)
  for (let attempt = 1; ; attempt++) {
    try {
      return await get(client, object, maxBytes)
    } catch (error) {
      if (error instanceof ImageError) throw error
      if (statusOf(error) === 404) throw new ImageError('not_found', 'there is no such object', { cause: error })
      if (statusOf(error) === 403) {
        throw new ImageError('access_denied', "the object may not be read; give the worker's role s3:GetObject", {
          cause: error,
        })
      }
      if (!mayPass(error)) throw error
      if (attempt === tries) {
        throw new ImageError('unavailable', `S3 did not give the object in ${tries} tries: ${String(error)}`, {
          cause: error,
        })
      }
      await pause(attempt)
    }
  }
}

async function get(
  client: S3Client,
  { bucket, key }: { bucket: string; key: string },
  maxBytes: number,
): Promise<Content> {
  const patience = AbortSignal.timeout(secondsPerTry * 1000)
  const { Body, ContentLength, LastModified, ETag } = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key: key }),
    { abortSignal: patience },
  )
  if (!Body) throw new Error('the answer has no body')
  const stream = Body as AsyncIterable<Uint8Array> & { destroy(): void }
  const onPatienceEnds = () => stream.destroy()
  patience.addEventListener('abort', onPatienceEnds)
  try {
    if ((ContentLength ?? 0) > maxBytes) throw tooLarge(ContentLength ?? 0, maxBytes)
    const bytes = await collect(stream, maxBytes)
    // A connection that breaks off may end a stream like any other.
    if (ContentLength !== undefined && bytes.length !== ContentLength) {
      throw new Error(`${bytes.length} of ${ContentLength} bytes came`)
    }
    return { bytes, columns: { stored_at: LastModified ?? null, etag: ETag?.replaceAll('"', '') ?? null } }
  } finally {
    patience.removeEventListener('abort', onPatienceEnds)
    stream.destroy()
  }
}

async function collect(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(size, maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

function tooLarge(size: number, maxBytes: number): ImageError {
  return new ImageError(
    'too_large_file',
    `the object has ${size} bytes or more, the limit is ${maxBytes}; raise maxBytes`,
  )
}
