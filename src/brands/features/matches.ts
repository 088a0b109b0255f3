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
/** Squared distances go up to 2 · 512². */
const steps = 256
const stepBits = 11
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
  const toWords = room.take(4 * wordCount)
  const filed = room.take(128 * total)
  const hits = room.take(8 * total)
  new Uint8Array(k.memory.buffer).set(words(), vocabulary)

  const wordDistances = (descriptors: Uint8Array, i: number): Int32Array => {
    new Uint8Array(k.memory.buffer, query, 128).set(descriptors.subarray(128 * i, 128 * (i + 1)))
    k.distances(query, vocabulary, wordCount, toWords)
    return new Int32Array(k.memory.buffer, toWords, wordCount)
  }

  // Where each word's descriptors begin, and whose they are.
  const wordOf: number[] = []
  const starts = new Uint32Array(wordCount + 1)
  for (const { features } of references) {
    for (let i = 0; i < features.count; i++) {
      const word = indexOfLeast(wordDistances(features.descriptors, i))
      wordOf.push(word)
      starts[word + 1] = (starts[word + 1] ?? 0) + 1
    }
  }
  for (let word = 0; word < wordCount; word++) starts[word + 1] = (starts[word + 1] ?? 0) + (starts[word] ?? 0)
  const brandOf = new Uint16Array(total)
  const referenceOf = new Uint32Array(total)
  const placeOf = new Uint16Array(total)
  const next = starts.slice()
  const memory = new Uint8Array(k.memory.buffer)
  let n = 0
  for (const [reference, { brand, features }] of references.entries()) {
    for (let i = 0; i < features.count; i++, n++) {
      const word = wordOf[n] ?? 0
      const at = next[word] ?? 0
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
    const distances = wordDistances(descriptors, here)
    const near = nearestWords(distances, starts)
    const { everyday } = near
    const found = near.words.flatMap((word) => inWord(word, everyday))
    let best = { brand: -1, distance: everyday }
    for (const { brand, distance } of found) if (distance < best.distance) best = { brand, distance }
    if (best.brand < 0) return []
    let second = everyday
    for (const { brand, distance } of found) if (brand !== best.brand && distance < second) second = distance
    return found
      .filter(({ brand, distance }) => brand === best.brand && distance < ratio * ratio * second)
      .sort((a, b) => a.distance - b.distance || a.at - b.at)
      .slice(0, mostPerPlace)
      .map(({ at, distance }) => ({
        reference: referenceOf[at] ?? 0,
        there: placeOf[at] ?? 0,
        here,
        share: Math.sqrt(distance / second),
        similarity: cosine(distance),
        otherwise: cosine(second),
      }))
  }

  /** Descriptors under a word that are nearer than everyday texture. */
  function inWord(word: number, everyday: number): { at: number; brand: number; distance: number }[] {
    const [from = 0, to = 0] = starts.subarray(word, word + 2)
    if (to === from) return []
    const count = k.within(query, filed + 128 * from, to - from, everyday, hits)
    const pairs = new Int32Array(k.memory.buffer, hits, 2 * count)
    return Array.from({ length: count }, (_, i) => {
      const at = from + (pairs[2 * i] ?? 0)
      return { at, brand: brandOf[at] ?? 0, distance: pairs[2 * i + 1] ?? 0 }
    })
  }
}

/** Of descriptors of the length 512. */
function cosine(squaredDistance: number): number {
  return Math.max(0, 1 - squaredDistance / (2 * 512 * 512))
}

/** The nearest words, as many as hold enough descriptors: by steps of distance, as sorting would take longer than comparing. */
function nearestWords(distances: Int32Array, starts: Uint32Array): { words: number[]; everyday: number } {
  const held = new Uint32Array(steps)
  let everyday = Number.MAX_SAFE_INTEGER
  for (let word = 0; word < wordCount; word++) {
    const distance = distances[word] as number
    if (distance < everyday) everyday = distance
    const step = Math.min(steps - 1, distance >> stepBits)
    held[step] = (held[step] as number) + (starts[word + 1] as number) - (starts[word] as number)
  }
  let last = 0
  for (let sum = held[0] as number; last < steps - 1 && sum < compared; ) sum += held[++last] as number
  const near: number[] = []
  for (let word = 0; word < wordCount; word++) {
    if (Math.min(steps - 1, (distances[word] as number) >> stepBits) <= last) near.push(word)
  }
  return { words: near, everyday }
}

function indexOfLeast(values: Int32Array): number {
  let least = 0
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) < (values[least] ?? 0)) least = i
  return least
}
