import type { Size } from '../image/box.ts'

/** A rectangle of whole pixels; x2 and y2 are outside. */
export interface Block {
  x1: number
  y1: number
  x2: number
  y2: number
}

/** 16 blocks, row by row; the four in the middle are 5, 6, 9 and 10. */
export function sixteenBlocks({ width, height }: Size, cut: (length: number, parts: number) => number[]): Block[] {
  const [xs, ys] = [cut(width, 4), cut(height, 4)]
  return Array.from({ length: 16 }, (_, i) => ({
    x1: xs[i % 4] as number,
    x2: xs[(i % 4) + 1] as number,
    y1: ys[i >> 2] as number,
    y2: ys[(i >> 2) + 1] as number,
  }))
}

export const innerBlocks = [5, 6, 9, 10] as const

/** Where `count` parts of a length begin, and where the last ends; the first ones are longer by the rest. */
export function evenParts(length: number, count: number): number[] {
  const whole = Math.floor(length / count)
  return Array.from({ length: count + 1 }, (_, i) => i * whole + Math.min(i, length % count))
}

/** The same, but the last one takes the whole rest. */
export function floorParts(length: number, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => (i === count ? length : i * Math.floor(length / count)))
}

/** Mean of the four blocks in the middle over the mean of all; null where all are nought. */
export function innerOverAll(values: readonly number[]): number | null {
  const all = values.reduce((sum, value) => sum + value, 0) / values.length
  const inner = innerBlocks.reduce((sum, i) => sum + (values[i] as number), 0) / innerBlocks.length
  return all === 0 ? null : inner / all
}
