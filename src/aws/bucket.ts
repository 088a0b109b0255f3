import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { RunError } from '../errors.ts'
import { mayPass, pause, statusOf } from './answers.ts'

/** An object as a listing tells of it. */
export interface Listed {
  key: string
  bytes: number
  /** Without its quotes. */
  etag: string
  storedAt: Date
}

/** One bucket, as the rest of Limelight uses buckets. Errors of the SDK pass through, but for those that are answers. */
export interface Bucket {
  name: string
  client: S3Client
  /** The object's content; null when there is none. */
  read(key: string): Promise<Uint8Array | null>
  /** Copies an object to a file. @returns false when there is none */
  download(key: string, file: string): Promise<boolean>
  write(key: string, body: string | Uint8Array, contentType?: string): Promise<void>
  /** Puts a file under a key, over what is there. */
  upload(key: string, file: string, contentType?: string): Promise<void>
  /** Puts a file under a key that is free (`If-None-Match: *`). @returns false when the key was taken */
  create(key: string, file: string): Promise<boolean>
  /** Size of an object in bytes; null when there is none. */
  size(key: string): Promise<number | null>
  /** Every object below a prefix, in the order of keys, a page at a time. */
  list(prefix: string, after?: string): AsyncIterable<Listed>
  /** Removes objects; those that are gone already are no error. */
  remove(keys: readonly string[]): Promise<void>
}

export function openBucket(client: S3Client, name: string): Bucket {
  return {
    name,
    client,
    read: async (key) => (await bodyOf(client, name, key))?.transformToByteArray() ?? null,
    async download(key, file) {
      const body = await bodyOf(client, name, key)
      if (!body) return false
      await pipeline(body as Readable, createWriteStream(file))
      return true
    },
    async write(key, body, contentType = 'application/octet-stream') {
      await client.send(new PutObjectCommand({ Bucket: name, Key: key, Body: body, ContentType: contentType }))
    },
    async upload(key, file, contentType = 'application/octet-stream') {
      await putFile(client, name, key, file, { ContentType: contentType })
    },
    create: (key, file) => create(client, name, key, file),
    size: (key) => sizeOf(client, name, key),
    list: (prefix, after) => list(client, name, prefix, after),
    remove: (keys) => remove(client, name, keys),
  }
}

async function bodyOf(client: S3Client, bucket: string, key: string) {
  try {
    return (await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body ?? null
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw error
  }
}

/**
 * Bytes of a file that is read as a whole before it is sent, as shards are: it can be sent again, and an answer that comes before
 * a stream has said that it ended leaves the connection in use for ever.
 */
const fromMemory = 32e6

async function putFile(
  client: S3Client,
  bucket: string,
  key: string,
  file: string,
  more: { ContentType?: string; IfNoneMatch?: string },
): Promise<void> {
  const { size } = await stat(file)
  if (size <= fromMemory) {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: await readFile(file), ...more }))
    return
  }
  const body = createReadStream(file)
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentLength: size, ...more }))
  } finally {
    // Of a request that failed, nobody else closes it.
    body.destroy()
  }
}

const tries = 6

/** 412: the key is taken. 409: someone is writing it right now, so look again. A stream can't be sent twice, so retries are here, too. */
async function create(client: S3Client, bucket: string, key: string, file: string): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await putFile(client, bucket, key, file, { IfNoneMatch: '*' })
      return true
    } catch (error) {
      if (statusOf(error) === 412) return false
      if (attempt === tries || !mayPass(error)) throw error
      await pause(attempt)
    }
  }
}

async function sizeOf(client: S3Client, bucket: string, key: string): Promise<number | null> {
  try {
    return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentLength ?? null
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw error
  }
}

async function* list(client: S3Client, bucket: string, prefix: string, after?: string): AsyncGenerator<Listed> {
  let token: string | undefined
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(token ? { ContinuationToken: token } : after ? { StartAfter: after } : {}),
      }),
    )
    for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
      if (Key === undefined) continue
      yield {
        key: Key,
        bytes: Size ?? 0,
        etag: (ETag ?? '').replaceAll('"', ''),
        storedAt: LastModified ?? new Date(0),
      }
    }
    token = page.NextContinuationToken
  } while (token)
}

async function remove(client: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += 1000) {
    const some = keys.slice(at, at + 1000).map((Key) => ({ Key }))
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: some, Quiet: true } }),
    )
    const [first] = Errors
    if (first) throw new RunError(`s3://${bucket}/${first.Key}: can't be removed (${first.Code}: ${first.Message})`)
  }
}
