// The pass over grey levels: Laplacian and Canny, as OpenCV computes them. A row is 8 pixels (i16) a step.

const none: u8 = 0
const maybe: u8 = 1 // above the low threshold
const fresh: u8 = 2 // an edge; its neighbours were not looked at
const seen: u8 = 4 // an edge

/**
 * @param grey one byte a pixel
 * @param lines scratch of 3 lines of `line` bytes: a row of greys, its ends repeated
 * @param rows scratch of 3 x 3 rows of 2 · `line` bytes: |dx| + |dy|, dx, dy
 * @param line (width + 64) rounded up to 16
 * @param map where each pixel's state goes, framed by a pixel of nothing: (width + 2) · (height + 2) + 16 bytes, zeroed
 * @param sums where the sum and the sum of squares of the Laplacian go (f64)
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
      sum += laplacian(over, here, under, width)
      squares += sumOfSquares
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
  store<f64>(sums, <f64>sum)
  store<f64>(sums + 8, <f64>squares)
}

function copyLine(from: usize, width: i32, line: usize): void {
  memory.copy(line + 16, from, width)
  store<u8>(line + 15, load<u8>(from))
  store<u8>(line + 16 + width, load<u8>(from + width - 1))
}

let sumOfSquares: i64 = 0

/** The sum over a row; the sum of squares is left in `sumOfSquares`. */
function laplacian(up: usize, at: usize, down: usize, width: i32): i64 {
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
  let all =
    <i64>i32x4.extract_lane(sum, 0) +
    <i64>i32x4.extract_lane(sum, 1) +
    <i64>i32x4.extract_lane(sum, 2) +
    <i64>i32x4.extract_lane(sum, 3)
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

/**
 * Follows edges from strong to weak pixels, 8 neighbours.
 * @param map as `edges` left it; @param size its bytes, a multiple of 16; @param stack scratch of `room` u32
 * @returns how many pixels are edges
 */
export function follow(map: usize, size: i32, stride: usize, stack: usize, room: i32): i32 {
  let count = 0
  let full = true
  while (full) {
    full = false
    for (let block: usize = 0; block < <usize>size; block += 16) {
      let found = i8x16.bitmask(i8x16.eq(v128.load(map + block), i8x16.splat(fresh)))
      while (found) {
        const from = map + block + <usize>ctz(found)
        found &= found - 1
        if (load<u8>(from) !== fresh) continue
        let depth = 1
        store<u32>(stack, <u32>from)
        store<u8>(from, seen)
        while (depth > 0) {
          depth--
          const at = <usize>load<u32>(stack + ((<usize>depth) << 2))
          count++
          for (let row = at - stride - 1; row <= at + stride; row += stride) {
            // Three neighbours at once: mostly none of them is new.
            let open = load<u32>(row) & 0x030303
            while (open) {
              const next = row + <usize>(ctz(open) >> 3)
              open &= open - 1
              if (depth < room) {
                store<u8>(next, seen)
                store<u32>(stack + (<usize>depth << 2), <u32>next)
                depth++
              } else {
                store<u8>(next, fresh) // no room: another round finds it
                full = true
              }
            }
          }
        }
      }
    }
  }
  return count
}

/** The map of `follow` as a plane: 1 for a pixel on an edge, else 0. @param to 16 bytes longer than the plane */
export function edgePlane(map: usize, width: i32, height: i32, to: usize): void {
  const one = i8x16.splat(1)
  for (let y = 0; y < height; y++) {
    const row = map + <usize>((y + 1) * (width + 2) + 1)
    for (let x: usize = 0; x < <usize>width; x += 16) {
      v128.store(to + x, v128.and(i8x16.eq(v128.load(row + x), i8x16.splat(seen)), one))
    }
    to += width
  }
}

/** The sum of a block's Laplacian and of its squares (f64 each); the block's own borders are mirrored. @param lines as in `edges` */
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
