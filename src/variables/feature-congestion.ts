import type { Size } from '../image/box.ts'
import { congestionOf, directionStep as step } from './clutter.ts'
import type { Grid } from './kernel/weighted.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

/** More would need more than half a gigabyte of the kernel's memory: there are eight planes. */
const mostPixels = 2 ** 24

/**
 * Feature congestion at the size of the picture, as the code of its authors; and what Overgoor et al. (2022) make of its map of
 * orientations: how irregular things are arranged, and how unlike in both halves.
 */
export function featureCongestionVariables(view: View): Row {
  if (view.pixels > mostPixels) return nothing
  const { sum, colour, contrast, orientation, arrangement } = congestionOf(view, Number.POSITIVE_INFINITY)
  const map = everywhere(arrangement, view)
  return {
    feature_congestion: sum,
    feature_congestion_colour: colour,
    feature_congestion_contrast: contrast,
    arrangement_irregularity: orientation,
    arrangement_asymmetry_horizontal: asymmetry(map, view, 'horizontal'),
    arrangement_asymmetry_vertical: asymmetry(map, view, 'vertical'),
  }
}

const nothing: Row = {
  ...{ feature_congestion: null, feature_congestion_colour: null, feature_congestion_contrast: null },
  ...{ arrangement_irregularity: null, arrangement_asymmetry_horizontal: null, arrangement_asymmetry_vertical: null },
}

/** The map at every pixel. */
function everywhere(map: Grid, { width, height }: Size): Float32Array {
  const wide = stretched(map, width)
  return stretched({ width: map.height, height: width, values: wide }, height)
}

/** Rows made longer, between places by the cubic through four of them, straight on beyond the ends; rows become columns. */
function stretched({ width, height, values }: Grid, length: number): Float32Array {
  const turned = new Float32Array(length * height)
  const line = new Float64Array(width + 3)
  for (let y = 0; y < height; y++) {
    const row = values.subarray(y * width, (y + 1) * width)
    const [first = 0, last = 0] = [row[0], row[width - 1]]
    line.set(row, 1)
    line[0] = 2 * first - (row[1] ?? first)
    const slope = last - (row[width - 2] ?? last)
    line[width + 1] = last + slope
    line[width + 2] = last + 2 * slope
    for (let place = 0; place < length; place++) {
      const i = Math.floor(place / step)
      turned[place * height + y] = cubic(line, i, place / step - i)
    }
  }
  return turned
}

/** Catmull-Rom. @param i of the first of four */
function cubic(line: Float64Array, i: number, t: number): number {
  const [a, b, c, d] = [line[i], line[i + 1], line[i + 2], line[i + 3]] as [number, number, number, number]
  return b + (t / 2) * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
}

/** The sum of absolute differences of one half to the other, mirrored, over half the pixels; a line in the middle has no partner. */
function asymmetry(map: Float32Array, { width, height }: Size, axis: 'horizontal' | 'vertical'): number | null {
  const across = axis === 'horizontal'
  if ((across ? width : height) < 2) return null
  let sum = 0
  for (let y = 0; y < (across ? height : height >> 1); y++) {
    const row = y * width
    const other = across ? row : (height - 1 - y) * width
    for (let x = 0; x < (across ? width >> 1 : width); x++) {
      sum += Math.abs((map[row + x] as number) - (map[other + (across ? width - 1 - x : x)] as number))
    }
  }
  return sum / ((width * height) / 2)
}
