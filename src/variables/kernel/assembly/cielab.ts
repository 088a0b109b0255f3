// CIELAB of the distinct colours: X, Y and Z by tables, two colours at a time.

import { accumulate, both } from './sums'

/** Fixed, so that addresses are parts of instructions; module.ts lays the tables here. */
const tables: usize = 4096
const zs: usize = tables + 12288
const cells: usize = tables + 24576

/**
 * At `tables` stand 256 times (x, y) of R, of G, of B; 256 times (z, unused) of each; then the cells of f (all f64).
 * @param colours 0xRRGGBB each, @param counts how many pixels have each (u32), both ending with colours that no pixel has
 * @param steps how many times 2 colours
 * @param sums where the sums of f(X), f(Y), f(Z) stand (f64); they are added to
 */
export function cielab(colours: usize, counts: usize, steps: i32, sums: usize): void {
  let fxy = f64x2.splat(0)
  let fz = f64x2.splat(0)
  for (let i = 0; i < steps; i++) {
    const a = load<u32>(colours)
    const b = load<u32>(colours, 4)
    const ra = <usize>(a >> 16) << 4
    const ga = <usize>((a >> 4) & 4080)
    const ba = <usize>(a & 255) << 4
    const rb = <usize>(b >> 16) << 4
    const gb = <usize>((b >> 4) & 4080)
    const bb = <usize>(b & 255) << 4
    const xya = f64x2.add(f64x2.add(v128.load(ra, tables), v128.load(ga, tables + 4096)), v128.load(ba, tables + 8192))
    const xyb = f64x2.add(f64x2.add(v128.load(rb, tables), v128.load(gb, tables + 4096)), v128.load(bb, tables + 8192))
    const za = f64x2.add(f64x2.add(v128.load(ra, zs), v128.load(ga, zs + 4096)), v128.load(ba, zs + 8192))
    const zb = f64x2.add(f64x2.add(v128.load(rb, zs), v128.load(gb, zs + 4096)), v128.load(bb, zs + 8192))
    const times = f64x2.convert_low_i32x4_s(v128.load64_zero(counts))
    const timesA = i64x2.shuffle(times, times, 0, 0)
    const timesB = i64x2.shuffle(times, times, 1, 1)
    fxy = f64x2.add(fxy, f64x2.add(f64x2.mul(timesA, compress(xya)), f64x2.mul(timesB, compress(xyb))))
    fz = f64x2.add(fz, f64x2.mul(times, compress(i64x2.shuffle(za, zb, 0, 2))))
    colours += 8
    counts += 8
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
function compress(t: v128): v128 {
  const steps = i32x4.sub(t, i32x4.splat(firstCell)) // lanes 1 and 3 are upper words
  const cell = i32x4.shl(i32x4.max_s(i32x4.shr_s(steps, 13), i32x4.splat(0)), 5)
  const first = <usize>i32x4.extract_lane(cell, 1)
  const second = <usize>i32x4.extract_lane(cell, 3)
  const ab = v128.load(first, cells)
  const ab2 = v128.load(second, cells)
  const cd = v128.load(first, cells + 16)
  const cd2 = v128.load(second, cells + 16)
  const inner = f64x2.add(i64x2.shuffle(cd, cd2, 0, 2), f64x2.mul(t, i64x2.shuffle(cd, cd2, 1, 3)))
  const outer = f64x2.add(i64x2.shuffle(ab, ab2, 1, 3), f64x2.mul(t, inner))
  return f64x2.add(i64x2.shuffle(ab, ab2, 0, 2), f64x2.mul(t, outer))
}

/** One cell below the upper word of the smallest f64 above 0.008856 whose lower word is 0. */
const firstCell = 0x3f822319 - (1 << 13)
