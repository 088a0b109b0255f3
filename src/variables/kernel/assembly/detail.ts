// Fine detail of planes of one byte a pixel: local variation, second derivatives, the Haar wavelet, sums over blocks.

import { total } from './sums'

/** The largest difference of each pixel to its 8 neighbours; 0 at the borders. @param to as large as the plane, and 16 bytes more */
export function variation(plane: usize, width: i32, height: i32, to: usize): void {
  memory.fill(to, 0, width)
  for (let y = 1; y < height - 1; y++) {
    const here = plane + <usize>(y * width)
    const row = to + <usize>(y * width)
    for (let x = 1; x < width - 1; x += 16) {
      const at = here + <usize>x
      const up = at - <usize>width
      const down = at + <usize>width
      const centre = v128.load(at)
      let high = i8x16.max_u(v128.load(at - 1), v128.load(at + 1))
      let low = i8x16.min_u(v128.load(at - 1), v128.load(at + 1))
      high = i8x16.max_u(high, i8x16.max_u(centre, i8x16.max_u(v128.load(up - 1), v128.load(up))))
      low = i8x16.min_u(low, i8x16.min_u(centre, i8x16.min_u(v128.load(up - 1), v128.load(up))))
      high = i8x16.max_u(high, i8x16.max_u(v128.load(up + 1), v128.load(down - 1)))
      low = i8x16.min_u(low, i8x16.min_u(v128.load(up + 1), v128.load(down - 1)))
      high = i8x16.max_u(high, i8x16.max_u(v128.load(down), v128.load(down + 1)))
      low = i8x16.min_u(low, i8x16.min_u(v128.load(down), v128.load(down + 1)))
      v128.store(row + <usize>x, i8x16.max_u(i8x16.sub(high, centre), i8x16.sub(centre, low)))
    }
    // What the last step wrote beyond the row is the next row's, which comes after.
    store<u8>(row, 0)
    store<u8>(row + <usize>width - 1, 0)
  }
  if (height > 1) memory.fill(to + <usize>((height - 1) * width), 0, width)
}

/** Sum of a block's bytes, and of their squares (f64 each). */
export function blockSums(plane: usize, stride: usize, width: i32, height: i32, sums: usize): void {
  let sum: f64 = 0
  let squares: f64 = 0
  const ones = i16x8.splat(1)
  for (let y = 0; y < height; y++) {
    let s = i32x4.splat(0)
    let q = i32x4.splat(0)
    for (let x = 0; x < width; x += 16) {
      let v = v128.load(plane + <usize>x)
      if (x + 16 > width) v = v128.and(v, below(width - x))
      const low = i16x8.extend_low_i8x16_u(v)
      const high = i16x8.extend_high_i8x16_u(v)
      s = i32x4.add(s, i32x4.dot_i16x8_s(i16x8.add(low, high), ones))
      q = i32x4.add(q, i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)))
    }
    sum += total(s)
    squares += total(q)
    plane += stride
  }
  store<f64>(sums, sum)
  store<f64>(sums, squares, 8)
}

/** How much of each column there is: `width` u32, rounded up to 16. */
export function columnSums(plane: usize, width: i32, height: i32, sums: usize): void {
  memory.fill(sums, 0, (<usize>width + 16) << 2)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += 16) {
      const v = v128.load(plane + <usize>x)
      const low = i16x8.extend_low_i8x16_u(v)
      const high = i16x8.extend_high_i8x16_u(v)
      const to = sums + (<usize>x << 2)
      v128.store(to, i32x4.add(v128.load(to), i32x4.extend_low_i16x8_u(low)))
      v128.store(to, i32x4.add(v128.load(to, 16), i32x4.extend_high_i16x8_u(low)), 16)
      v128.store(to, i32x4.add(v128.load(to, 32), i32x4.extend_low_i16x8_u(high)), 32)
      v128.store(to, i32x4.add(v128.load(to, 48), i32x4.extend_high_i16x8_u(high)), 48)
    }
    plane += width
  }
}

