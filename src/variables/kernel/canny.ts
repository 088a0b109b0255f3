import type { Size } from '../../image/box.ts'
import { kernel, places, stackRoom } from './module.ts'
import { keep, type Plane, resident, room } from './resident.ts'

export interface Edges {
  /** 1 for each pixel that is on an edge, else 0. */
  plane: Plane | Uint8Array
  count: number
}

/** Edges of grey levels as `cv2.Canny(grey, low, high)`: Sobel 3 x 3, |dx| + |dy|, no blur. */
export function canny(
  grey: Plane | Uint8Array,
  { width, height }: Size,
  { low, high }: { low: number; high: number },
): Edges {
  const k = kernel()
  const line = Math.ceil((width + 64) / 16) * 16
  const mapSize = Math.ceil(((width + 2) * (height + 2)) / 16) * 16 + 16
  const from = resident(grey)
  const plane = keep(grey.length)
  const at = room(k, { map: mapSize, lines: 3 * line, rows: 18 * line })
  new Uint8Array(k.memory.buffer).fill(0, at.map, at.map + mapSize)
  k.edges(from, width, height, low, high, at.lines, at.rows, line, at.map, 0)
  const count = k.follow(at.map, mapSize, width + 2, places.stack, stackRoom)
  k.edgePlane(at.map, width, height, plane.at)
  return { plane, count }
}
