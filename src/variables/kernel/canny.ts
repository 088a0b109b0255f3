import type { Size } from '../../image/box.ts'
import { kernel, places, resident, room, stackRoom } from './module.ts'

export interface Edges {
  /** 1 for each pixel that is on an edge, else 0. */
  plane: Uint8Array
  count: number
}

/** Edges of grey levels as `cv2.Canny(grey, low, high)`: Sobel 3 x 3, |dx| + |dy|, no blur. */
export function canny(grey: Uint8Array, { width, height }: Size, { low, high }: { low: number; high: number }): Edges {
  const k = kernel()
  const line = Math.ceil((width + 64) / 16) * 16
  const mapSize = Math.ceil(((width + 2) * (height + 2)) / 16) * 16 + 16
  const from = resident(grey)
  const at = room(k, { plane: grey.length, map: mapSize, lines: 3 * line, rows: 18 * line })
  const memory = new Uint8Array(k.memory.buffer)
  memory.fill(0, at.map, at.map + mapSize)
  k.edges(from, width, height, low, high, at.lines, at.rows, line, at.map, places.sums)
  const count = k.follow(at.map, mapSize, width + 2, places.stack, stackRoom)
  k.edgePlane(at.map, width, height, at.plane)
  return { plane: memory.slice(at.plane, at.plane + grey.length), count }
}
