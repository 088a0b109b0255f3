import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { descriptorLength } from '../../vision/xfeat-graph.ts'
import { type Packable, pack, unpack } from '../gallery/pack.ts'
import { quantileOf } from '../gallery/tail.ts'
import { openSimilarities } from './similarities.ts'

/**
 * Descriptors of places in photos without brands (`scripts/learned-bank.mjs`): they say how like a place of a logo things are by chance. No photo
 * can be had back from them.
 */
export interface LearnedBank {
  /** Photo by photo, of unit length. */
  photos: Float32Array[]
}

/** Made by scripts/learned-bank.mjs. */
export const builtInBank = fileURLToPath(new URL('bank.bin', import.meta.url))

/** How like a place the most alike place of an everyday photo is. */
export interface Usual {
  /** The median over photos. */
  likeness: Float32Array
  /** From there to what a tenth of the photos reach. */
  spread: Float32Array
}

/** Of cosines: a place that is like all photos alike is not infinitely surprising. */
const leastSpread = 0.01

/** What is usual for each of some descriptors. */
export async function usualOf(descriptors: Float32Array, { photos }: LearnedBank): Promise<Usual> {
  const count = descriptors.length / descriptorLength
  const maxima = Array.from({ length: count }, () => new Float32Array(photos.length).fill(-1))
  if (count > 0) {
    const similarities = await openSimilarities(descriptors, { device: 'cpu', threads: 1 })
    for (const [photo, places] of photos.entries()) {
      await similarities.each(places, ({ count: rows, values }) => {
        for (let i = 0; i < count; i++) {
          const own = maxima[i] as Float32Array
          for (let row = 0, at = i; row < rows; row++, at += count) {
            if ((values[at] as number) > (own[photo] as number)) own[photo] = values[at] as number
          }
        }
      })
    }
    await similarities.close()
  }
  const likeness = Float32Array.from(maxima, (own) => quantileOf(own, 0.5))
  const spread = Float32Array.from(maxima, (own, i) =>
    Math.max(leastSpread, quantileOf(own, 0.9) - (likeness[i] as number)),
  )
  return { likeness, spread }
}

/** A bank as a file: numbers in 1/127 of the largest of their descriptor. */
export function packBank({ photos }: LearnedBank): Uint8Array {
  const all = new Int8Array(photos.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const places of photos) {
    for (let from = 0; from < places.length; from += descriptorLength, at += descriptorLength) {
      const own = places.subarray(from, from + descriptorLength)
      const most = Math.max(...own.map(Math.abs), Number.MIN_VALUE)
      all.set(
        own.map((value) => Math.round((127 * value) / most)),
        at,
      )
    }
  }
  const counts = Int32Array.from(photos, ({ length }) => length / descriptorLength)
  return pack({ format: 'limelight-learned', counts, all } satisfies Packable)
}

/** Reads what {@link packBank} wrote. */
export async function readBank(path: string): Promise<LearnedBank> {
  const { counts, all } = unpack(await readFile(path)) as unknown as { counts: Int32Array; all: Int8Array }
  let next = 0
  return {
    photos: Array.from(counts, (count) => {
      const places = Float32Array.from(all.subarray(next, next + descriptorLength * count))
      next += places.length
      return unitLength(places)
    }),
  }
}

function unitLength(places: Float32Array): Float32Array {
  for (let from = 0; from < places.length; from += descriptorLength) {
    let squares = 0
    for (let i = from; i < from + descriptorLength; i++) squares += (places[i] as number) ** 2
    const length = Math.sqrt(squares) || 1
    for (let i = from; i < from + descriptorLength; i++) places[i] = (places[i] as number) / length
  }
  return places
}
