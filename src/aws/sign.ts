import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'

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

/** Gives the headers of a request with those that sign it. */
export type Sign = (request: Signable, credentials: Credentials, now: Date) => Promise<Record<string, string>>

/** Signature Version 4 for S3 in one region, by the SDK's own signer. */
export function signer(region: string): Sign {
  return async ({ path, headers }, { sessionToken, ...credentials }, now) => {
    const signature = new SignatureV4({
      credentials: { ...credentials, ...(sessionToken && { sessionToken }) },
      region,
      service: 's3',
      sha256: Sha256,
      uriEscapePath: false,
    })
    const request = { method: 'GET', protocol: 'https:', hostname: headers.host ?? '', path, headers: { ...headers } }
    return (await signature.sign(request, { signingDate: now })).headers
  }
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
