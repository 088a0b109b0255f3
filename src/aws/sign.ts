import { createHash, createHmac } from 'node:crypto'

/** Who signs. */
export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

/** A GET of S3 without a query and without a body. */
export interface Signable {
  /** As it is sent: percent-encoded, once. */
  path: string
  /** All of them are signed; `host` has to be among them. */
  headers: Readonly<Record<string, string>>
}

/** A function that gives the headers of a request with those that sign it; it keeps the key of the day. */
export type Sign = (request: Signable, credentials: Credentials, now: Date) => Record<string, string>

/** SHA-256 of nothing: of the body of a GET. */
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/**
 * Signature Version 4 with headers, for S3 in one region.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signer(region: string): Sign {
  let kept: { of: string; key: Buffer } | null = null
  const keyOf = (secret: string, day: string): Buffer => {
    const of = `${day} ${secret}`
    if (kept?.of !== of) {
      const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer
      kept = { of, key }
    }
    return kept.key
  }
  return ({ path, headers }, { accessKeyId, secretAccessKey, sessionToken }, now) => {
    const time = now.toISOString().replace(/[-:]|\.\d+/g, '')
    const day = time.slice(0, 8)
    const all: Record<string, string> = {
      ...headers,
      'x-amz-content-sha256': emptyHash,
      'x-amz-date': time,
      ...(sessionToken && { 'x-amz-security-token': sessionToken }),
    }
    const names = Object.keys(all).sort()
    const lines = names.map((name) => `${name}:${all[name]?.trim().replace(/ +/g, ' ')}\n`)
    const request = ['GET', path, '', lines.join(''), names.join(';'), emptyHash].join('\n')
    const scope = `${day}/${region}/s3/aws4_request`
    const text = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(request).digest('hex')].join('\n')
    const signature = hmac(keyOf(secretAccessKey, day), text).toString('hex')
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
    return { ...all, authorization }
  }
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** Path of a URL with everything encoded that RFC 3986 does not leave as it is, as S3 wants it signed. */
export function encodedPath(path: string): string {
  return path
    .split('/')
    .map((step) =>
      encodeURIComponent(step).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/')
}