/** Sum of |8 pixel - its 8 neighbours|, inside the borders. */
export function laplacianSum(plane: usize, width: i32, height: i32): f64 {
  let all: f64 = 0
  const ones = i16x8.splat(1)
  for (let y = 1; y < height - 1; y++) {
    let sum = i32x4.splat(0)
    for (let x = 1; x < width - 1; x += 8) {
      const at = plane + <usize>(y * width + x)
      const around = i16x8.add(upright(at - 1, width, 1), i16x8.add(upright(at, width, 1), upright(at + 1, width, 1)))
      let value = i16x8.abs(i16x8.sub(i16x8.mul(v128.load8x8_u(at), i16x8.splat(9)), around))
      if (x + 8 > width - 1) value = v128.and(value, below8(width - 1 - x))
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(value, ones))
    }
    all += total(sum)
  }
  return all
}

/** Sum of the absolute response to the difference of two Laplacians (Immerkaer 1996), inside the borders. */
export function noiseSum(plane: usize, width: i32, height: i32): f64 {
  let all: f64 = 0
  const ones = i16x8.splat(1)
  for (let y = 1; y < height - 1; y++) {
    let sum = i32x4.splat(0)
    for (let x = 1; x < width - 1; x += 8) {
      const at = plane + <usize>(y * width + x)
      const beside = i16x8.add(upright(at - 1, width, -2), upright(at + 1, width, -2))
      let value = i16x8.abs(i16x8.sub(beside, i16x8.shl(upright(at, width, -2), 1)))
      if (x + 8 > width - 1) value = v128.and(value, below8(width - 1 - x))
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(value, ones))
    }
    all += total(sum)
  }
  return all
}

/** The pixel above, `middle` times the pixel, the pixel below: 8 columns. */
// @ts-ignore: decorator of AssemblyScript
@inline
function upright(at: usize, width: i32, middle: i16): v128 {
  return i16x8.add(
    i16x8.add(v128.load8x8_u(at - <usize>width), v128.load8x8_u(at + <usize>width)),
    i16x8.mul(v128.load8x8_u(at), i16x8.splat(middle)),
  )
}

/** Twice the sum of |LH| + |HL| + |HH| of a block; an odd last row or column is taken twice. */
export function haarSum(plane: usize, stride: usize, width: i32, height: i32): f64 {
  let all: f64 = 0
  const ones = i16x8.splat(1)
  const lowBytes = i16x8.splat(255)
  const pairs = width >> 1
  for (let y = 0; y < height; y += 2) {
    const next = y + 1 < height ? plane + stride : plane
    let sum = i32x4.splat(0)
    for (let i = 0; i < pairs; i += 8) {
      const upper = v128.load(plane + (<usize>i << 1))
      const lower = v128.load(next + (<usize>i << 1))
      const a = v128.and(upper, lowBytes)
      const b = i16x8.shr_u(upper, 8)
      const c = v128.and(lower, lowBytes)
      const d = i16x8.shr_u(lower, 8)
      const across = i16x8.sub(a, b)
      const acrossBelow = i16x8.sub(c, d)
      let value = i16x8.add(
        i16x8.abs(i16x8.sub(i16x8.add(a, b), i16x8.add(c, d))),
        i16x8.add(i16x8.abs(i16x8.add(across, acrossBelow)), i16x8.abs(i16x8.sub(across, acrossBelow))),
      )
      if (i + 8 > pairs) value = v128.and(value, below8(pairs - i))
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(value, ones))
    }
    all += total(sum)
    if (width & 1) {
      const last = <usize>(width - 1)
      all += 2 * abs(<i32>load<u8>(plane + last) - <i32>load<u8>(next + last))
    }
    plane += stride << 1
  }
  return all
}

/** Bytes 255 in the first `count` lanes. */
// @ts-ignore: decorator of AssemblyScript
@inline
function below(count: i32): v128 {
  return i8x16.lt_u(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>count))
}

/** The same of 8 lanes. */
// @ts-ignore: decorator of AssemblyScript
@inline
function below8(count: i32): v128 {
  return i16x8.lt_s(i16x8(0, 1, 2, 3, 4, 5, 6, 7), i16x8.splat(<i16>count))
}
