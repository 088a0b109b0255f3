import { congestionOf, type Pooled, directionStep as step } from './clutter.ts'
import { kernel } from './kernel/module.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

/** More would need more than a gigabyte of the kernel's memory: there are seventeen planes. */
const mostPixels = 2 ** 24

/**
 * Feature congestion at the size of the picture, as the code of its authors; and what Overgoor et al. (2022) make of its map of
 * orientations: how irregular things are arranged, and how unlike in both halves.
 */
export function featureCongestionVariables(view: View): Row {
  if (view.pixels > mostPixels) return nothing
  const { sum, colour, contrast, orientation, directions } = congestionOf(view, Number.POSITIVE_INFINITY)
  const map = mapOf(directions)
  const [, , wide, high] = directions
  const { width, height } = view
  return {
    feature_congestion: sum,
    feature_congestion_colour: colour,
    feature_congestion_contrast: contrast,
    arrangement_irregularity: orientation,
    arrangement_asymmetry_horizontal: asymmetry(width, high, (x, line) => between(map, line * wide, 1, wide, x)),
    arrangement_asymmetry_vertical: asymmetry(height, wide, (y, line) => between(map, line, wide, high, y)),
  }
}

const nothing: Row = {
  ...{ feature_congestion: null, feature_congestion_colour: null, feature_congestion_contrast: null },
  ...{ arrangement_irregularity: null, arrangement_asymmetry_horizontal: null, arrangement_asymmetry_vertical: null },
}

/** The fourth root of the determinant of the covariance of directions at each place: `directionSpread` gives their mean. */
function mapOf([pooled, stride, wide, high, held]: Pooled): Float64Array {
  const { buffer } = kernel().memory
  const planes = [0, 1, 2, 3, 4].map((i) => new Float32Array(buffer, pooled + 4 * stride * high * i, stride * high))
  const parts = new Float64Array(buffer, held, wide + high)
  const [c, s, cc, cs, ss] = planes as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array]
  const map = new Float64Array(wide * high)
  for (let y = 0, i = 0; y < high; y++) {
    for (let x = 0; x < wide; x++, i++) {
      const at = y * stride + x
      const share = 1 / ((parts[x] as number) * (parts[wide + y] as number))
      const [meanC, meanS] = [(c[at] as number) * share, (s[at] as number) * share]
      const xx = (cc[at] as number) * share - meanC * meanC + 0.001
      const yy = (ss[at] as number) * share - meanS * meanS + 0.001
      const xy = (cs[at] as number) * share - meanC * meanS
      map[i] = Math.sqrt(Math.sqrt(Math.max(0, xx * yy - xy * xy)))
    }
  }
  return map
}

/** Mean absolute difference of the places of one half to their mirror images in the other, over so many lines. */
function asymmetry(length: number, lines: number, look: (place: number, line: number) => number): number | null {
  const half = length >> 1
  let [sum, places] = [0, 0]
  for (let line = 0; line < lines; line++) {
    for (let place = 0; place < half; place += step, places++) {
      sum += Math.abs(look(place, line) - look(length - 1 - place, line))
    }
  }
  return places === 0 ? null : sum / places
}

/** A line's value at a pixel, on the straight line through the two places beside it: the map is smooth, by a Gaussian of 14. */
function between(map: Float64Array, first: number, stride: number, count: number, pixel: number): number {
  const left = Math.max(0, Math.min(count - 2, Math.floor(pixel / step)))
  const a = map[first + left * stride] as number
  const b = count > 1 ? (map[first + (left + 1) * stride] as number) : a
  return a + (b - a) * (pixel / step - left)
}
