// CIELAB: X, Y and Z by tables, two pixels at a time.

import { accumulate, both } from './sums'

/**
 * @param rgb address of interleaved pixels; @param steps how many times 2 pixels
 * @param tables 256 times (x, y) of R, of G, of B; 256 times (z, unused) of each; then the cells of f (all f64)
 * @param sums where the sums of f(X), f(Y), f(Z) stand (f64); they are added to
 */
export function cielab(rgb: usize, steps: i32, tables: usize, sums: usize): void {
  const cells = tables + 24576
  let fxy = f64x2.splat(0)
  let fz = f64x2.splat(0)
  for (let i = 0; i < steps; i++) {
    const ra = tables + (<usize>load<u8>(rgb) << 4)
    const ga = tables + (<usize>load<u8>(rgb, 1) << 4)
    const ba = tables + (<usize>load<u8>(rgb, 2) << 4)
    const rb = tables + (<usize>load<u8>(rgb, 3) << 4)
    const gb = tables + (<usize>load<u8>(rgb, 4) << 4)
    const bb = tables + (<usize>load<u8>(rgb, 5) << 4)
    const xya = f64x2.add(f64x2.add(v128.load(ra), v128.load(ga, 4096)), v128.load(ba, 8192))
    const xyb = f64x2.add(f64x2.add(v128.load(rb), v128.load(gb, 4096)), v128.load(bb, 8192))
    const za = f64x2.add(f64x2.add(v128.load(ra, 12288), v128.load(ga, 16384)), v128.load(ba, 20480))
    const zb = f64x2.add(f64x2.add(v128.load(rb, 12288), v128.load(gb, 16384)), v128.load(bb, 20480))
    fxy = f64x2.add(fxy, f64x2.add(compress(xya, cells), compress(xyb, cells)))
    fz = f64x2.add(fz, compress(i64x2.shuffle(za, zb, 0, 2), cells))
    rgb += 6
  }
  accumulate(sums, f64x2.extract_lane(fxy, 0))
  accumulate(sums + 8, f64x2.extract_lane(fxy, 1))
  accumulate(sums + 16, both(fz))
}

/**
 * f(t) of CIELAB by a cubic a + t (b + t (c + t d)) a cell (two pairs of f64). Cell 0 has all t <= 0.008856, which is
 * straight; above, a cell is 2^13 steps of t's upper word, 128 an octave: within 1e-11 of the cube root.
 */
// @ts-ignore: decorator of AssemblyScript
@inline
function compress(t: v128, cells: usize): v128 {
  const steps = i32x4.sub(t, i32x4.splat(firstCell)) // lanes 1 and 3 are upper words
  const cell = i32x4.shl(i32x4.max_s(i32x4.shr_s(steps, 13), i32x4.splat(-1)), 5)
  const first = cells + <usize>i32x4.extract_lane(cell, 1)
  const second = cells + <usize>i32x4.extract_lane(cell, 3)
  const ab = v128.load(first, 32)
  const ab2 = v128.load(second, 32)
  const cd = v128.load(first, 48)
  const cd2 = v128.load(second, 48)
  const inner = f64x2.add(i64x2.shuffle(cd, cd2, 0, 2), f64x2.mul(t, i64x2.shuffle(cd, cd2, 1, 3)))
  const outer = f64x2.add(i64x2.shuffle(ab, ab2, 1, 3), f64x2.mul(t, inner))
  return f64x2.add(i64x2.shuffle(ab, ab2, 0, 2), f64x2.mul(t, outer))
}

/** The upper word of the smallest f64 above 0.008856 whose lower word is 0. */
const firstCell = 0x3f822319
