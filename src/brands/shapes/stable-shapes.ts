import type { Box, Size } from '../../image/box.ts'
import { roomIn } from '../../wasm.ts'
import { openKernel, type ShapeKernel } from './kernel/module.ts'
import { type PlacedSilhouette, places, rings } from './silhouette.ts'

/** A grey picture, a byte a pixel, row by row. */
export interface Grey extends Size {
  grey: Uint8Array
}

/** A shape that stands out in a picture, in px of that. */
export interface Shape extends PlacedSilhouette {
  box: Box
}

export interface StableOptions {
  /** Regions that are lighter than all around them, instead of darker ones. */
  lighter: boolean
  /** Greys over which a region has to stay as it is. */
  over: number
  /** By how much of its area it may grow meanwhile. */
  mostGrowth: number
  /** Pixels. */
  least: number
  most: number
  /** Of two that lie in each other, the smaller one has to be smaller by this share, or the less stable one goes. */
  diversity: number
}

/** Connected regions that are darker than all around them, and stay as they are over a range of greys (Matas et al. 2002). */
export function stableShapes({ grey, width, height }: Grey, options: StableOptions): Shape[] {
  shared ??= opened()
  const { kernel, looked, free } = shared
  const room = roomIn(kernel, free)
  const plane = room.take(grey.length)
  const cells = room.take(4 * ((width + 1) * (height + 2) + 1))
  const [scratch, order] = [room.take(4096), room.take(4 * grey.length)]
  const [nodes, growths] = [room.take(16 * grey.length), room.take(8 * grey.length)]
  const [found, out] = [room.take(4 * grey.length), room.take(silhouetteBytes)]
  const { buffer } = kernel.memory
  new Uint8Array(buffer).set(grey, plane)
  const { lighter, over, mostGrowth, least, most, diversity } = options
  const turned = lighter ? 255 : 0
  const count = kernel.flood(plane, width, height, turned, least, cells, scratch, order, nodes)
  const stable = kernel.stable(nodes, count, over, mostGrowth, most, diversity, growths, found)
  const tree = new Int32Array(buffer, nodes, 4 * count)
  return Array.from(new Int32Array(buffer, found, stable), (node) => {
    const [first, area] = [tree[4 * node + 1] as number, tree[4 * node + 2] as number]
    kernel.silhouette(cells, width, order + 4 * first, area, looked, out)
    return shapeAt(buffer, out)
  })
}

let shared: Opened | null = null

interface Opened {
  kernel: ShapeKernel
  /** Where {@link places} lie. */
  looked: number
  free: number
}

function opened(): Opened {
  const kernel = openKernel()
  const room = roomIn(kernel)
  const looked = room.take(places.byteLength)
  new Float64Array(kernel.memory.buffer, looked, places.length).set(places)
  return { kernel, looked, free: room.take(0) }
}

const spreadAt = 9 * rings
const silhouetteBytes = spreadAt + 5 * 8 + 4 * 4

function shapeAt(buffer: ArrayBuffer, at: number): Shape {
  const [xx = 0, xy = 0, yy = 0, x = 0, y = 0] = new Float64Array(buffer, at + spreadAt, 5)
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = new Int32Array(buffer, at + spreadAt + 40, 4)
  return {
    bits: new Int32Array(buffer, at, 2 * rings).slice(),
    filled: new Uint8Array(buffer, at + 8 * rings, rings).slice(),
    spread: [xx, xy, yy],
    centre: { x, y },
    box: { x1, y1, x2, y2 },
  }
}
