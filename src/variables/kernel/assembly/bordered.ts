// Weighted sums along the rows and columns of planes of f32, whose weights are others near the borders.

import { rowsSum } from './weighted'

/** Where the weights of a place begin. */
// @ts-ignore: decorator of AssemblyScript
@inline
function firstOf(place: i32, length: i32, taps: i32): i32 {
  return max<i32>(0, min<i32>(place - (taps >> 1), length - taps))
}

/** The weights of a place: a set for each near the ends, one between them. */
// @ts-ignore: decorator of AssemblyScript
@inline
function setOf(sets: usize, place: i32, length: i32, taps: i32): usize {
  const half = taps >> 1
  const fromEnd = length - 1 - place
  const set = place < half ? place : fromEnd < half ? taps - 1 - fromEnd : half
  return sets + (<usize>(set * taps) << 2)
}

/**
 * Sums down the columns.
 * @param from `height` rows of `stride` f32, a multiple of 16
 * @param sets `taps` sets of `taps` f32, `taps` odd, or `height` if that is less; @param list 8 bytes for each tap
 */
export function borderedColumns(
  from: usize,
  stride: i32,
  height: i32,
  sets: usize,
  taps: i32,
  list: usize,
  to: usize,
): void {
  const line = <usize>stride << 2
  for (let y = 0; y < height; y++) {
    const first = firstOf(y, height, taps)
    const weights = setOf(sets, y, height, taps)
    for (let tap = 0; tap < taps; tap++) {
      store<f32>(list + (<usize>tap << 3), load<f32>(weights + (<usize>tap << 2)))
      store<u32>(list + (<usize>tap << 3), <u32>(<usize>(first + tap) * line), 4)
    }
    rowsSum(from, line, list, list + (<usize>taps << 3), to)
    to += line
  }
}

/** The same along rows. */
export function borderedRows(
  from: usize,
  stride: i32,
  width: i32,
  rows: i32,
  sets: usize,
  taps: i32,
  to: usize,
): void {
  const half = taps >> 1
  const inner = sets + (<usize>(half * taps) << 2)
  const row = <usize>stride << 2
  for (let y = 0; y < rows; y++) {
    let x = 0
    for (; x < min<i32>(half, width); x++) store<f32>(to + (<usize>x << 2), sumAt(from, x, width, sets, taps))
    // What stands beyond the last place that has all its neighbours is written again below.
    for (; x < width - half; x += 4) {
      let sum = f32x4.splat(0)
      const first = from + (<usize>(x - half) << 2)
      for (let tap: usize = 0; tap < <usize>taps << 2; tap += 4) {
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(inner + tap), v128.load(first + tap)))
      }
      v128.store(to + (<usize>x << 2), sum)
    }
    for (x = max<i32>(half, width - half); x < width; x++) {
      store<f32>(to + (<usize>x << 2), sumAt(from, x, width, sets, taps))
    }
    from += row
    to += row
  }
}

function sumAt(row: usize, x: i32, width: i32, sets: usize, taps: i32): f32 {
  const first = row + (<usize>firstOf(x, width, taps) << 2)
  const weights = setOf(sets, x, width, taps)
  let sum: f32 = 0
  for (let tap: usize = 0; tap < <usize>taps << 2; tap += 4) sum += load<f32>(weights + tap) * load<f32>(first + tap)
  return sum
}
