import { setMaxListeners } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Proxies } from '../environment.ts'
import { type ErrorCode, errorCodes, ImageError } from '../errors.ts'
import { idOf, sha256 } from '../hash.ts'
import { Passing } from './answer.ts'
import { cacheFolder, type Entry, openFetchedCache } from './cache.ts'
import { type Guard, guardedLookup, openGuard } from './guarded-lookup.ts'
import { openPace } from './pace.ts'
import { openProxies } from './proxies.ts'
import { download, type RequestRules, type Validators } from './request.ts'

/** How images are fetched. */
export interface FetchOptions {
  /** Largest answer, in bytes. */
  maxBytes: number
  /** For one image, redirects and all, in seconds. */
  timeout: number
  /** Requests that begin in a second, of one host. */
  rate: number
  /** Addresses of private networks may be fetched, too. */
  allowPrivate: boolean
  /** Ask again whether what was fetched before has changed. */
  refresh: boolean
  /** Try again what failed in a way that trying again can cure. */
  retryErrors: boolean
}

export interface FetchHost {
  /** Folder of the dataset. */
  out: string
  signal: AbortSignal
  /** Reads `s3://` addresses with the user's own credentials; null: they are refused. */
  readObject: ((uri: string, maxBytes: number) => Promise<Uint8Array>) | null
  /** Those of the environment. */
  proxies: Proxies
  /** Another one than `allowPrivate` asks for: for tests. */
  guard?: Guard
}

export interface Addressed {
  uri: string
  /** What is asked for, where it is more than `uri`. */
  address?: string
}

export interface Fetched {
  /** Path of the file. */
  file: string
  sha256: string
}

export interface Fetcher {
  /** What is known without asking; null: nothing, or nothing that still counts. */
  known(image: Addressed): Promise<Entry | null>
  /**
   * The image in the cache, fetched if it is not there.
   * @throws ImageError when it can't be had, now or before
   */
  obtain(image: Addressed): Promise<Fetched>
}

const tries = 3
/** Of one host: browsers open six. */
const atOnce = 6

export const isFetchable = (uri: string): boolean => /^(?:https?|s3):\/\//i.test(uri)

export function openFetcher(options: FetchOptions, host: FetchHost): Fetcher {
  // Each image on its way listens.
  setMaxListeners(0, host.signal)
  const cache = openFetchedCache(cacheFolder(host.out))
  const pace = openPace({ perSecond: options.rate, atOnce })
  const { maxBytes, timeout } = options
  const guard = host.guard ?? openGuard(options)
  const lookup = guardedLookup(guard)
  const rules: RequestRules = {
    maxBytes,
    timeout,
    allows: guard.allows,
    lookup,
    proxyFor: openProxies(host.proxies, guard),
    signal: host.signal,
    enter: pace.enter,
  }

  async function known(image: Addressed): Promise<Entry | null> {
    const entry = await cache.find(image.uri)
    return entry?.state === 'failed' && isWorthATry(entry, image, options) ? null : entry
  }

  async function obtain(image: Addressed): Promise<Fetched> {
    const entry = await known(image)
    if (entry?.state === 'failed') throw new ImageError(entry.code, entry.message)
    const stored = entry && (await cache.has(entry.sha256)) ? entry : null
    if (stored && !options.refresh) return { file: cache.file(stored.sha256), sha256: stored.sha256 }
    try {
      return await fetchNow(image, stored)
    } catch (error) {
      if (!(error instanceof ImageError)) throw error
      // What was fetched once stays, whatever the server says today.
      if (stored) return { file: cache.file(stored.sha256), sha256: stored.sha256 }
      const { code, message } = error
      await cache.note({
        state: 'failed',
        uri: image.uri,
        code,
        message,
        asked: askedOf(image, maxBytes),
        fetchedAt: nowText(),
      })
      throw error
    }
  }

  async function fetchNow(image: Addressed, stored: (Entry & { state: 'stored' }) | null): Promise<Fetched> {
    const draft = await cache.open()
    try {
      const got = await withTries(image, () => fetchTo(draft.path, image, stored))
      if (got.kind === 'unchanged' && stored) return { file: cache.file(stored.sha256), sha256: stored.sha256 }
      if (got.kind === 'unchanged') throw new Error('the server answered 304 to a plain question')
      await draft.keep(got.sha256)
      const { kind: _, ...rest } = got
      await cache.note({ state: 'stored', uri: image.uri, ...rest, fetchedAt: nowText() })
      return { file: cache.file(got.sha256), sha256: got.sha256 }
    } finally {
      await draft.drop()
    }
  }

  async function fetchTo(file: string, image: Addressed, known: Validators | null) {
    const address = image.address ?? image.uri
    if (!/^s3:/i.test(address)) return download(address, { file, known, rules })
    if (!host.readObject) throw new ImageError('unreachable', `${address}: objects in S3 can't be read here`)
    const bytes = await host.readObject(address, maxBytes).catch(withoutAws)
    await writeFile(file, bytes)
    const content = { sha256: sha256(bytes), bytes: bytes.length, etag: null, lastModified: null }
    return { kind: 'content' as const, ...content }
  }

  async function withTries<T>(image: Addressed, once: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once()
      } catch (error) {
        if (!(error instanceof Passing)) throw error
        if (attempt === tries)
          throw new ImageError(codeOf(error), `${error.message}, in ${tries} tries`, { cause: error })
        const pause = error.wait ?? 1000 * 2 ** (attempt - 1)
        if (error.wait !== null) pace.rest(new URL(image.address ?? image.uri).host, pause)
        await wait(pause, undefined, { signal: host.signal })
      }
    }
  }

  return { known, obtain }
}

/** The SDK's words for what is not set up on this machine, with what to do. */
function withoutAws(error: unknown): never {
  const { message = '' } = (error ?? {}) as Partial<Error>
  if (!/Region is missing|credentials? .*(?:provider|load|expired)|CredentialsProvider|security token/i.test(message))
    throw error
  const what = 'set AWS_REGION and log in to AWS (`aws configure`), and run again with --retry-errors'
  throw new ImageError('access_denied', `${what} (${message.slice(0, 200)})`, { cause: error })
}

/** A server that answers is there, if it does not give the image. */
const codeOf = ({ message }: Passing): ErrorCode =>
  /^the server answered/.test(message) ? 'unavailable' : 'unreachable'

function isWorthATry(
  entry: Entry & { state: 'failed' },
  image: Addressed,
  { retryErrors, allowPrivate, maxBytes }: FetchOptions,
): boolean {
  if (entry.asked !== askedOf(image, maxBytes)) return true
  if (entry.code === 'private_address') return allowPrivate
  return retryErrors && errorCodes[entry.code].retry
}

/** With another signature or another limit it is another question. */
const askedOf = ({ uri, address }: Addressed, maxBytes: number): string => idOf(address ?? uri, maxBytes)

const nowText = (): string => new Date().toISOString()
