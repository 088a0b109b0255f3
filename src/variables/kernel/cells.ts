import type { Size } from '../../image/box.ts'
import { kernel } from './module.ts'
import { type Plane, resident, room } from './resident.ts'

/** Means of a plane over a grid of cells, row by row; the cells' borders are the nearest whole pixels. */
export function cellMeans(plane: Plane, { width, height }: Size, cells: Size): Float64Array {
  const k = kernel()
  const from = resident(plane)
  const at = room(k, { columns: 4 * (width + 16) })
  const [xs, ys] = [borders(width, cells.width), borders(height, cells.height)]
  const means = new Float64Array(cells.width * cells.height)
  for (let row = 0, to = 0; row < cells.height; row++) {
    const [top, bottom] = [ys[row] as number, ys[row + 1] as number]
    k.columnSums(from + top * width, width, bottom - top, at.columns)
    const columns = new Uint32Array(k.memory.buffer, at.columns, width)
    for (let cell = 0; cell < cells.width; cell++, to++) {
      const [left, right] = [xs[cell] as number, xs[cell + 1] as number]
      let sum = 0
      for (let x = left; x < right; x++) sum += columns[x] as number
      means[to] = sum / ((right - left) * (bottom - top))
    }
  }
  return means
}

function borders(length: number, parts: number): Uint32Array {
  return Uint32Array.from({ length: parts + 1 }, (_, i) => Math.round((i * length) / parts))
}
