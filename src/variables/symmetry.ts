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
    symmetry_vertical_axis: highest(w, (sum) =>
      correlation(w, h, (x, y) => {
        const mirror = sum - x
        return mirror > x && mirror < w && x >= 0 ? [small[y * w + x] as number, small[y * w + mirror] as number] : null
      }),
    ),
    symmetry_horizontal_axis: highest(h, (sum) =>
      correlation(w, h, (x, y) => {
        const mirror = sum - y
        return mirror > y && mirror < h ? [small[y * w + x] as number, small[mirror * w + x] as number] : null
      }),
    ),
    symmetry_point: correlation(w, h, (x, y) => {
      const [at, turned] = [y * w + x, w * h - 1 - (y * w + x)]
      return turned > at ? [small[at] as number, small[turned] as number] : null
    }),
  }
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

/** Pearson's correlation over the pairs; null where one side does not vary. */
function correlation(
  width: number,
  height: number,
  pairAt: (x: number, y: number) => [number, number] | null,
): number | null {
  let [n, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pair = pairAt(x, y)
      if (!pair) continue
      const [p, q] = pair
      n++
      a += p
      b += q
      aa += p * p
      bb += q * q
      ab += p * q
    }
  }
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
