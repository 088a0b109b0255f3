import type { Size } from '../image/box.ts'
import { narrowed, rowPartsOf } from './kernel/narrow.ts'
import type { Plane } from './kernel/resident.ts'
import { lanczosEighths } from './lanczos.ts'
import { hexOf, medianOf } from './phash.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

/** The other hashes of ImageHash (Buchner), 64 bits each as 16 hex digits; `phash` is in the core. */
export function hashVariables({ scan, width, height }: View): Row {
  const size = { width, height }
  const eight = narrowed(scan.luma, size, { width: 8, height: 8 })
  const nine = narrowed(scan.luma, size, { width: 9, height: 8 })
  const mean = eight.reduce((sum, level) => sum + level, 0) / eight.length
  return {
    ahash: hexOf(Array.from(eight, (level) => level > mean)),
    dhash: hexOf(Array.from(eight, (_, i) => (nine[i + (i >> 3) + 1] as number) > (nine[i + (i >> 3)] as number))),
    whash: waveletHash(scan.luma, size),
  }
}

/**
 * Wavelet hash: Lanczos to a square of the largest power of two that the shorter side holds, Haar wavelets down to 8 x 8, of which
 * those above the median are 1. Haar's coarse values are means of blocks, so that each is one sum over the picture; ImageHash
 * rounds between its steps, which told in no bit on 71 photos (its 20 of `../shared/golden` among them).
 */
function waveletHash(luma: Plane, { width, height }: Size): string | null {
  if (Math.min(width, height) < 8) return null
  const side = 2 ** Math.floor(Math.log2(Math.min(width, height)))
  const [across, down] = [lanczosEighths(width, side), lanczosEighths(height, side)]
  const narrow = rowPartsOf(luma, { width, height }, across)
  const means = down.flatMap(({ first, weights }) =>
    Array.from({ length: 8 }, (_, x) => {
      const sum = weights.reduce((all, weight, i) => all + weight * (narrow[8 * (first + i) + x] as number), 0)
      return Math.round(sum * 1e6) / 1e6
    }),
  )
  const median = medianOf(means)
  return hexOf(means.map((mean) => mean > median))
}
