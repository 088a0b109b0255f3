import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { UsageError } from '../../errors.ts'
import { sha256 } from '../../hash.ts'
import { type Packable, pack, unpack } from './pack.ts'

/**
 * A bank of negatives: vectors of what may be taken for a logo in photos that show none of the tracked brands. Only vectors; the photos
 * can't be had back from them. They say how like a reference things are by chance.
 */
export interface Negatives {
  /** SHA-256 of the model that made them. */
  model: string
  dimensions: number
  /** Photo i has the vectors first[i] up to first[i + 1]. */
  first: Int32Array
  /** Row by row, in 1/127 of the largest number of their row. */
  vectors: Int8Array
  /** Of the file. */
  sha256: string
  /** How many times as often photos that are not in the bank show what is as like a logo. */
  commoner: number
}

/**
 * The networks inside the package learned from the photos of their bank what is no logo, and other photos raise more alarms. Where 2 % of 195 of them
 * would be 4, this factor leaves 4 with the catalogue's icons alone as references, and 1 with photos. Chosen on these 195, for all brands of two sets together.
 */
const commonerThanSeen = 3

/** The bank inside the package, for the model inside the package. */
export const builtInNegatives = fileURLToPath(new URL('../../../models/logo-negatives.pack', import.meta.url))

const schema = z.object({
  format: z.literal('limelight-negatives'),
  model: z.string(),
  dimensions: z.int().positive(),
  first: z.instanceof(Int32Array),
  vectors: z.instanceof(Int8Array),
})

/**
 * Reads a bank.
 * @returns null where there is no such file
 * @throws UsageError for a file that is none
 */
export async function readNegatives(path: string): Promise<Negatives | null> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw new UsageError(`${path}: the negatives can't be read (${cause.message})`, { cause })
  })
  if (bytes === null) return null
  try {
    const { format: _, ...negatives } = schema.parse(unpack(bytes))
    return { ...negatives, sha256: sha256(bytes), commoner: path === builtInNegatives ? commonerThanSeen : 1 }
  } catch (cause) {
    throw new UsageError(`${path}: is no bank of negatives (${(cause as Error).message.slice(0, 100)})`, { cause })
  }
}

/** A bank as a file. @param photos vectors of unit length, photo by photo; photos without any count, too */
export function packNegatives(photos: readonly (readonly Float32Array[])[], model: string): Uint8Array {
  const all = photos.flat()
  const dimensions = all[0]?.length ?? 0
  const vectors = new Int8Array(all.length * dimensions)
  for (const [i, vector] of all.entries()) {
    const most = Math.max(...vector.map(Math.abs), Number.MIN_VALUE)
    for (let j = 0; j < dimensions; j++) vectors[i * dimensions + j] = Math.round((127 * (vector[j] as number)) / most)
  }
  const first = Int32Array.from([0, ...photos.map(({ length }) => length)])
  for (let i = 1; i < first.length; i++) first[i] = (first[i] as number) + (first[i - 1] as number)
  const bank: Packable = { format: 'limelight-negatives', model, dimensions, first, vectors }
  return pack(bank)
}

/** The highest cosine similarity of a vector of unit length to anything in each photo; -1 for photos without anything. */
export function maximaOf(vector: Float32Array, { first, vectors, dimensions }: Negatives): Float32Array {
  const maxima = new Float32Array(first.length - 1).fill(-1)
  for (let photo = 0; photo < maxima.length; photo++) {
    for (let row = first[photo] as number; row < (first[photo + 1] as number); row++) {
      let dot = 0
      let square = 0
      for (let j = 0, at = row * dimensions; j < dimensions; j++, at++) {
        const value = vectors[at] as number
        dot += value * (vector[j] as number)
        square += value * value
      }
      const cosine = dot / Math.sqrt(square || 1)
      if (cosine > (maxima[photo] as number)) maxima[photo] = cosine
    }
  }
  return maxima
}
