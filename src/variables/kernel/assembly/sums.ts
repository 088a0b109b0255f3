// How vectors end: as f64 sums in memory.

import { upper } from './lanes'

/** Adds to the sum (f64) that stands at an address. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function accumulate(sum: usize, value: f64): void {
  store<f64>(sum, load<f64>(sum) + value)
}

/** The sum of four 32-bit numbers. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function total(v: v128): f64 {
  const pairs = i64x2.add(i64x2.extend_low_i32x4_s(v), i64x2.extend_high_i32x4_s(v))
  return <f64>(i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1))
}

/** The sum of four 32-bit floats. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function floatTotal(v: v128): f64 {
  return both(doubles(v))
}

/** Four 32-bit floats as two of 64 bits: the sums of the first and the third, of the second and the fourth. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function doubles(v: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(upper(v)))
}

/** The sum of two 64-bit floats. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function both(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1)
}
