import type { Size } from '../../image/box.ts'
import type { Kernel } from './exports.ts'
import { kernel } from './module.ts'
import { keep, type Plane, resident, room } from './resident.ts'

/** From a pixel's square: so many pixels on each side. */
const reaches = [12, 24, 28, 48, 56, 112]
const farthest = Math.max(...reaches)

/**
 * Fine-grained saliency (Montabone & Soto 2010) as OpenCV's StaticSaliencyFineGrained: greys, twice blurred by 1 2 1, less the
 * mean of the squares around each pixel, in six sizes; what is above and what is below are added up each for itself, brought
 * to 0 to 255 and put together. Sums are in single precision, as there: at a photo's size they are no longer exact.
 * OpenCV lets a pixel go over 255 and begin at 0 again; here it stays at 255 (no photo of `../shared/golden` has one).
 * @returns one byte a pixel; null where nothing differs from its surroundings by a whole level
 */
export function fineSaliencyOf(grey: Plane | Uint8Array, { width, height }: Size): Plane | null {
  const pixels = width * height
  const k = kernel()
  const from = resident(grey)
  const map = keep(pixels)
  // Rows go on to both sides as far as a square reaches, so that no place has to be looked at before it is read.
  const stride = 4 * Math.ceil((farthest + width + 1 + farthest + 16) / 4)
  const sums = 4 * stride * (height + 1)
  const wide = 8 * Math.ceil(width / 8)
  const at = room(k, {
    ...{ soft: pixels, line: width + 34, across: 2 * pixels, sums },
    ...{ squares: 32 * reaches.length, widths: 4 * wide * reaches.length },
    ...{ above: 2 * pixels, below: 2 * pixels, ofAbove: tableSize, ofBelow: tableSize },
  })
  const { buffer } = k.memory
  k.blurThree(from, width, height, at.line, at.across, at.soft)
  k.blurThree(at.soft, width, height, at.line, at.across, at.soft)
  k.sumsAbove(at.soft, width, height, farthest, stride, at.sums)
  const squares = new Uint32Array(buffer, at.squares, 8 * reaches.length)
  for (const [i, reach] of reaches.entries()) {
    const widths = at.widths + 4 * wide * i
    squares.set([reach, widths], 8 * i)
    writeWidths(new Float32Array(buffer, widths, wide), width, reach)
  }
  const first = at.sums + 4 * farthest
  k.contrasts(at.soft, width, height, first, stride, at.squares, reaches.length, at.above, at.below)
  const most = [k.largestOf(at.above, pixels), k.largestOf(at.below, pixels)] as const
  if (most[0] === 0 && most[1] === 0) return null
  writeLevels(k, at.ofAbove, most[0])
  writeLevels(k, at.ofBelow, most[1])
  k.addLevels(at.above, at.below, pixels, at.ofAbove, at.ofBelow, map.at)
  return map
}

/** Six differences of at most 255 each, and one more for what rounding may add. */
const tableSize = 6 * 256 + 1

/** How much of a square lies within the picture, for each column. */
function writeWidths(widths: Float32Array, width: number, reach: number): void {
  for (let x = 0; x < widths.length; x++) widths[x] = Math.min(width, x + reach + 1) - Math.max(0, x - reach + 1)
}

/** 255 times each number over the largest, cut off. */
function writeLevels({ memory }: Kernel, at: number, most: number): void {
  const table = new Uint8Array(memory.buffer, at, tableSize)
  for (let value = 0; value < tableSize; value++)
    table[value] = most === 0 ? 0 : Math.min(255, Math.trunc(255 * Math.fround(value / most)))
}
