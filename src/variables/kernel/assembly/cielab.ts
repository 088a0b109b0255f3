// CIELAB of the distinct colours: X, Y and Z by tables, two colours at a time.

import { accumulate, both } from './sums'

/**
 * Fixed, so that addresses are parts of instructions; module.ts lays the tables here. At `tables` stand 256 times (x, y) of R, of
 * G, of B; 256 times (z, unused) of each; then the cells of f (all f64), then the same x, y, z with linear light of BT.709.
 */
const tables: usize = 4096
const cells: usize = tables + 24576
const video: usize = cells + 28960
const zs: usize = 12288

/**
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
    const times = f64x2.convert_low_i32x4_s(v128.load64_zero(counts))
    const timesA = i64x2.shuffle(times, times, 0, 0)
    const timesB = i64x2.shuffle(times, times, 1, 1)
    const xys = f64x2.add(
      f64x2.mul(timesA, compress(look(tables, a))),
      f64x2.mul(timesB, compress(look(tables, b))),
    )
    fxy = f64x2.add(fxy, xys)
    fz = f64x2.add(fz, f64x2.mul(times, compress(i64x2.shuffle(look(tables + zs, a), look(tables + zs, b), 0, 2))))
    colours += 8
    counts += 8
  }
  accumulate(sums, f64x2.extract_lane(fxy, 0))
  accumulate(sums + 8, f64x2.extract_lane(fxy, 1))
  accumulate(sums + 16, both(fz))
}

/**
 * What two kinds of colourfulness are made of. @param sums nine sums (f64), added to: chroma, a*, b*, their squares (light by the
 * curve of BT.709); |R - G|, |R + G - 2 B|, their squares; the rest as above
 */
export function colourfulness(colours: usize, counts: usize, steps: i32, sums: usize): void {
  let chroma = f64x2.splat(0)
  let sa = f64x2.splat(0)
  let sb = f64x2.splat(0)
  let aa = f64x2.splat(0)
  let bb = f64x2.splat(0)
  let rg = f64x2.splat(0)
  let yb = f64x2.splat(0)
  let rgrg = f64x2.splat(0)
  let ybyb = f64x2.splat(0)
  for (let i = 0; i < steps; i++) {
    const one = load<u32>(colours)
    const other = load<u32>(colours, 4)
    const times = f64x2.convert_low_i32x4_s(v128.load64_zero(counts))
    const xyOne = straight(look(video, one))
    const xyOther = straight(look(video, other))
    const fy = i64x2.shuffle(xyOne, xyOther, 1, 3)
    const fz = straight(i64x2.shuffle(look(video + zs, one), look(video + zs, other), 0, 2))
    const a = f64x2.mul(f64x2.splat(500), f64x2.sub(i64x2.shuffle(xyOne, xyOther, 0, 2), fy))
    const b = f64x2.mul(f64x2.splat(200), f64x2.sub(fy, fz))
    const squareA = f64x2.mul(a, a)
    const squareB = f64x2.mul(b, b)
    chroma = f64x2.add(chroma, f64x2.mul(times, f64x2.sqrt(f64x2.add(squareA, squareB))))
    sa = f64x2.add(sa, f64x2.mul(times, a))
    sb = f64x2.add(sb, f64x2.mul(times, b))
    aa = f64x2.add(aa, f64x2.mul(times, squareA))
    bb = f64x2.add(bb, f64x2.mul(times, squareB))

    const pair = v128.load64_zero(colours)
    const r = i32x4.shr_u(pair, 16)
    const g = v128.and(i32x4.shr_u(pair, 8), i32x4.splat(255))
    const blue = v128.and(pair, i32x4.splat(255))
    const p = f64x2.convert_low_i32x4_s(i32x4.abs(i32x4.sub(r, g)))
    const q = f64x2.convert_low_i32x4_s(i32x4.abs(i32x4.sub(i32x4.add(r, g), i32x4.shl(blue, 1))))
    const timesP = f64x2.mul(times, p)
    const timesQ = f64x2.mul(times, q)
    rg = f64x2.add(rg, timesP)
    yb = f64x2.add(yb, timesQ)
    rgrg = f64x2.add(rgrg, f64x2.mul(timesP, p))
    ybyb = f64x2.add(ybyb, f64x2.mul(timesQ, q))
    colours += 8
    counts += 8
  }
  accumulate(sums, both(chroma))
  accumulate(sums + 8, both(sa))
  accumulate(sums + 16, both(sb))
  accumulate(sums + 24, both(aa))
  accumulate(sums + 32, both(bb))
  accumulate(sums + 40, both(rg))
  accumulate(sums + 48, both(yb))
  accumulate(sums + 56, both(rgrg))
  accumulate(sums + 64, both(ybyb))
}

