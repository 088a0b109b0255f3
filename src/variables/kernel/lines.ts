import type { Size } from '../../image/box.ts'
import type { Edges } from './canny.ts'
import { kernel } from './module.ts'
import { bytesOf, room } from './resident.ts'

/** A straight line from the one end to the other, in pixels. */
export interface Line {
  x1: number
  y1: number
  x2: number
  y2: number
}

const angles = 90
/** Pixels: a place along it and half a pixel's 65,536ths fit into 32 bits, and a pixel beyond both ends does, too. */
export const longestSide = 65_534

/**
 * Straight lines among edge pixels: the progressive probabilistic Hough transform (Matas, Galambos & Kittler 2000), steps of a
 * pixel and 2 degrees, at least 10 pixels long, gaps of at most 2, no least number of votes. Pixels are drawn in the order of
 * OpenCV's random numbers, so that the same picture has the same lines there and here. No side may be longer than {@link longestSide}.
 */
export function linesOf({ plane, count }: Edges, { width, height }: Size): Line[] {
  const k = kernel()
  const { zeros, total } = distancesOf(width, height)
  const at = room(k, {
    ...{ left: plane.length, waiting: 4 * count, votes: 4 * total, turns: turns.byteLength + zeros.byteLength },
    // A line of 10 pixels has at least 4 on an edge.
    lines: 16 * (count >> 2),
  })
  const memory = new Uint8Array(k.memory.buffer)
  memory.set(bytesOf(plane), at.left)
  memory.fill(0, at.votes, at.votes + 4 * total)
  new Float32Array(k.memory.buffer, at.turns, turns.length).set(turns)
  new Int32Array(k.memory.buffer, at.turns + turns.byteLength, zeros.length).set(zeros)
  const found = k.lineSegments(at.left, width, height, at.waiting, at.votes, at.turns, at.lines)
  const ends = new Int32Array(k.memory.buffer, at.lines, 4 * found)
  return Array.from({ length: found }, (_, i) => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = ends.subarray(4 * i, 4 * i + 4)
    return { x1, y1, x2, y2 }
  })
}

/** cos, then sin of 0, 2, ... 178 degrees and two more: four at a time. */
const turns = Float32Array.from({ length: 184 }, (_, i) => {
  const angle = (i % 92) * Math.fround(Math.PI / angles)
  return i < 92 ? Math.cos(angle) : Math.sin(angle)
})

/**
 * Distances from the corner that lines of each angle can have in a picture, one row of votes after the other, as few as can be:
 * they stay in the processor's caches. `zeros` are the places of distance 0, `total` is how many distances there are.
 */
function distancesOf(width: number, height: number): { zeros: Int32Array; total: number } {
  const zeros = new Int32Array(angles + 2)
  let total = 0
  for (let n = 0; n < angles; n++) {
    const [x, y] = [(width - 1) * (turns[n] as number), (height - 1) * (turns[n + 92] as number)]
    // A pixel to spare at both ends, for rounding.
    const [least, most] = [Math.floor(Math.min(0, x)) - 1, Math.ceil(Math.max(0, x) + y) + 1]
    zeros[n] = total - least
    total += most - least + 1
  }
  return { zeros, total }
}
