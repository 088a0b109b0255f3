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
  const small = shrunk(grey, width, height)
  const [w, h] = [smallest(width, side), smallest(height, side)]
  return {
    symmetry_vertical_axis: highest(w, (sum) => {
      const first = largest(0, sum - w + 1)
      return correlation(small, { lines: h, stride: w, first, step: 1, count: pairs(sum, first), sum })
    }),
    symmetry_horizontal_axis: highest(h, (sum) => {
      const first = largest(0, sum - h + 1)
      return correlation(small, { lines: w, stride: 1, first, step: w, count: pairs(sum, first), sum })
    }),
    symmetry_point: correlation(small, {
      ...{ lines: 1, stride: 0, first: 0, step: 1, count: pairs(w * h - 1, 0), sum: w * h - 1 },
    }),
  }
}

/** Places from `first` on whose mirror image, `sum` less the place, comes after them. */
function pairs(sum: number, first: number): number {
  return largest(0, Math.ceil(sum / 2) - first)
}

/** The best of all axes near the middle; `sum` is the sum of two mirrored places. */
function highest(size: number, at: (sum: number) => number | null): number | null {
  const reach = Math.round(2 * 0.05 * size)
  let best: number | null = null
  for (let sum = size - 1 - reach; sum <= size - 1 + reach; sum++) {
    const value = at(sum)
    if (value !== null && (best === null || value > best)) best = value
  }
  return best
}

interface Mirror {
  /** How many rows or columns are mirrored, and how far apart they begin. */
  lines: number
  stride: number
  /** Within a line: the first place, how many, and how far apart neighbours are. */
  first: number
  count: number
  step: number
  /** The sum of two mirrored places. */
  sum: number
}

/** Pearson's correlation over the pairs; null where one side does not vary. */
function correlation(cells: Float64Array, { lines, stride, first, count, step, sum }: Mirror): number | null {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0]
  for (let line = 0; line < lines; line++) {
    const start = line * stride
    for (let place = first; place < first + count; place++) {
      const p = cells[start + place * step] as number
      const q = cells[start + (sum - place) * step] as number
      a += p
      b += q
      aa += p * p
      bb += q * q
      ab += p * q
    }
  }
  const n = lines * count
  const [va, vb] = [n * aa - a * a, n * bb - b * b]
  if (n < 2 || va <= 1e-9 * n * aa || vb <= 1e-9 * n * bb) return null
  return smallest(1, largest(-1, (n * ab - a * b) / sqrt(va * vb)))
}

/** Means over cells whose borders are the nearest whole pixels. */
function shrunk(grey: Uint8Array, width: number, height: number): Float64Array {
  const [w, h] = [smallest(width, side), smallest(height, side)]
  const edge = (i: number, parts: number, size: number) => Math.round((i * size) / parts)
  const small = new Float64Array(w * h)
  for (let row = 0; row < h; row++) {
    const [y1, y2] = [edge(row, h, height), edge(row + 1, h, height)]
    for (let column = 0; column < w; column++) {
      const [x1, x2] = [edge(column, w, width), edge(column + 1, w, width)]
      let sum = 0
      for (let y = y1; y < y2; y++) for (let x = x1; x < x2; x++) sum += grey[y * width + x] as number
      small[row * w + column] = sum / ((x2 - x1) * (y2 - y1))
    }
  }
  return small
}
