import { cellMeans } from './kernel/cells.ts'
import { mirroredProducts } from './kernel/mirror.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { max: largest, min: smallest, sqrt } = Math

const side = 128

/**
 * Mirror symmetry after Mayer & Landwehr (2018): the highest correlation of grey levels with their mirror image, the axis
 * up to 5 % of the side off the middle; and with the picture turned upside down and mirrored. Of means over cells, at most 128 a
 * side.
 */
export function symmetryVariables({ grey, width, height }: View): Row {
  const [w, h] = [smallest(width, side), smallest(height, side)]
  const cells = cellMeans(grey, { width, height }, { width: w, height: h })
  return {
    symmetry_vertical_axis: highest(cells, w),
    symmetry_horizontal_axis: highest(transposed(cells, w), h),
    symmetry_point: turnedCorrelation(cells),
  }
}

/** The best of all axes near the middle, by the sum of two mirrored places. */
function highest(cells: Float64Array, length: number): number | null {
  const reach = Math.round(2 * 0.05 * length)
  const at = correlations(cells, length)
  let best: number | null = null
  for (let sum = length - 1 - reach; sum <= length - 1 + reach; sum++) {
    const value = at(sum)
    if (value !== null && (best === null || value > best)) best = value
  }
  return best
}

/**
 * Pearson's correlation of the cells of lines with their mirror images: cell i of a line with cell sum - i, as far as both are
 * there. Sums and squares are those of columns, which all axes share; null where one side does not vary.
 */
function correlations(cells: Float64Array, length: number): (sum: number) => number | null {
  const lines = cells.length / length
  const sums = new Float64Array(length)
  const squares = new Float64Array(length)
  for (let start = 0; start < cells.length; start += length) {
    for (let i = 0; i < length; i++) {
      const value = cells[start + i] as number
      sums[i] = (sums[i] as number) + value
      squares[i] = (squares[i] as number) + value * value
    }
  }
  const products = mirroredProducts(cells, length)
  return (sum) => {
    const first = largest(0, sum - length + 1)
    const end = first + largest(0, Math.ceil(sum / 2) - first)
    let [a, b, aa, bb] = [0, 0, 0, 0]
    for (let i = first; i < end; i++) {
      a += sums[i] as number
      b += sums[sum - i] as number
      aa += squares[i] as number
      bb += squares[sum - i] as number
    }
    const ab = products({ first, end, mirror: sum })
    const n = lines * (end - first)
    const [va, vb] = [n * aa - a * a, n * bb - b * b]
    if (n < 2 || va <= 1e-9 * n * aa || vb <= 1e-9 * n * bb) return null
    return smallest(1, largest(-1, (n * ab - a * b) / sqrt(va * vb)))
  }
}

/** Pearson's correlation of all cells with the cells turned by 180 degrees; null where they do not vary. */
function turnedCorrelation(cells: Float64Array): number | null {
  let [sum, squares, products] = [0, 0, 0]
  for (let i = 0, n = cells.length; i < n; i++) {
    const value = cells[i] as number
    sum += value
    squares += value * value
    products += value * (cells[n - 1 - i] as number)
  }
  const n = cells.length
  const variance = n * squares - sum * sum
  if (n < 2 || variance <= 1e-9 * n * squares) return null
  return smallest(1, largest(-1, (n * products - sum * sum) / variance))
}

/** Columns as rows. */
function transposed(cells: Float64Array, width: number): Float64Array {
  const height = cells.length / width
  const turned = new Float64Array(cells.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) turned[x * height + y] = cells[y * width + x] as number
  return turned
}