/**
 * What the spread of CIELAB is made of. @param sums seven sums (f64), added to: L*, a*, b*, their squares, chroma; the rest as
 * above
 */
export function labSums(colours: usize, counts: usize, steps: i32, sums: usize): void {
  let sl = f64x2.splat(0)
  let sa = f64x2.splat(0)
  let sb = f64x2.splat(0)
  let ll = f64x2.splat(0)
  let aa = f64x2.splat(0)
  let bb = f64x2.splat(0)
  let chroma = f64x2.splat(0)
  for (let i = 0; i < steps; i++) {
    const one = load<u32>(colours)
    const other = load<u32>(colours, 4)
    const times = f64x2.convert_low_i32x4_s(v128.load64_zero(counts))
    const xyOne = compress(look(tables, one))
    const xyOther = compress(look(tables, other))
    const fy = i64x2.shuffle(xyOne, xyOther, 1, 3)
    const fz = compress(i64x2.shuffle(look(tables + zs, one), look(tables + zs, other), 0, 2))
    const l = f64x2.sub(f64x2.mul(f64x2.splat(116), fy), f64x2.splat(16))
    const a = f64x2.mul(f64x2.splat(500), f64x2.sub(i64x2.shuffle(xyOne, xyOther, 0, 2), fy))
    const b = f64x2.mul(f64x2.splat(200), f64x2.sub(fy, fz))
    const squareA = f64x2.mul(a, a)
    const squareB = f64x2.mul(b, b)
    sl = f64x2.add(sl, f64x2.mul(times, l))
    sa = f64x2.add(sa, f64x2.mul(times, a))
    sb = f64x2.add(sb, f64x2.mul(times, b))
    ll = f64x2.add(ll, f64x2.mul(times, f64x2.mul(l, l)))
    aa = f64x2.add(aa, f64x2.mul(times, squareA))
    bb = f64x2.add(bb, f64x2.mul(times, squareB))
    chroma = f64x2.add(chroma, f64x2.mul(times, f64x2.sqrt(f64x2.add(squareA, squareB))))
    colours += 8
    counts += 8
  }
  accumulate(sums, both(sl))
  accumulate(sums + 8, both(sa))
  accumulate(sums + 16, both(sb))
  accumulate(sums + 24, both(ll))
  accumulate(sums + 32, both(aa))
  accumulate(sums + 40, both(bb))
  accumulate(sums + 48, both(chroma))
}

/** What a colour's three channels add up to in two of X, Y, Z. */
// @ts-ignore: decorator of AssemblyScript
@inline
function look(from: usize, colour: u32): v128 {
  const r = from + (<usize>(colour >> 16) << 4)
  const g = from + <usize>((colour >> 4) & 4080)
  const b = from + (<usize>(colour & 255) << 4)
  return f64x2.add(f64x2.add(v128.load(r), v128.load(g, 4096)), v128.load(b, 8192))
}

/** f with the foot of CIE 15, 841/108 t + 4/29, in place of scikit-image's, 7.787 t + 16/116. */
// @ts-ignore: decorator of AssemblyScript
@inline
function straight(t: v128): v128 {
  const foot = f64x2.le(t, f64x2.splat(0.008856))
  return f64x2.add(compress(t), v128.and(foot, f64x2.mul(t, f64x2.splat(841.0 / 108.0 - 7.787))))
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
