import { roomIn } from '../../wasm.ts'
import { type FeatureKernel, openKernel } from './kernel/module.ts'
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
/** Places of a photo that are looked up at once. */
const mostQueries = 2048
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
  const lengths = room.take(4 * wordCount)
  const order = room.take(32)
  const starts = room.take(4 * (wordCount + 1))
  const scratch = room.take(4 * (2 * wordCount + 512))
  const heads = room.take(64 * total)
  const filed = room.take(128 * total)
  const brands = room.take(2 * total)
  const hits = room.take(8 + 8 * total)
  const queries = room.take(128 * mostQueries)
  const memory = new Uint8Array(k.memory.buffer)
  memory.set(words(), vocabulary)
  new Int32Array(k.memory.buffer, lengths, wordCount).set(
    Array.from({ length: wordCount }, (_, i) => k.lengthOf(vocabulary + 128 * i)),
  )
  memory.set(mostVaried(k, vocabulary, scratch), order)

  // Where each word's descriptors begin, and whose they are.
  const wordOf = new Uint16Array(total)
  const begin = new Uint32Array(k.memory.buffer, starts, wordCount + 1)
  let n = 0
  for (const { features } of references) {
    for (let i = 0; i < features.count; i++, n++) {
      memory.set(features.descriptors.subarray(128 * i, 128 * (i + 1)), query)
      const word = k.nearestWord(query, vocabulary, wordCount, lengths, scratch)
      wordOf[n] = word
      begin[word + 1] = (begin[word + 1] as number) + 1
    }
  }
  for (let word = 0; word < wordCount; word++) begin[word + 1] = (begin[word + 1] as number) + (begin[word] as number)
  const brandOf = new Uint16Array(k.memory.buffer, brands, total)
  const referenceOf = new Uint32Array(total)
  const placeOf = new Uint16Array(total)
  const free = begin.slice()
  n = 0
  for (const [reference, { brand, features }] of references.entries()) {
    for (let i = 0; i < features.count; i++, n++) {
      const word = wordOf[n] as number
      const at = free[word] as number
      free[word] = at + 1
      brandOf[at] = brand
      referenceOf[at] = reference
      placeOf[at] = i
      memory.set(features.descriptors.subarray(128 * i, 128 * (i + 1)), filed + 128 * at)
      k.headOf(filed + 128 * at, order, scratch, heads + 64 * at)
    }
  }

  return {
    matches(photo) {
      const all: Match[] = []
      for (let from = 0; from < photo.count; from += mostQueries) {
        const count = Math.min(mostQueries, photo.count - from)
        memory.set(photo.descriptors.subarray(128 * from, 128 * (from + count)), queries)
        for (let i = next(0, count); i < count; i = next(i + 1, count)) all.push(...matchesOf(from + i))
      }
      return all
    },
  }

  /** The next place that is nearer to a reference than other brands and everyday texture are; what it is near to are the hits. */
  function next(from: number, count: number): number {
    return k.search(
      ...([queries, from, count, vocabulary, wordCount, lengths, order, starts, heads, filed, brands] as const),
      ...([compared, ratio * ratio, scratch, hits] as const),
    )
  }

  function matchesOf(here: number): Match[] {
    const [count = 0, second = 0] = new Int32Array(k.memory.buffer, hits, 2)
    const pairs = new Int32Array(k.memory.buffer, hits + 8, 2 * count)
    const found = Array.from({ length: count }, (_, i) => {
      const at = pairs[2 * i] as number
      return { at, brand: brandOf[at] as number, distance: pairs[2 * i + 1] as number }
    })
    const best = found.reduce((nearest, other) => (other.distance < nearest.distance ? other : nearest))
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

/** The coefficients in which words differ most: by them most comparisons end (bench recognition). */
function mostVaried(k: FeatureKernel, vocabulary: number, scratch: number): number[] {
  const sums = new Float64Array(128)
  const squares = new Float64Array(128)
  for (let word = 0; word < wordCount; word++) {
    k.transform(vocabulary + 128 * word, scratch)
    for (const [i, value] of new Int16Array(k.memory.buffer, scratch, 128).entries()) {
      sums[i] = (sums[i] as number) + value
      squares[i] = (squares[i] as number) + value * value
    }
  }
  const variance = squares.map((square, i) => square / wordCount - ((sums[i] as number) / wordCount) ** 2)
  return Array.from(variance.keys())
    .sort((a, b) => (variance[b] as number) - (variance[a] as number))
    .slice(0, 32)
}

/** Of descriptors of the length 512. */
function cosine(squaredDistance: number): number {
  return Math.max(0, 1 - squaredDistance / (2 * 512 * 512))
}
