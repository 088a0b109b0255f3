import { ImageError } from '../errors.ts'
import type { Content, Reader } from '../run/reader.ts'
import { mayPass, pause, statusOf } from './answers.ts'
import { type ObjectPlace, parseObjectUri } from './object-uri.ts'

/** Gets an object whole, or throws an ImageError, or what `statusOf` understands. */
export type Get = (object: ObjectPlace, options: { maxBytes: number; signal: AbortSignal }) => Promise<Content>

const secondsPerTry = 30

/**
 * A reader of `s3://` addresses: one GET an object, again only if that failed in a way that may pass.
 * @param tries GETs of one object at most
 */
export function objectReader(get: Get, tries: number): Reader {
  return {
    async read(uri, maxBytes) {
      const object = parseObjectUri(uri)
      if (!object) throw new ImageError('refused', `${uri}: is no s3:// address`)
      for (let attempt = 1; ; attempt++) {
        try {
          return await inTime((signal) => get(object, { maxBytes, signal }))
        } catch (error) {
          const known = knownError(error)
          if (known) throw known
          if (!mayPass(error)) throw error
          if (attempt === tries) {
            throw new ImageError('unavailable', `S3 did not give the object in ${tries} tries: ${String(error)}`, {
              cause: error,
            })
          }
          // Of many tries, the first ones soon: most often it was one connection.
          await pause(Math.max(1, attempt - Math.floor(tries / 4)))
        }
      }
    },
  }
}

function knownError(error: unknown): ImageError | null {
  if (error instanceof ImageError) return error
  if (statusOf(error) === 404) return new ImageError('not_found', 'there is no such object', { cause: error })
  if (statusOf(error) !== 403) return null
  const says = "the object may not be read; give the worker's role s3:GetObject"
  return new ImageError('access_denied', says, { cause: error })
}

async function inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const patience = new AbortController()
  const clock = setTimeout(() => patience.abort(), secondsPerTry * 1000)
  try {
    return await work(patience.signal)
  } finally {
    clearTimeout(clock)
  }
}
