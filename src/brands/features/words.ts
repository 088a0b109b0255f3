import { readFileSync } from 'node:fs'

/** How many words there are. */
export const wordCount = 512

let loaded: Uint8Array | null = null

/**
 * 512 descriptors, 128 bytes each, that stand for what photos without brands are made of (scripts/feature-words.mjs). They
 * serve twice: descriptors are filed under the nearest ones, and what is nearer to one of them than to a reference is
 * everyday texture.
 */
export function words(): Uint8Array {
  loaded ??= readFileSync(new URL('words.bin', import.meta.url))
  return loaded
}
