import type { Size } from '../../image/box.ts'
import { kernel } from './module.ts'
import { bytesOf, type Plane, resident, room } from './resident.ts'

/**
 * Means of a plane over a grid of equal cells, row by row; at most as many cells a side as pixels. A pixel on a border counts in
 * each of its cells by its share: so a mirrored picture has mirrored cells, whatever its size.
 */
export function cellMeans(plane: Plane, { width, height }: Size, cells: Size): Float64Array {
  const [xs, ys] = [borders(width, cells.width), borders(height, cells.height)]
  const means = new Float64Array(cells.width * cells.height)
  for (let row = 0; row < cells.height; row++) {
    const [top, bottom] = [ys[row] as number, ys[row + 1] as number]
    const columns = columnSums(plane, width, top, bottom)
    for (let cell = 0; cell < cells.width; cell++) {
      const [left, right] = [xs[cell] as number, xs[cell + 1] as number]
      means[row * cells.width + cell] = sumBetween(columns, left, right) / ((right - left) * (bottom - top))
    }
  }
  return means
}

/** Sums of columns between two heights, which may cut pixels. */
function columnSums(plane: Plane, width: number, top: number, bottom: number): Float64Array {
  const k = kernel()
  const from = resident(plane)
  const at = room(k, { columns: 4 * (width + 16) })
  const [first, end] = [Math.ceil(top), Math.floor(bottom)]
  if (end > first) k.columnSums(from + first * width, width, end - first, at.columns)
  const whole = new Uint32Array(k.memory.buffer, at.columns, width)
  const sums = end > first ? Float64Array.from(whole) : new Float64Array(width)
  const levels = bytesOf(plane)
  const add = (row: number, share: number) => {
    for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + share * (levels[row * width + x] as number)
  }
  if (first > top) add(first - 1, first - top)
  if (bottom > end) add(end, bottom - end)
  return sums
}

function sumBetween(columns: Float64Array, left: number, right: number): number {
  const [first, end] = [Math.ceil(left), Math.floor(right)]
  let sum = 0
  for (let x = first; x < end; x++) sum += columns[x] as number
  if (first > left) sum += (first - left) * (columns[first - 1] as number)
  if (right > end) sum += (right - end) * (columns[end] as number)
  return sum
}

function borders(length: number, parts: number): Float64Array {
  return Float64Array.from({ length: parts + 1 }, (_, i) => (i * length) / parts)
}
