// Pillow's Lanczos to a few columns and rows. Weights have 22 bits: their upper part times 2^11 and their lower 11 bits, each i16.

import { upper } from './lanes'
import { both } from './sums'

/**
 * @param luma greys, `width` a row
 * @param taps address of `columns` times: first column, padded number of weights, address of the upper parts (u32 each); the
 *   lower parts follow the upper ones. Padding weights are 0; what they meet beyond a row's end does not count
 * @param narrow where `columns` greys a row go, and as many bytes more as make a multiple of 16
 */
export function narrowRows(luma: usize, width: i32, height: i32, taps: usize, columns: i32, narrow: usize): void {
  const rest = <usize>(-columns & 15)
  for (let y = 0; y < height; y++) {
    for (let x: usize = 0; x < <usize>columns; x++) {
      const first = luma + <usize>load<u32>(taps + x * 12)
      const count = <usize>load<u32>(taps + x * 12, 4)
      const upper = <usize>load<u32>(taps + x * 12, 8)
      const lower = upper + 2 * count
      let coarse = i32x4.splat(0)
      let fine = i32x4.splat(0)
      for (let i: usize = 0; i < count; i += 8) {
        const greys = v128.load8x8_u(first + i)
        coarse = i32x4.add(coarse, i32x4.dot_i16x8_s(greys, v128.load(upper + 2 * i)))
        fine = i32x4.add(fine, i32x4.dot_i16x8_s(greys, v128.load(lower + 2 * i)))
      }
      const sum = i32x4.add(i32x4.shl(coarse, 11), fine)
      const all =
        i32x4.extract_lane(sum, 0) +
        i32x4.extract_lane(sum, 1) +
        i32x4.extract_lane(sum, 2) +
        i32x4.extract_lane(sum, 3)
      const grey = (all + (1 << 21)) >> 22
      store<u8>(narrow, <u8>max(0, min(255, grey)))
      narrow++
    }
    narrow += rest
    luma += width
  }
}

/**
 * The same downwards: `taps` has `rows` times the first row, the number of weights and their address; weights are i32.
 * @param narrow `across` greys a row, a multiple of 16
 * @param small where `rows` times as many go
 */
export function narrowColumns(narrow: usize, taps: usize, across: i32, rows: i32, small: usize): void {
  const half = i32x4.splat(1 << 21)
  const line = <usize>across
  for (let y: usize = 0; y < <usize>rows; y++) {
    const first = narrow + <usize>load<u32>(taps + y * 12) * line
    const count = <usize>load<u32>(taps + y * 12, 4)
    const weights = <usize>load<u32>(taps + y * 12, 8)
    for (let x: usize = 0; x < line; x += 16) {
      let a = half
      let b = half
      let c = half
      let d = half
      for (let i: usize = 0; i < count; i++) {
        const greys = v128.load(first + i * line + x)
        const low = i16x8.extend_low_i8x16_u(greys)
        const high = i16x8.extend_high_i8x16_u(greys)
        const weight = v128.load32_splat(weights + (i << 2))
        a = i32x4.add(a, i32x4.mul(weight, i32x4.extend_low_i16x8_u(low)))
        b = i32x4.add(b, i32x4.mul(weight, i32x4.extend_high_i16x8_u(low)))
        c = i32x4.add(c, i32x4.mul(weight, i32x4.extend_low_i16x8_u(high)))
        d = i32x4.add(d, i32x4.mul(weight, i32x4.extend_high_i16x8_u(high)))
      }
      const low = i16x8.narrow_i32x4_s(i32x4.shr_s(a, 22), i32x4.shr_s(b, 22))
      const high = i16x8.narrow_i32x4_s(i32x4.shr_s(c, 22), i32x4.shr_s(d, 22))
      v128.store(small + y * line + x, i8x16.narrow_i16x8_u(low, high))
    }
  }
}

/**
 * Weighted sums of a few parts of each row, in double precision.
 * @param taps address of `columns` times: first column, number of weights, a multiple of 4, address of the weights (u32 each; f64)
 * @param sums `columns` f64 a row
 */
export function rowParts(levels: usize, width: i32, height: i32, taps: usize, columns: i32, sums: usize): void {
  for (let y = 0; y < height; y++) {
    for (let x: usize = 0; x < <usize>columns; x++) {
      const first = levels + <usize>load<u32>(taps + x * 12)
      const count = <usize>load<u32>(taps + x * 12, 4)
      const weights = <usize>load<u32>(taps + x * 12, 8)
      let low = f64x2.splat(0)
      let high = low
      for (let i: usize = 0; i < count; i += 4) {
        const four = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(first + i)))
        const at = weights + (i << 3)
        low = f64x2.add(low, f64x2.mul(v128.load(at), f64x2.convert_low_i32x4_s(four)))
        high = f64x2.add(high, f64x2.mul(v128.load(at, 16), f64x2.convert_low_i32x4_s(upper(four))))
      }
      store<f64>(sums, both(f64x2.add(low, high)))
      sums += 8
    }
    levels += width
  }
}
