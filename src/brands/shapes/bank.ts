import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { pack, unpack } from '../gallery/pack.ts'
import { likenessOf, mostLikeness } from './likeness.ts'
import { filledOf, rings, type Silhouette } from './silhouette.ts'

/**
 * Silhouettes of what stands out in photos without brands (`scripts/shape-bank.mjs`): they say how like a reference things are by
 * chance. No photo can be had back from them.
 */
export interface ShapeBank {
  /** Photo by photo. */
  photos: Silhouette[][]
}

/** Made by scripts/shape-bank.mjs. */
export const builtInBank = fileURLToPath(new URL('bank.bin', import.meta.url))

/** Less likeness than this is no sign of anything, and is taken for this much. */
const leastLikeness = 0.75

/** The highest likeness of a silhouette to anything in each photo. */
export function maximaOf(silhouette: Silhouette, { photos }: ShapeBank): Float32Array {
  return Float32Array.from(photos, (shapes) => {
    let most = leastLikeness
    for (const shape of shapes) {
      if (mostLikeness(shape, silhouette) <= most) continue
      most = Math.max(most, likenessOf(shape, silhouette).likeness)
    }
    return most
  })
}

/** A bank as a file: bits as they are, spreads in 1/127 of their largest number, squeezed. */
export async function packBank({ photos }: ShapeBank): Promise<Uint8Array> {
  const all = photos.flat()
  const bits = new Int32Array(2 * rings * all.length)
  const spreads = new Int8Array(3 * all.length)
  for (const [i, shape] of all.entries()) {
    bits.set(shape.bits, 2 * rings * i)
    const most = Math.max(...shape.spread)
    for (const [j, value] of shape.spread.entries()) spreads[3 * i + j] = Math.round((127 * value) / most)
  }
  const counts = Int32Array.from(photos, ({ length }) => length)
  return await promisify(deflateRaw)(pack({ format: 'limelight-shapes', counts, bits, spreads }), { level: 9 })
}

/** Reads what {@link packBank} wrote. */
export async function readBank(path: string): Promise<ShapeBank> {
  const { counts, bits, spreads } = unpack(await promisify(inflateRaw)(await readFile(path))) as unknown as {
    counts: Int32Array
    bits: Int32Array
    spreads: Int8Array
  }
  let next = 0
  return {
    photos: Array.from(counts, (count) =>
      Array.from({ length: count }, () => {
        const own = bits.subarray(2 * rings * next, 2 * rings * (next + 1))
        const [xx = 0, xy = 0, yy = 0] = spreads.subarray(3 * next, 3 * ++next)
        return { bits: own, filled: filledOf(own), spread: [xx, xy, yy] as const }
      }),
    ),
  }
}
