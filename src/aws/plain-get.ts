import { Agent, type IncomingMessage, get as overHttp } from 'node:http'
import { get as overHttps, Agent as SafeAgent } from 'node:https'
import type { Content } from '../run/reader.ts'
import { contentOf } from './body.ts'
import type { Get } from './object-reader.ts'
import type { ObjectPlace } from './object-uri.ts'
import { type Credentials, encodedPath, signer } from './sign.ts'

export interface PlainGetOptions {
  region: string
  /** An emulator's; null for AWS. */
  endpoint: string | null
  /** Asked before each request. @param anew those that it gave last are no longer taken */
  credentials(anew: boolean): Promise<Credentials>
  now?: () => Date
}

/** Milliseconds without a byte after which a connection is given up. */
const silence = 10_000
/** Bytes of an answer that says what went wrong. */
const mostExplanation = 64_000
/** One for each thing that can be wrong. */
const mostCures = 3

/**
 * GETs of S3 over Node's own client, a request each, signed by the SDK's signer: all of the SDK takes 1.2 ms of CPU more for each, and its heap
 * makes every collection of garbage dearer (`npm run bench -- worker rate`: 4 ms an image in all). No more than a worker needs: no other checksum than the length. A bucket of another
 * region is asked for there, once S3 has said which.
 */
export function plainGet({ region, endpoint, credentials, now = () => new Date() }: PlainGetOptions): Get {
  const own = { sign: signer(region), place: placesOf(region, endpoint) }
  /** Of buckets that are not in our region. */
  const elsewhere = new Map<string, { region: string } & typeof own>()
  /** How far S3's clock is ahead of ours, in ms. */
  let ahead = 0
  let outdated = false

  async function ask(object: ObjectPlace, signal: AbortSignal): Promise<IncomingMessage> {
    const { sign, place } = elsewhere.get(object.bucket) ?? own
    const { host, path, ...way } = place(object)
    const known = await credentials(outdated)
    outdated = false
    const headers = await sign({ path, headers: { host } }, known, new Date(now().getTime() + ahead))
    return await new Promise((resolve, reject) => {
      const request = way.get({ ...way.to, agent: way.agent, path, headers, signal, timeout: silence }, resolve)
      request.on('timeout', () => request.destroy(new Error(`S3 said nothing for ${silence / 1000} s`)))
      request.on('error', reject)
    })
  }

  /** Whether the request will be taken now: what was wrong was our clock, that credentials are over, or the region. */
  function cured({ bucket }: ObjectPlace, { code, date, region: its }: AnswerError): boolean {
    if (code === 'RequestTimeTooSkewed' && date) ahead = date.getTime() - now().getTime()
    outdated = code === 'ExpiredToken' || code === 'TokenRefreshRequired'
    if (outdated || code === 'RequestTimeTooSkewed') return true
    if (its === null || its === (elsewhere.get(bucket)?.region ?? region)) return false
    const known = [...elsewhere.values()].find((other) => other.region === its)
    elsewhere.set(bucket, known ?? { region: its, sign: signer(its), place: placesOf(its, endpoint) })
    return true
  }

  async function content(object: ObjectPlace, { maxBytes, signal }: Parameters<Get>[1]): Promise<Content> {
    const answer = await ask(object, signal)
    try {
      if (answer.statusCode !== 200) throw await answerError(answer)
      const { etag, 'last-modified': modified, 'content-length': length } = answer.headers
      const bytes = await contentOf(answer, length === undefined ? null : Number(length), maxBytes)
      return {
        bytes,
        columns: { stored_at: modified ? new Date(modified) : null, etag: etag?.replaceAll('"', '') ?? null },
      }
    } finally {
      // One that was read to its end stays connected.
      answer.destroy()
    }
  }

  return async (object, options) => {
    for (let cures = 0; ; cures++) {
      try {
        return await content(object, options)
      } catch (error) {
        if (!(error instanceof AnswerError) || cures === mostCures || !cured(object, error)) throw error
      }
    }
  }
}

/** An answer of S3 that is none of the object's content; told apart by `$metadata`, as those of the SDK are. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError'
  readonly $metadata: { httpStatusCode: number }
  constructor(
    status: number,
    readonly code: string,
    readonly date: Date | null,
    /** Where the bucket is, when the answer says it. */
    readonly region: string | null,
    says: string,
  ) {
    super(`S3 answered ${[status, code, says].filter(Boolean).join(' ')}`)
    this.$metadata = { httpStatusCode: status }
  }
}

async function answerError(answer: IncomingMessage): Promise<AnswerError> {
  const text = Buffer.from(await contentOf(answer, null, mostExplanation).catch(() => [])).toString('utf8')
  const [, code = ''] = /<Code>([^<]*)<\/Code>/.exec(text) ?? []
  const [, says = ''] = /<Message>([^<]*)<\/Message>/.exec(text) ?? []
  const { date, 'x-amz-bucket-region': region } = answer.headers
  // It becomes part of a host name.
  const where = typeof region === 'string' && /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region) ? region : null
  return new AnswerError(answer.statusCode ?? 0, code, date ? new Date(date) : null, where, says)
}

/** Host and path of objects: of S3 in a region, or of an emulator. */
export function placesOf(region: string, endpoint: string | null) {
  const url = new URL(
    endpoint ?? `https://s3.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
  )
  const safe = url.protocol === 'https:'
  const agent = new (safe ? SafeAgent : Agent)({ keepAlive: true, maxSockets: 64 })
  const get = safe ? overHttps : overHttp
  return ({ bucket, key }: ObjectPlace) => {
    // An emulator has no bucket names in its host names, and a name with a dot is not covered by S3's certificate.
    const inPath = endpoint !== null || bucket.includes('.')
    const host = inPath ? url.host : `${bucket}.${url.host}`
    const path = encodedPath(inPath ? `/${bucket}/${key}` : `/${key}`)
    return { get, agent, host, path, to: { host: host.replace(/:\d+$/, ''), port: url.port || (safe ? 443 : 80) } }
  }
}
