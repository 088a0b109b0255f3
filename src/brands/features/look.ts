import type { Box } from '../../image/box.ts'
import { lookMemory, lookSide, lookSizes, memoryWith } from './look-memory.ts'
import type { Raster } from './reference.ts'

/** How a logo looks on the whole, without where exactly its lines run. */
export interface Look {
  /** A histogram of oriented gradients (Dalal & Triggs 2005): directions, of whichever sign, in 8 x 8 cells; less their mean, of unit length. */
  edges: Float32Array
  /** Lightness less its mean, and two opponent colours, in 8 x 8 cells; of unit length. */
  colours: Float32Array
}

/** A part of a picture as interleaved bytes, `lookSide` x `lookSide`: each px the mean of four places. Beyond an edge, it is repeated. */
export function smallPicture(picture: Raster, { x1, y1, x2, y2 }: Box): Uint8Array {
  const { kernel, rgb, scratch, small } = memoryWith(picture)
  kernel.smallPicture(rgb, picture.width, picture.height, x1, y1, x2, y2, scratch, small)
  return new Uint8Array(kernel.memory.buffer, small, 3 * lookSide * lookSide).slice()
}

/** @param picture what {@link smallPicture} gives */
export function lookOf(picture: Uint8Array): Look {
  const { kernel, small, scratch, out } = lookMemory()
  new Uint8Array(kernel.memory.buffer).set(picture, small)
  kernel.lookOf(small, scratch, out)
  const { edges, colours } = lookSizes
  return {
    edges: new Float32Array(kernel.memory.buffer, out, edges).slice(),
    colours: new Float32Array(kernel.memory.buffer, out + 4 * edges, colours).slice(),
  }
}

/** Cosines of edges and of colours, -1 to 1. */
export function alike(a: Look, b: Look): { edges: number; colours: number } {
  return { edges: dot(a.edges, b.edges), colours: dot(a.colours, b.colours) }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
