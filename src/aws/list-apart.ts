import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { Bucket, Listed } from './bucket.ts'

/** Listings that are under way at a time: S3 takes a tenth of a second for a thousand keys, and a core of ours reads several such answers meanwhile. */
const atOnce = 8
/** Folders that are looked at to part a bucket, in thousands; if there are more, the last part is larger than the others. */
const folderPages = 10
/** Of folders that have but one folder in them, at most. */
const deepest = 8

/**
 * Every object below a prefix once, some hundred at a time and in no order: what folders part is listed side by side, several times as fast
 * as one page after another.
 */
export async function* listApart(bucket: Bucket, prefix: string): AsyncGenerator<Listed[]> {
  const bounds = await boundsBelow(bucket, prefix)
  const parts = [null, ...bounds].map((after, at) => pagesOf(bucket, prefix, { after, last: bounds[at] ?? null }))
  const pending = new Map(parts.map((part) => [part, next(part)]))
  try {
    while (pending.size > 0) {
      const { part, page } = await Promise.race(pending.values())
      if (page) pending.set(part, next(part))
      else pending.delete(part)
      if (page) yield page
    }
  } finally {
    for (const promise of pending.values()) promise.catch(() => {})
    for (const part of pending.keys()) part.return(undefined).catch(() => {})
  }
}

async function next(part: AsyncGenerator<Listed[]>) {
  const { value, done } = await part.next()
  return { part, page: done ? null : value }
}

/** Keys that part what lies below a prefix, about as many folders a part: each the last one of its part. */
async function boundsBelow(bucket: Bucket, prefix: string): Promise<string[]> {
  let folders = await foldersBelow(bucket, prefix)
  for (let depth = 1; folders.length === 1 && depth < deepest; depth++)
    folders = await foldersBelow(bucket, folders[0] as string)
  const parts = Math.min(atOnce, folders.length)
  return Array.from(
    { length: Math.max(0, parts - 1) },
    (_, at) => folders[Math.floor(((at + 1) * folders.length) / parts)] as string,
  )
}

async function foldersBelow({ client, name }: Bucket, prefix: string): Promise<string[]> {
  const folders: string[] = []
  let token: string | undefined
  for (let page = 0; page < folderPages; page++) {
    const { CommonPrefixes = [], NextContinuationToken } = await client.send(
      new ListObjectsV2Command({
        ...{ Bucket: name, Prefix: prefix, Delimiter: '/' },
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    )
    for (const { Prefix } of CommonPrefixes) if (Prefix !== undefined) folders.push(Prefix)
    token = NextContinuationToken
    if (token === undefined) break
  }
  return folders
}

/** Objects whose keys come after one key and not after another. */
async function* pagesOf(
  bucket: Bucket,
  prefix: string,
  { after, last }: { after: string | null; last: string | null },
): AsyncGenerator<Listed[]> {
  const end = last === null ? null : Buffer.from(last)
  let page: Listed[] = []
  for await (const object of bucket.list(prefix, after ?? undefined)) {
    // S3 orders keys by the bytes of their UTF-8.
    if (end && Buffer.compare(Buffer.from(object.key), end) > 0) break
    page.push(object)
    if (page.length < pageSize) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

const pageSize = 1000
