/**
 * f(t) of CIELAB. For t > 0.008856 the cube root: the table has, for each 128th of an octave from 2^-7 on, its middle's
 * cube root c and inverse r; with d = t r - 1, |d| < 1/256, cbrt t = c (1 + d/3 - d²/9 + 5 d³/81): within 1e-11 of it.
 */
// @ts-ignore: decorator of AssemblyScript
@inline
export function compress(t: v128, table: usize): v128 {
  const exponents = i32x4.shr_u(i32x4.shuffle(t, t, 1, 3, 1, 3), 13)
  const cell = i32x4.max_s(i32x4.sub(exponents, i32x4.splat(130048)), i32x4.splat(0))
  const a = v128.load(table + (<usize>i32x4.extract_lane(cell, 0) << 4))
  const b = v128.load(table + (<usize>i32x4.extract_lane(cell, 1) << 4))
  const c = i64x2.shuffle(a, b, 0, 2)
  const r = i64x2.shuffle(a, b, 1, 3)
  const d = f64x2.sub(f64x2.mul(t, r), f64x2.splat(1))
  let root = f64x2.add(f64x2.splat(-1.0 / 9), f64x2.mul(d, f64x2.splat(5.0 / 81)))
  root = f64x2.add(f64x2.splat(1.0 / 3), f64x2.mul(d, root))
  root = f64x2.add(c, f64x2.mul(f64x2.mul(c, d), root))
  const straight = f64x2.add(f64x2.mul(t, f64x2.splat(7.787)), f64x2.splat(16.0 / 116))
  return v128.bitselect(root, straight, f64x2.gt(t, f64x2.splat(0.008856)))
}
