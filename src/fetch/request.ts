import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { isIP, type LookupFunction } from 'node:net'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ImageError } from '../errors.ts'
import { Passing, refused, refusedByProxy } from './answer.ts'
import { refusal } from './guarded-lookup.ts'
import { hostOf } from './proxies.ts'
import { directly, through } from './way.ts'

export interface RequestRules {
  maxBytes: number
  /** For the whole of it, redirects and all, but not for waiting until a host may be asked; in seconds. */
  timeout: number
  /** May this IP address be connected to? */
  allows(ip: string): boolean
  lookup: LookupFunction
  /**
   * The proxy that is to ask for an address; null: it is asked directly.
   * @throws ImageError where the name may not be asked for
   */
  proxyFor(url: URL): Promise<URL | null>
  /** The job ends: leave off. */
  signal: AbortSignal
  /** Waits until the host may be asked. @returns to be called when it has answered */
  enter(host: string, signal: AbortSignal): Promise<() => void>
}

/** What makes a server say only whether something has changed. */
export interface Validators {
  etag: string | null
  lastModified: string | null
}

export type Downloaded =
  | ({ kind: 'content'; sha256: string; bytes: number } & Validators)
  /** As the validators said, nothing has changed. */
  | { kind: 'unchanged' }

export const mostRedirects = 5
/**
 * Puts what the web has at an address into a file, within the rules.
 * @param file is there only when this returns content
 * @throws ImageError for the image's row; Passing for what may be otherwise in a moment
 */
export async function download(
  address: string,
  { file, known, rules }: { file: string; known: Validators | null; rules: RequestRules },
): Promise<Downloaded> {
  // Not AbortSignal.any: on Node 20 each one stays with the signal of the job.
  const controller = new AbortController()
  const leaveOff = () => controller.abort()
  rules.signal.addEventListener('abort', leaveOff)
  try {
    rules.signal.throwIfAborted()
    const within = patience(rules.timeout * 1000, leaveOff)
    return await follow(address, { file, known, rules, within, signal: controller.signal })
  } catch (error) {
    rules.signal.throwIfAborted()
    if (controller.signal.aborted)
      throw new ImageError('timeout', `fetching took longer than ${rules.timeout} s; raise --fetch-timeout`)
    throw asFailure(error)
  } finally {
    rules.signal.removeEventListener('abort', leaveOff)
  }
}

/** Lets several pieces of work take so many milliseconds together. */
function patience(milliseconds: number, onEnd: () => void) {
  let left = milliseconds
  return async <T>(work: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    const timer = setTimeout(onEnd, left)
    try {
      return await work()
    } finally {
      clearTimeout(timer)
      left -= performance.now() - start
    }
  }
}

interface Asking {
  file: string
  known: Validators | null
  rules: RequestRules
  within: ReturnType<typeof patience>
  signal: AbortSignal
}

async function follow(address: string, asking: Asking): Promise<Downloaded> {
  let here = webAddress(address)
  for (let redirects = 0; ; redirects++) {
    const leave = await asking.rules.enter(here.host, asking.signal)
    try {
      const next = await asking.within(() => oneStep(here, asking))
      if (!(next instanceof URL)) return next
      if (redirects === mostRedirects) throw new ImageError('unreachable', `more than ${mostRedirects} redirects`)
      here = next
    } finally {
      leave()
    }
  }
}

/** The content at an address, or where it says that it is. */
async function oneStep(here: URL, asking: Asking): Promise<Downloaded | URL> {
  const answer = await ask(here, asking)
  // What goes wrong while it is read is thrown by who reads it.
  answer.on('error', () => undefined)
  try {
    return redirectOf(answer, here) ?? (await take(answer, here, asking))
  } finally {
    answer.destroy()
  }
}

export function webAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new ImageError('unreachable', `${url?.protocol ?? 'this'} is no address of the web; give https://...`)
  return url
}

async function ask(url: URL, { known, rules, signal }: Asking): Promise<IncomingMessage> {
  const bare = hostOf(url)
  // Sockets don't look up what is an IP address already.
  if (isIP(bare) !== 0 && !rules.allows(bare)) throw refusal(bare, bare)
  const proxy = await rules.proxyFor(url)
  const { request, options } = proxy ? await through(proxy, url, signal) : directly(url, rules.lookup)
  const headers = { ...options.headers, ...headersOf(known) }
  return await new Promise((resolve, reject) => {
    request({ ...options, signal, headers }, resolve)
      .on('error', reject)
      .end()
  })
}

function headersOf(known: Validators | null): Record<string, string> {
  return {
    accept: 'image/*,*/*;q=0.5',
    'user-agent': 'limelight (image measurement for research)',
    ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
  }
}

export function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode) || !headers.location) return null
  return webAddress(URL.canParse(headers.location, from.href) ? new URL(headers.location, from).href : headers.location)
}

async function take(answer: IncomingMessage, url: URL, { file, known, rules, signal }: Asking): Promise<Downloaded> {
  const { statusCode: status = 0, headers } = answer
  if (status === 304 && known) return { kind: 'unchanged' }
  if (status === 407) throw refusedByProxy(status)
  if (status !== 200) throw refused(url.href, { status, headers })
  if (/^text\/html\b/i.test(headers['content-type'] ?? ''))
    throw new ImageError('unsupported_format', 'the address gives a web page, not an image; it may ask to log in')
  const promised = Number(headers['content-length'])
  if (promised > rules.maxBytes) throw tooLarge(promised, rules.maxBytes)
  const meter = measured(rules.maxBytes)
  await pipeline(answer, meter.stream, createWriteStream(file), { signal })
  return {
    kind: 'content',
    ...meter.result(),
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
  }
}

function measured(maxBytes: number): { stream: Transform; result(): { sha256: string; bytes: number } } {
  const hash = createHash('sha256')
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      if (bytes > maxBytes) done(tooLarge(bytes, maxBytes))
      else done(null, chunk)
    },
  })
  return { stream, result: () => ({ sha256: hash.digest('hex'), bytes }) }
}

function tooLarge(bytes: number, maxBytes: number): ImageError {
  return new ImageError(
    'too_large_file',
    `the answer has ${bytes} bytes or more, the limit is ${maxBytes}; raise --max-bytes`,
  )
}

/** Of a name that is not there and of broken certificates nothing will come in a moment; connections that break may heal. */
const lasting = new Set(['ENOTFOUND', 'EPROTO', 'ERR_INVALID_URL', 'ERR_UNESCAPED_CHARACTERS'])

function asFailure(error: unknown): unknown {
  if (error instanceof ImageError || error instanceof Passing) return error
  const { code = '', message = '' } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  if (code === '' || ['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS'].includes(code)) return error
  const isCertificate = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)
  if (lasting.has(code) || isCertificate) return new ImageError('unreachable', `${message} (${code})`, { cause: error })
  return new Passing(`${message || 'the connection failed'} (${code})`, null)
}
