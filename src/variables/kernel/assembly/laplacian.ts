// The 4-neighbour Laplacian of grey levels, of a row and of a block. A row is 8 pixels (i16) a step.

import { total } from './sums'

/**
 * The sum of a block's Laplacian and of its squares (f64 each); the block's own borders are mirrored.
 * @param lines scratch of 3 lines of `line` bytes
 */
export function laplacianSums(
  grey: usize,
  stride: usize,
  width: i32,
  height: i32,
  lines: usize,
  line: usize,
  sums: usize,
): void {
  let sum: i64 = 0
  let squares: i64 = 0
  copyLine(grey, width, lines)
  for (let y = 0; y < height; y++) {
    if (y + 1 < height) copyLine(grey + <usize>(y + 1) * stride, width, lines + <usize>((y + 1) % 3) * line)
    const here = lines + <usize>(y % 3) * line + 16
    const above = lines + <usize>((y + 2) % 3) * line + 16
    const below = lines + <usize>((y + 1) % 3) * line + 16
    const over = height === 1 ? here : y > 0 ? above : below
    const under = height === 1 ? here : y + 1 < height ? below : above
    sum += laplacian(over, here, under, width)
    squares += sumOfSquares
  }
  store<f64>(sums, <f64>sum)
  store<f64>(sums, <f64>squares, 8)
}

/** A row between its ends, which are repeated, 16 bytes into a line. */
export function copyLine(from: usize, width: i32, line: usize): void {
  memory.copy(line + 16, from, width)
  store<u8>(line + 15, load<u8>(from))
  store<u8>(line + 16 + width, load<u8>(from + width - 1))
}

export let sumOfSquares: i64 = 0

/** The sum over a row; the sum of squares is left in `sumOfSquares`. */
export function laplacian(up: usize, at: usize, down: usize, width: i32): i64 {
  let sum = i32x4.splat(0)
  let low = i64x2.splat(0)
  let high = i64x2.splat(0)
  const ones = i16x8.splat(1)
  const lanes = i16x8(0, 1, 2, 3, 4, 5, 6, 7)
  for (let x = 0; x < width; x += 8) {
    const i = <usize>x
    const beside = i16x8.add(v128.load8x8_u(at + i - 1), v128.load8x8_u(at + i + 1))
    const around = i16x8.add(beside, i16x8.add(v128.load8x8_u(up + i), v128.load8x8_u(down + i)))
    let value = i16x8.sub(around, i16x8.shl(v128.load8x8_u(at + i), 2))
    if (x + 8 > width) value = v128.and(value, i16x8.lt_s(lanes, i16x8.splat(<i16>(width - x))))
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(value, ones))
    const square = i32x4.dot_i16x8_s(value, value)
    low = i64x2.add(low, i64x2.extend_low_i32x4_u(square))
    high = i64x2.add(high, i64x2.extend_high_i32x4_u(square))
  }
  low = i64x2.add(low, high)
  let squares = i64x2.extract_lane(low, 0) + i64x2.extract_lane(low, 1)
  let all = <i64>total(sum)
  // The line's ends are repeated for Sobel; the Laplacian's are mirrored: put the two ends right.
  if (width > 1) {
    const last = <usize>(width - 1)
    for (let end = 0; end < 2; end++) {
      const x = end ? last : 0
      const mirror = end ? last - 1 : 1
      const centre = <i32>load<u8>(at + x)
      const wrong =
        <i32>load<u8>(at + x - 1) +
        <i32>load<u8>(at + x + 1) +
        <i32>load<u8>(up + x) +
        <i32>load<u8>(down + x) -
        4 * centre
      const right = wrong - centre + <i32>load<u8>(at + mirror)
      all += right - wrong
      squares += right * right - wrong * wrong
    }
  }
  sumOfSquares = squares
  return all
}
