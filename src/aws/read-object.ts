import type { Readable } from 'node:stream'
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
  const patience = new AbortController()
  const clock = setTimeout(() => patience.abort(), secondsPerTry * 1000)
  try {
    const { Body, ContentLength, LastModified, ETag } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
      { abortSignal: patience.signal },
    )
    if (!Body) throw new Error('the answer has no body')
    const stream = Body as Readable
    patience.signal.addEventListener('abort', () => stream.destroy())
    try {
      if ((ContentLength ?? 0) > maxBytes) throw tooLarge(ContentLength ?? 0, maxBytes)
      const bytes = await contentOf(stream, ContentLength ?? null, maxBytes)
      return { bytes, columns: { stored_at: LastModified ?? null, etag: ETag?.replaceAll('"', '') ?? null } }
    } finally {
      stream.destroy()
    }
  } finally {
    clearTimeout(clock)
  }
}

/**
 * The whole of a stream, by its events and into one buffer where its length is known: a GET takes a third less CPU time than by iterating over
 * chunks, and leaves none behind.
 */
function contentOf(stream: Readable, length: number | null, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const whole = length === null ? null : Buffer.allocUnsafeSlow(length)
    const chunks: Uint8Array[] = []
    let size = 0
    stream.on('data', (chunk: Uint8Array) => {
      const from = size
      size += chunk.length
      if (size > maxBytes) reject(tooLarge(size, maxBytes))
      else if (whole === null) chunks.push(chunk)
      else if (size <= whole.length) whole.set(chunk, from)
    })
    // A connection that breaks off may end a stream like any other, or close it without an end.
    const ended = () => {
      if (length !== null && size !== length) reject(new Error(`${size} of ${length} bytes came`))
      else resolve(whole ?? Buffer.concat(chunks, size))
    }
    stream.on('end', ended)
    stream.on('error', reject)
    stream.on('close', () => reject(new Error(`the connection was closed after ${size} bytes`)))
  })
}

function tooLarge(size: number, maxBytes: number): ImageError {
  return new ImageError(
    'too_large_file',
    `the object has ${size} bytes or more, the limit is ${maxBytes}; raise maxBytes`,
  )
}
