import type { Size } from '../image/box.ts'

/** A picture's grey levels: one byte a pixel, row by row. */
export interface Grey extends Size {
  levels: Uint8Array
}

/**
 * Grey levels as OpenCV makes them (RGB2GRAY): Rec. 601 luma in 15-bit fixed point, rounded.
 * @param rgb interleaved, length 3 · width · height
 */
export function greyLevels(rgb: Uint8Array, { width, height }: Size): Grey {
  const levels = new Uint8Array(width * height)
  for (let i = 0, p = 0; i < levels.length; i++, p += 3) {
    levels[i] = (9798 * at(rgb, p) + 19235 * at(rgb, p + 1) + 3735 * at(rgb, p + 2) + 16384) >> 15
  }
  return { levels, width, height }
}

/** How many pixels have each of the 256 levels. */
export function histogram(levels: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256)
  for (let i = 0; i < levels.length; i++) counts[at(levels, i)] = at(counts, at(levels, i)) + 1
  return counts
}

function at(bytes: Uint8Array | Uint32Array, index: number): number {
  return bytes[index] as number
}
