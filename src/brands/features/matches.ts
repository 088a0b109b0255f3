import { openKernel, roomIn } from './kernel/module.ts'
import type { ReferenceFeatures } from './reference.ts'
import type { Features } from './sift.ts'
import { wordCount, words } from './words.ts'

/** A place of a photo that looks like a place of a reference. */
export interface Match {
  /** Numbers: of the reference, of its place, of the photo's place. */
  reference: number
  there: number
  here: number
  /** Distance to it, as a share of the distance to the nearest thing that is not this brand: 0 to `ratio`. */
  share: number
  /** Cosine similarity to it, and to the nearest thing that is not this brand. */
  similarity: number
  otherwise: number
}

/** A match is nearer than this share of the distance to another brand, or to everyday texture (Lowe 2004, section 7.1). */
const ratio = 0.82
/** Descriptors that a place of a photo is compared with, at least: as many words are looked under as that takes. */
const compared = 700
/** References whose places look alike (a pattern) would fill all room otherwise. */
const mostPerPlace = 12

export interface MatchIndex {
  matches(photo: Features): Match[]
}

/**
 * Files the descriptors of all references under their nearest word, so that a photo's are compared with a few of them only.
 * @param references with the number of the brand that each belongs to
 */
export function openMatchIndex(references: readonly { brand: number; features: ReferenceFeatures }[]): MatchIndex {
  const total = references.reduce((sum, { features }) => sum + features.count, 0)
  const k = openKernel()
  const room = roomIn(k)
  const vocabulary = room.take(128 * wordCount)
  const query = room.take(128)
  const starts = room.take(4 * (wordCount + 1))
  const scratch = room.take(4 * (wordCount + 256))
  const filed = room.take(128 * total)
  const hits = room.take(4 + 8 * total)
  const memory = new Uint8Array(k.memory.buffer)
  memory.set(words(), vocabulary)

  // Where each word's descriptors begin, and whose they are.
  const wordOf = new Uint16Array(total)
  const begin = new Uint32Array(k.memory.buffer, starts, wordCount + 1)
  let n = 0
  for (const { features } of references) {
    for (let i = 0; i < features.count; i++, n++) {
      memory.set(features.descriptors.subarray(128 * i, 128 * (i + 1)), query)
      const word = k.nearestWord(query, vocabulary, wordCount, scratch)
      wordOf[n] = word
      begin[word + 1] = (begin[word + 1] as number) + 1
    }
  }
  for (let word = 0; word < wordCount; word++) begin[word + 1] = (begin[word + 1] as number) + (begin[word] as number)
  const brandOf = new Uint16Array(total)
  const referenceOf = new Uint32Array(total)
  const placeOf = new Uint16Array(total)
  const next = begin.slice()
  n = 0
  for (const [reference, { brand, features }] of references.entries()) {
    for (let i = 0; i < features.count; i++, n++) {
      const word = wordOf[n] as number
      const at = next[word] as number
      next[word] = at + 1
      brandOf[at] = brand
      referenceOf[at] = reference
      placeOf[at] = i
      memory.set(features.descriptors.subarray(128 * i, 128 * (i + 1)), filed + 128 * at)
    }
  }

  return {
    matches(photo) {
      const all: Match[] = []
      for (let here = 0; here < photo.count; here++) all.push(...matchesOf(photo.descriptors, here))
      return all
    },
  }

  function matchesOf(descriptors: Uint8Array, here: number): Match[] {
    memory.set(descriptors.subarray(128 * here, 128 * (here + 1)), query)
    const count = k.search(query, vocabulary, wordCount, starts, filed, compared, ratio * ratio, scratch, hits)
    if (count === 0) return []
    const [everyday = 0, ...pairs] = new Int32Array(k.memory.buffer, hits, 1 + 2 * count)
    const found = Array.from({ length: count }, (_, i) => {
      const at = pairs[2 * i] as number
      return { at, brand: brandOf[at] as number, distance: pairs[2 * i + 1] as number }
    })
    const best = found.reduce((nearest, other) => (other.distance < nearest.distance ? other : nearest))
    let second = everyday
    for (const { brand, distance } of found) if (brand !== best.brand && distance < second) second = distance
    return found
      .filter(({ brand, distance }) => brand === best.brand && distance < ratio * ratio * second)
      .sort((a, b) => a.distance - b.distance || a.at - b.at)
      .slice(0, mostPerPlace)
      .map(({ at, distance }) => ({
        reference: referenceOf[at] as number,
        there: placeOf[at] as number,
        here,
        share: Math.sqrt(distance / second),
        similarity: cosine(distance),
        otherwise: cosine(second),
      }))
  }
}

/** Of descriptors of the length 512. */
function cosine(squaredDistance: number): number {
  return Math.max(0, 1 - squaredDistance / (2 * 512 * 512))
}
