import type { IncomingHttpHeaders } from 'node:http'
import { ImageError } from '../errors.ts'
import { endOf } from '../sources/web-address.ts'

/** An answer that may be another one in a moment: it is asked for again. */
export class Passing extends Error {
  override readonly name = 'Passing'
  constructor(
    message: string,
    /** Milliseconds that the server asks to wait, or null. */
    readonly wait: number | null,
  ) {
    super(message)
  }
}

/** What an answer without a picture means: an error for the image's row, or one that may pass. */
export function refused(
  address: string,
  { status, headers }: { status: number; headers: IncomingHttpHeaders },
  now: Date = new Date(),
): Error {
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return new Passing(`the server answered ${status}`, retryAfter(headers['retry-after'], now))
  }
  const end = endOf(address)
  const over = end !== null && end < now
  if (over || status === 410) {
    const since = over
      ? `, and the address was valid until ${end.toISOString().slice(0, 16).replace('T', ' ')} UTC`
      : ''
    return new ImageError('expired', `the server answered ${status}${since}; export the posts again`)
  }
  if (status === 404) return new ImageError('not_found', 'the server answered 404: there is nothing at this address')
  return new ImageError(
    'forbidden',
    `the server answered ${status}: it does not give this to everybody, or not any more`,
  )
}

/** What it means that a proxy does not lead on. */
export function refusedByProxy(status: number): Error {
  if (status === 407)
    return new ImageError(
      'unreachable',
      'the proxy asks who you are (407): HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT says so',
    )
  const message = `the proxy answered ${status}`
  return status === 429 || status >= 500
    ? new Passing(message, null)
    : new ImageError('unreachable', `${message}: it does not let this machine ask that host`)
}

/** Seconds or a date, no longer than a minute: else the image is left for another run. */
function retryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000
  return Number.isFinite(seconds) ? Math.min(60, Math.max(0, seconds)) * 1000 : null
}
