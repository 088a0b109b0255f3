// HSV saturation, spread / max, in 64 bits: dividing 16 pixels is cheaper than looking 16 up.

import { accumulate, both } from './sums'

/**
 * @param spreads, values as `colours` left them; @param steps how many times 16 pixels
 * @param shift a saturation near the picture's own: sums of differences from it keep their digits
 * @param sums where the sum and the sum of squares of saturation - shift stand (f64); they are added to
 */
export function saturation(spreads: usize, values: usize, steps: i32, shift: f64, sums: usize): void {
  const shifts = f64x2.splat(shift)
  const one = i8x16.splat(1)
  let sum = f64x2.splat(0)
  let sum2 = f64x2.splat(0)
  let squares = f64x2.splat(0)
  let squares2 = f64x2.splat(0)
  for (let i = 0; i < 4 * steps; i++) {
    const d = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(spreads)))
    const m = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(i8x16.max_u(v128.load32_zero(values), one)))
    const a = f64x2.sub(f64x2.div(f64x2.convert_low_i32x4_s(d), f64x2.convert_low_i32x4_s(m)), shifts)
    const b = f64x2.sub(f64x2.div(f64x2.convert_low_i32x4_s(high(d)), f64x2.convert_low_i32x4_s(high(m))), shifts)
    sum = f64x2.add(sum, a)
    sum2 = f64x2.add(sum2, b)
    squares = f64x2.add(squares, f64x2.mul(a, a))
    squares2 = f64x2.add(squares2, f64x2.mul(b, b))
    spreads += 4
    values += 4
  }
  accumulate(sums, both(f64x2.add(sum, sum2)))
  accumulate(sums + 8, both(f64x2.add(squares, squares2)))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function high(v: v128): v128 {
  return i32x4.shuffle(v, v, 2, 3, 2, 3)
}
