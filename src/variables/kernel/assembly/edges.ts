// The pass over grey levels: Laplacian and Canny's thinned edges, as OpenCV computes them. A row is 8 pixels (i16) a step.

import { fresh, maybe, none } from './follow'
import { copyLine, laplacian, sumOfSquares } from './laplacian'

/**
 * @param grey one byte a pixel
 * @param lines scratch of 3 lines of `line` bytes: a row of greys, its ends repeated
 * @param rows scratch of 3 x 3 rows of 2 · `line` bytes: |dx| + |dy|, dx, dy
 * @param line (width + 64) rounded up to 16
 * @param map where each pixel's state goes, framed by a pixel of nothing: (width + 2) · (height + 2) + 16 bytes, zeroed
 * @param sums where the sum and the sum of squares of the Laplacian go (f64); 0: not asked
 */
export function edges(
  grey: usize,
  width: i32,
  height: i32,
  low: i32,
  high: i32,
  lines: usize,
  rows: usize,
  line: usize,
  map: usize,
  sums: usize,
): void {
  const stride = <usize>(width + 2)
  const bank: usize = 6 * line
  memory.fill(rows, 0, 3 * bank)
  let sum: i64 = 0
  let squares: i64 = 0
  copyLine(grey, width, lines)
  for (let y = 0; y <= height; y++) {
    if (y < height) {
      if (y + 1 < height) copyLine(grey + <usize>((y + 1) * width), width, lines + <usize>((y + 1) % 3) * line)
      const here = lines + <usize>(y % 3) * line + 16
      const above = y > 0 ? lines + <usize>((y + 2) % 3) * line + 16 : here
      const below = y + 1 < height ? lines + <usize>((y + 1) % 3) * line + 16 : here
      // Beyond the first and last row, Sobel sees that row again, the Laplacian the row next to it.
      const over = height === 1 ? here : y > 0 ? above : below
      const under = height === 1 ? here : y + 1 < height ? below : above
      if (sums) {
        sum += laplacian(over, here, under, width)
        squares += sumOfSquares
      }
      sobel(above, here, below, width, rows + <usize>(y % 3) * bank, line)
    } else {
      memory.fill(rows + <usize>(y % 3) * bank, 0, 2 * line)
    }
    if (y > 0) {
      const at = rows + <usize>((y - 1) % 3) * bank + 32
      const up = y > 1 ? rows + <usize>((y - 2) % 3) * bank + 32 : rows + <usize>((y + 1) % 3) * bank + 32
      const down = rows + <usize>(y % 3) * bank + 32
      thin(up, at, down, width, line, low, high, map + <usize>y * stride + 1)
    }
  }
  if (!sums) return
  store<f64>(sums, <f64>sum)
  store<f64>(sums + 8, <f64>squares)
}

function sobel(up: usize, at: usize, down: usize, width: i32, row: usize, line: usize): void {
  const dxs = row + 2 * line + 32
  const dys = row + 4 * line + 32
  const magnitudes = row + 32
  for (let x = 0; x < width; x += 8) {
    const i = <usize>x
    const a = v128.load8x8_u(up + i - 1)
    const c = v128.load8x8_u(up + i + 1)
    const g = v128.load8x8_u(down + i - 1)
    const k = v128.load8x8_u(down + i + 1)
    const across = i16x8.sub(v128.load8x8_u(at + i + 1), v128.load8x8_u(at + i - 1))
    const downwards = i16x8.sub(v128.load8x8_u(down + i), v128.load8x8_u(up + i))
    const dx = i16x8.add(i16x8.add(i16x8.sub(c, a), i16x8.sub(k, g)), i16x8.shl(across, 1))
    const dy = i16x8.add(i16x8.add(i16x8.sub(g, a), i16x8.sub(k, c)), i16x8.shl(downwards, 1))
    v128.store(dxs + 2 * i, dx)
    v128.store(dys + 2 * i, dy)
    v128.store(magnitudes + 2 * i, i16x8.add(i16x8.abs(dx), i16x8.abs(dy)))
  }
  // What the last step wrote beyond the row is outside of the picture: nothing.
  v128.store(magnitudes + 2 * <usize>width, i16x8.splat(0))
}

/** Keeps what is larger than its two neighbours across the edge. Addresses are of |dx| + |dy|; dx and dy lie 2 and 4 `line` on. */
function thin(
  up: usize,
  at: usize,
  down: usize,
  width: i32,
  line: usize,
  low: i32,
  high: i32,
  map: usize,
): void {
  const lows = i16x8.splat(<i16>low)
  const highs = i16x8.splat(<i16>high)
  for (let x = 0; x < width; x += 8) {
    const i: usize = (<usize>x) << 1
    const m = v128.load(at + i)
    let keep = i16x8.gt_s(m, lows)
    if (!v128.any_true(keep)) continue
    const dx = v128.load(at + 2 * line + i)
    const dy = v128.load(at + 4 * line + i)
    const ax = i16x8.abs(dx)
    const ay = i16x8.abs(dy)
    const tan22 = i16x8.splat(13573) // tan 22.5° · 2^15
    const x0 = i32x4.extmul_low_i16x8_s(ax, tan22)
    const x1 = i32x4.extmul_high_i16x8_s(ax, tan22)
    const y0 = i32x4.shl(i32x4.extend_low_i16x8_s(ay), 15)
    const y1 = i32x4.shl(i32x4.extend_high_i16x8_s(ay), 15)
    const flat = i16x8.narrow_i32x4_s(i32x4.lt_s(y0, x0), i32x4.lt_s(y1, x1))
    const steep = i16x8.narrow_i32x4_s(
      i32x4.gt_s(y0, i32x4.add(x0, i32x4.shl(i32x4.extend_low_i16x8_s(ax), 16))),
      i32x4.gt_s(y1, i32x4.add(x1, i32x4.shl(i32x4.extend_high_i16x8_s(ax), 16))),
    )
    const besides = v128.and(i16x8.gt_s(m, v128.load(at + i - 2)), i16x8.ge_s(m, v128.load(at + i + 2)))
    const vertical = v128.and(i16x8.gt_s(m, v128.load(up + i)), i16x8.ge_s(m, v128.load(down + i)))
    const falling = v128.and(i16x8.gt_s(m, v128.load(up + i - 2)), i16x8.gt_s(m, v128.load(down + i + 2)))
    const rising = v128.and(i16x8.gt_s(m, v128.load(up + i + 2)), i16x8.gt_s(m, v128.load(down + i - 2)))
    const opposed = i16x8.lt_s(v128.xor(dx, dy), i16x8.splat(0))
    const diagonal = v128.bitselect(rising, falling, opposed)
    keep = v128.and(keep, v128.bitselect(besides, v128.bitselect(vertical, diagonal, steep), flat))
    // Lanes beyond the row have no magnitude, so they are not kept.
    const state = v128.bitselect(i16x8.splat(fresh), i16x8.splat(maybe), i16x8.gt_s(m, highs))
    const bytes = i8x16.narrow_i16x8_s(v128.and(state, keep), i16x8.splat(none))
    v128.store64_lane(map + <usize>x, bytes, 0)
  }
}
