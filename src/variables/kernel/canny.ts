import type { Size } from '../../image/box.ts'
import { kernel, places, reserve, stackRoom } from './module.ts'

/**
 * Edges of grey levels as `cv2.Canny(grey, low, high)`: Sobel 3 x 3, |dx| + |dy|, no blur.
 * @returns 1 for each pixel that is on an edge, else 0
 */
export function canny(grey: Uint8Array, { width, height }: Size, low: number, high: number): Uint8Array {
  const k = kernel()
  const line = Math.ceil((width + 64) / 16) * 16
  const mapSize = Math.ceil(((width + 2) * (height + 2)) / 16) * 16 + 16
  const greyAt = places.free
  const mapAt = greyAt + Math.ceil((width * height + 64) / 16) * 16
  const linesAt = mapAt + mapSize + 64
  const rowsAt = linesAt + 3 * line
  reserve(k, rowsAt + 18 * line + 65_536)
  const memory = new Uint8Array(k.memory.buffer)
  memory.set(grey, greyAt)
  memory.fill(0, mapAt, mapAt + mapSize)
  k.edges(greyAt, width, height, low, high, linesAt, rowsAt, line, mapAt, places.sums)
  k.follow(mapAt, mapSize, width + 2, places.stack, stackRoom)
  const edges = new Uint8Array(width * height)
  for (let y = 0, to = 0; y < height; y++) {
    const row = mapAt + (y + 1) * (width + 2) + 1
    for (let at = row; at < row + width; at++) edges[to++] = (memory[at] as number) >> 2
  }
  return edges
}
