import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ErrorCode } from '../errors.ts'
import { idOf } from '../hash.ts'

/** What is known of an address: what it had, or why it gave nothing. */
export type Entry =
  | {
      state: 'stored'
      uri: string
      sha256: string
      bytes: number
      etag: string | null
      lastModified: string | null
      fetchedAt: string
    }
  | {
      state: 'failed'
      uri: string
      code: ErrorCode
      message: string
      /** Hash of the whole address that was asked: a fresh signature is worth a new try. */
      asked: string
      fetchedAt: string
    }

/**
 * Fetched images in a folder: each content once, under its hash, and a small file an address that says which it is. Files are
 * complete or not there: a kill loses what was under way.
 */
export interface FetchedCache {
  find(uri: string): Promise<Entry | null>
  note(entry: Entry): Promise<void>
  /** Where content lies. */
  file(sha256: string): string
  has(sha256: string): Promise<boolean>
  /** A file to write to; `keep` gives it its place, `drop` removes it. */
  open(): Promise<Draft>
}

export interface Draft {
  path: string
  keep(sha256: string): Promise<void>
  drop(): Promise<void>
}

/** Below a dataset's folder. */
export const cacheFolder = (out: string): string => join(out, '.cache', 'fetched')

export function openFetchedCache(folder: string): FetchedCache {
  const file = (sha256: string): string => join(folder, 'content', sha256.slice(0, 2), sha256)
  const entryFile = (uri: string): string => {
    const id = idOf(uri)
    return join(folder, 'addresses', id.slice(0, 2), `${id}.json`)
  }
  return {
    file,
    async find(uri) {
      const text = await readFile(entryFile(uri), 'utf8').catch(() => null)
      return text === null ? null : entryOf(text, uri)
    },
    async note(entry) {
      const path = entryFile(entry.uri)
      await mkdir(join(path, '..'), { recursive: true })
      const draft = `${path}.${randomBytes(4).toString('hex')}`
      await writeFile(draft, JSON.stringify(entry))
      await rename(draft, path)
    },
    async has(sha256) {
      return (await stat(file(sha256)).catch(() => null)) !== null
    },
    async open() {
      await mkdir(join(folder, 'drafts'), { recursive: true })
      const path = join(folder, 'drafts', randomBytes(8).toString('hex'))
      return {
        path,
        async keep(sha256) {
          await mkdir(join(file(sha256), '..'), { recursive: true })
          await rename(path, file(sha256))
        },
        drop: () => rm(path, { force: true }),
      }
    },
  }
}

/** A damaged entry is none: the address is asked again. */
function entryOf(text: string, uri: string): Entry | null {
  try {
    const entry = JSON.parse(text) as Entry
    const complete = entry.uri === uri && (entry.state === 'failed' ? entry.code && entry.asked : entry.sha256)
    return complete ? entry : null
  } catch {
    return null
  }
}

/** The content that was fetched for an address, if it is still there. */
export async function readFetched(out: string, uri: string): Promise<Uint8Array | null> {
  const cache = openFetchedCache(cacheFolder(out))
  const entry = await cache.find(uri)
  return entry?.state === 'stored' ? readFile(cache.file(entry.sha256)).catch(() => null) : null
}
