// The sizes of four ellipsoids at once, by variances and covariances of what varies in them.

import { cubeRoots } from './cube-roots'
import { upper } from './lanes'

// Least variances of L, a and b, as the authors' code has them; and of directions.
const leastL: f64 = 0.0007 * 0.0007
const leastA: f64 = 0.1 * 0.1
const leastB: f64 = 0.05 * 0.05
const leastDirection: f64 = 0.001

/** The fourth roots of the determinants of directions' covariances. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function ellipseSize(cc: v128, cs: v128, ss: v128): v128 {
  const squares = single(areas(cc, cs, ss), areas(upper(cc), upper(cs), upper(ss)))
  return f32x4.sqrt(f32x4.sqrt(f32x4.max(f32x4.splat(0), squares)))
}

/** The sixth roots of the determinants of colours' covariances. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function ellipsoidSize(ll: v128, la: v128, lb: v128, aa: v128, ab: v128, bb: v128): v128 {
  const squares = single(
    volumes(ll, la, lb, aa, ab, bb),
    volumes(upper(ll), upper(la), upper(lb), upper(aa), upper(ab), upper(bb)),
  )
  // Rounding may leave less than nothing.
  return v128.and(f32x4.sqrt(cubeRoots(squares)), f32x4.gt(squares, f32x4.splat(0)))
}

/** Determinants of the first two of four covariances, in double: their terms nearly cancel out where planes go together. */
// @ts-ignore: decorator of AssemblyScript
@inline
function areas(cc: v128, cs: v128, ss: v128): v128 {
  const product = f64x2.mul(double(cc, leastDirection), double(ss, leastDirection))
  const both = double(cs, 0)
  return f64x2.sub(product, f64x2.mul(both, both))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function volumes(ll4: v128, la4: v128, lb4: v128, aa4: v128, ab4: v128, bb4: v128): v128 {
  const ll = double(ll4, leastL)
  const la = double(la4, 0)
  const lb = double(lb4, 0)
  const aa = double(aa4, leastA)
  const ab = double(ab4, 0)
  const bb = double(bb4, leastB)
  const first = f64x2.mul(ll, f64x2.sub(f64x2.mul(aa, bb), f64x2.mul(ab, ab)))
  const second = f64x2.mul(la, f64x2.sub(f64x2.mul(la, bb), f64x2.mul(ab, lb)))
  const third = f64x2.mul(lb, f64x2.sub(f64x2.mul(la, ab), f64x2.mul(aa, lb)))
  return f64x2.add(f64x2.sub(first, second), third)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function double(v: v128, more: f64): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.splat(more))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function single(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}
