import type { Size } from '../../image/box.ts'
import { lanczosTaps, type Mix } from '../lanczos.ts'
import { kernel } from './module.ts'
import { type Plane, resident, room } from './resident.ts'

/** A plane of one byte a pixel made small as Pillow's Lanczos does it, first across, then down, rounded each time; row by row. */
export function narrowed(plane: Plane | Uint8Array, { width, height }: Size, to: Size): Uint8Array {
  const k = kernel()
  const from = resident(plane)
  const across = 16 * Math.ceil(to.width / 16)
  const at = room(k, {
    ...{ across: roomOf(width, to.width), down: roomOf(height, to.height) },
    ...{ narrow: across * height, small: across * to.height },
  })
  const view = new DataView(k.memory.buffer)
  writeTaps(view, { at: at.across, size: width, few: to.width }, (weights, place) => {
    const padded = Math.ceil(weights.length / 8) * 8
    const upper = new Int16Array(view.buffer, place, padded).fill(0)
    const lower = new Int16Array(view.buffer, place + 2 * padded, padded).fill(0)
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number
      upper[i] = weight >> 11
      lower[i] = weight & 2047
    }
    return padded
  })
  writeTaps(view, { at: at.down, size: height, few: to.height }, (weights, place) => {
    new Int32Array(view.buffer, place, weights.length).set(weights)
    return weights.length
  })
  k.narrowRows(from, width, height, at.across, to.width, at.narrow)
  k.narrowColumns(at.narrow, at.down, across, to.height, at.small)
  const small = new Uint8Array(k.memory.buffer, at.small, across * to.height)
  return Uint8Array.from({ length: to.width * to.height }, (_, i) => {
    return small[across * Math.floor(i / to.width) + (i % to.width)] as number
  })
}

/** Weighted sums of a few parts of each row of a plane of one byte a pixel; row by row. */
export function rowPartsOf(plane: Plane | Uint8Array, { width, height }: Size, parts: readonly Mix[]): Float64Array {
  const k = kernel()
  const from = resident(plane)
  const padded = parts.map(({ weights }) => 4 * Math.ceil(weights.length / 4))
  const at = room(k, {
    ...{ taps: 12 * parts.length, weights: 8 * padded.reduce((sum, count) => sum + count, 0) },
    ...{ sums: 8 * parts.length * height },
  })
  const { buffer } = k.memory
  let to = at.weights
  for (const [i, { first, weights }] of parts.entries()) {
    const count = padded[i] as number
    new Uint32Array(buffer, at.taps + 12 * i, 3).set([first, count, to])
    new Float64Array(buffer, to, count).fill(0).set(weights)
    to += 8 * count
  }
  k.rowParts(from, width, height, at.taps, parts.length, at.sums)
  return new Float64Array(buffer, at.sums, parts.length * height).slice()
}

/** An upper limit of the bytes of taps, each padded to a multiple of 8 weights. */
function roomOf(size: number, few: number): number {
  return (12 + 4 * (Math.ceil((6 * Math.max(1, size / few) + 2) / 8) * 8 + 8)) * few + 16
}

/** So many times (first, count, address of weights), then the weights: `put` writes some and says how many, 4 bytes each. */
function writeTaps(
  view: DataView,
  { at, size, few }: { at: number; size: number; few: number },
  put: (weights: Int32Array, to: number) => number,
): void {
  let to = at + 12 * few
  for (const [i, { first, weights }] of lanczosTaps(size, few).entries()) {
    const count = put(weights, to)
    view.setUint32(at + 12 * i, first, true)
    view.setUint32(at + 12 * i + 4, count, true)
    view.setUint32(at + 12 * i + 8, to, true)
    to += 4 * count
  }
}
