import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { Bucket, Listed } from './bucket.ts'

/** Listings that are under way at a time: S3 takes a tenth of a second for a thousand keys, and a core of ours reads several such answers meanwhile. */
const atOnce = 8
/** Folders that are looked at to part a bucket, in thousands; if there are more, the last part is larger than the others. */
const folderPages = 10
/** Of folders that have but one folder in them, at most. */
const deepest = 8

/** Objects whose keys come after one key, and not after another; null: from the first on, up to the last. */
export interface Part {
  after: string | null
  last: string | null
}

/**
 * Every object below a prefix once, some hundred at a time and in no order: what folders part is listed side by side, several times as fast
 * as one page after another.
 */
export async function* listApart(bucket: Bucket, prefix: string): AsyncGenerator<Listed[]> {
  for await (const { page } of listParts(bucket, prefix, await partsBelow(bucket, prefix))) yield page
}

/**
 * The objects of some parts of what lies below a prefix, with what is left when those of a page, and of all pages before, are done with:
 * parts by which it can be gone on with at another time.
 */
export async function* listParts(
  bucket: Bucket,
  prefix: string,
  parts: readonly Part[],
): AsyncGenerator<{ page: Listed[]; rest: Part[] }> {
  const left = parts.map((part) => ({ ...part, pages: pagesOf(bucket, prefix, part) }))
  const pending = new Map(left.map((part) => [part, next(part)]))
  try {
    while (pending.size > 0) {
      const { part, page } = await Promise.race(pending.values())
      if (page) pending.set(part, next(part))
      else pending.delete(part)
      part.after = page?.at(-1)?.key ?? part.after
      if (page) yield { page, rest: [...pending.keys()].map(({ after, last }) => ({ after, last })) }
    }
  } finally {
    for (const promise of pending.values()) promise.catch(() => {})
    for (const { pages } of pending.keys()) pages.return(undefined).catch(() => {})
  }
}

type OpenPart = Part & { pages: AsyncGenerator<Listed[]> }

async function next(part: OpenPart) {
  const { value, done } = await part.pages.next()
  return { part, page: done ? null : value }
}

/** Parts of about as many folders each, to be listed side by side. */
export async function partsBelow(bucket: Bucket, prefix: string): Promise<Part[]> {
  const bounds = await boundsBelow(bucket, prefix)
  return [null, ...bounds].map((after, at) => ({ after, last: bounds[at] ?? null }))
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

async function* pagesOf(bucket: Bucket, prefix: string, { after, last }: Part): AsyncGenerator<Listed[]> {
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
