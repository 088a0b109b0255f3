import { createHash } from 'node:crypto'

/** SHA-256 of some bytes or text, in lower-case hex (64 characters). */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex')
}

/**
 * A short, stable id of some parts: the first 128 bits of the SHA-256 of their JSON, in hex (32 characters).
 * JSON keeps the parts apart, so ('ab', 'c') and ('a', 'bc') differ.
 */
export function idOf(...parts: (string | number | boolean | null)[]): string {
  return sha256(JSON.stringify(parts)).slice(0, 32)
}
