import type { Size } from '../../image/box.ts'
import { kernel, places } from './module.ts'
import { type Plane, resident } from './resident.ts'

/**
 * Sums of the distances in RGB (0 to 441.67) of each pixel of the upper half to its mirror image below, and of the left half to
 * the right one. Single precision a pixel.
 */
export function mirroredDistances(rgb: Uint8Array, { width, height }: Size): { rows: number; columns: number } {
  const k = kernel()
  const at = resident(rgb)
  return { rows: k.mirroredRows(at, width, height), columns: k.mirroredColumns(at, width, height) }
}

/**
 * Sums of products of cells with their mirror images, in lines of `length`: cell i with cell `mirror` - i, from `first` to before
 * `end`.
 */
export function mirroredProducts(
  cells: Float64Array,
  length: number,
): (range: { first: number; end: number; mirror: number }) => number {
  const at = resident(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength))
  return ({ first, end, mirror }) => kernel().mirroredProducts(at, cells.length / length, length, first, end, mirror)
}

const stepsAtOnce = 1 << 20

/** Count, R, G, B and edges summed over the marked pixels, and over all. @param marks 255 or 0; @param edges 1 or 0 */
export function figureSumsOf(
  rgb: Uint8Array,
  marks: Plane | Uint8Array,
  edges: Plane | Uint8Array,
): { marked: number[]; all: number[] } {
  const k = kernel()
  const pixels = marks.length
  const from = resident(rgb)
  const at = { marks: resident(marks), edges: resident(edges) }
  const memory = new Uint8Array(k.memory.buffer)
  // What the last step sees beyond the last pixel is nought: of the colours too, for their sums are over all.
  for (const [end, size] of [
    [from + rgb.length, 48],
    [at.marks + pixels, 16],
    [at.edges + pixels, 16],
  ] as const) {
    memory.fill(0, end, end + size)
  }
  const sums = new Float64Array(k.memory.buffer, places.sums, 10).fill(0)
  const steps = Math.ceil(pixels / 16)
  for (let done = 0; done < steps; done += stepsAtOnce) {
    const count = Math.min(stepsAtOnce, steps - done)
    k.figureSums(from + 48 * done, at.marks + 16 * done, at.edges + 16 * done, count, places.sums)
  }
  return { marked: [...sums.subarray(0, 5)], all: [pixels, ...sums.subarray(6)] }
}
