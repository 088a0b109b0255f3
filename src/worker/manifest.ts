import type { Bucket } from '../aws/bucket.ts'
import { type ManifestLine, type ManifestMessage, prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import type { Announced } from './messages.ts'

/** The images that a manifest lists, or why the message is of no use. Errors of S3 pass through: the message comes again. */
export async function readManifest(
  bucket: Bucket,
  { bucket: name, key, dt }: ManifestMessage,
): Promise<Announced[] | string> {
  const address = `the manifest ${objectUri(name, key)}`
  if (name !== bucket.name || !key.startsWith(prefixes.manifests)) return `${address} is not the stack's`
  const bytes = await bucket.read(key)
  if (!bytes) return `${address} is not there`
  const lines = linesOf(bytes)
  if (!lines) return `${address} is not JSON lines with a key each`
  return lines.map((line) => ({ bucket: line.bucket ?? bucket.name, key: line.key, dt, sequencer: null }))
}

/** The lines of a manifest; null if any is none. */
function linesOf(bytes: Uint8Array): ManifestLine[] | null {
  try {
    const lines = Buffer.from(bytes).toString('utf8').split('\n').filter(Boolean)
    const parsed = lines.map((line) => JSON.parse(line) as ManifestLine)
    return parsed.every(({ key, bucket }) => typeof key === 'string' && ['string', 'undefined'].includes(typeof bucket))
      ? parsed
      : null
  } catch {
    return null
  }
}
