// The pass over colours: 16 pixels a step. What every sum means: ../colours.ts. AssemblyScript, not TypeScript.

import { compress } from './cielab'
import { openCvGrey, pillowGrey } from './greys'

/**
 * @param rgb address of interleaved pixels
 * @param steps how many times 16 pixels, at most 8192: the 32-bit sums hold no more
 * @param tables address of: x, y of the 256 values of R, G, B (f64 pairs), z of them (f64), cube roots (f64 pairs)
 * @param grey where OpenCV's greys go, one byte a pixel
 * @param luma where Pillow's greys (L) go
 * @param sums where the 18 sums stand (f64); they are added to
 * @param shift a saturation near the picture's own: sums of differences from it keep their digits
 */
export function colours(
  rgb: usize,
  steps: i32,
  tables: usize,
  grey: usize,
  luma: usize,
  sums: usize,
  shift: f64,
): void {
  let sr = i32x4.splat(0)
  let sg = i32x4.splat(0)
  let sb = i32x4.splat(0)
  let sv = i32x4.splat(0)
  let rr = i32x4.splat(0)
  let gg = i32x4.splat(0)
  let bb = i32x4.splat(0)
  let rg = i32x4.splat(0)
  let rb = i32x4.splat(0)
  let gb = i32x4.splat(0)
  let vv = i32x4.splat(0)
  let saturation = f64x2.splat(0)
  let saturation2 = f64x2.splat(0)
  let fxy = f64x2.splat(0)
  let fz = f64x2.splat(0)
  let warm = 0
  let cool = 0
  const one = i8x16.splat(1)

  for (let i = 0; i < steps; i++) {
    const p0 = v128.load(rgb)
    const p1 = v128.load(rgb, 16)
    const p2 = v128.load(rgb, 32)
    const r = i8x16.shuffle(
      i8x16.shuffle(p0, p1, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0),
      p2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29,
    )
    const g = i8x16.shuffle(
      i8x16.shuffle(p0, p1, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0),
      p2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30,
    )
    const b = i8x16.shuffle(
      i8x16.shuffle(p0, p1, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0),
      p2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31,
    )
    const max = i8x16.max_u(i8x16.max_u(r, g), b)
    const spread = i8x16.sub(max, i8x16.min_u(i8x16.min_u(r, g), b))

    const r0 = i16x8.extend_low_i8x16_u(r)
    const r1 = i16x8.extend_high_i8x16_u(r)
    const g0 = i16x8.extend_low_i8x16_u(g)
    const g1 = i16x8.extend_high_i8x16_u(g)
    const b0 = i16x8.extend_low_i8x16_u(b)
    const b1 = i16x8.extend_high_i8x16_u(b)
    const v0 = i16x8.extend_low_i8x16_u(max)
    const v1 = i16x8.extend_high_i8x16_u(max)

    sr = i32x4.add(sr, i32x4.extadd_pairwise_i16x8_u(i16x8.add(r0, r1)))
    sg = i32x4.add(sg, i32x4.extadd_pairwise_i16x8_u(i16x8.add(g0, g1)))
    sb = i32x4.add(sb, i32x4.extadd_pairwise_i16x8_u(i16x8.add(b0, b1)))
    sv = i32x4.add(sv, i32x4.extadd_pairwise_i16x8_u(i16x8.add(v0, v1)))
    rr = i32x4.add(rr, i32x4.add(i32x4.dot_i16x8_s(r0, r0), i32x4.dot_i16x8_s(r1, r1)))
    gg = i32x4.add(gg, i32x4.add(i32x4.dot_i16x8_s(g0, g0), i32x4.dot_i16x8_s(g1, g1)))
    bb = i32x4.add(bb, i32x4.add(i32x4.dot_i16x8_s(b0, b0), i32x4.dot_i16x8_s(b1, b1)))
    rg = i32x4.add(rg, i32x4.add(i32x4.dot_i16x8_s(r0, g0), i32x4.dot_i16x8_s(r1, g1)))
    rb = i32x4.add(rb, i32x4.add(i32x4.dot_i16x8_s(r0, b0), i32x4.dot_i16x8_s(r1, b1)))
    gb = i32x4.add(gb, i32x4.add(i32x4.dot_i16x8_s(g0, b0), i32x4.dot_i16x8_s(g1, b1)))
    vv = i32x4.add(vv, i32x4.add(i32x4.dot_i16x8_s(v0, v0), i32x4.dot_i16x8_s(v1, v1)))

    // Saturation, spread / max, in 64 bits: division of 16 pixels is cheaper than 16 look-ups.
    const d0 = i16x8.extend_low_i8x16_u(spread)
    const d1 = i16x8.extend_high_i8x16_u(spread)
    const positive = i8x16.max_u(max, one)
    const m0 = i16x8.extend_low_i8x16_u(positive)
    const m1 = i16x8.extend_high_i8x16_u(positive)
    let s = f64x2.splat(0)
    for (let k = 0; k < 4; k++) {
      const d = k & 2 ? d1 : d0
      const m = k & 2 ? m1 : m0
      const d4 = k & 1 ? i32x4.extend_high_i16x8_u(d) : i32x4.extend_low_i16x8_u(d)
      const m4 = k & 1 ? i32x4.extend_high_i16x8_u(m) : i32x4.extend_low_i16x8_u(m)
      s = f64x2.sub(quotient(d4, m4), f64x2.splat(shift))
      saturation = f64x2.add(saturation, s)
      saturation2 = f64x2.add(saturation2, f64x2.mul(s, s))
      s = f64x2.sub(quotient(high(d4), high(m4)), f64x2.splat(shift))
      saturation = f64x2.add(saturation, s)
      saturation2 = f64x2.add(saturation2, f64x2.mul(s, s))
    }

    // Warm: 2 R - G - B > 0, cool: < 0; where 5 spread >= max and max >= 39.
    const five = i16x8.splat(5)
    const coloured = v128.and(
      i8x16.narrow_i16x8_s(
        i16x8.ge_s(i16x8.mul(d0, five), v0),
        i16x8.ge_s(i16x8.mul(d1, five), v1),
      ),
      i8x16.ge_u(max, i8x16.splat(39)),
    )
    const t0 = i16x8.sub(i16x8.add(r0, r0), i16x8.add(g0, b0))
    const t1 = i16x8.sub(i16x8.add(r1, r1), i16x8.add(g1, b1))
    const zero = i16x8.splat(0)
    const hot = i8x16.narrow_i16x8_s(i16x8.gt_s(t0, zero), i16x8.gt_s(t1, zero))
    const cold = i8x16.narrow_i16x8_s(i16x8.lt_s(t0, zero), i16x8.lt_s(t1, zero))
    warm += popcnt(i8x16.bitmask(v128.and(coloured, hot)))
    cool += popcnt(i8x16.bitmask(v128.and(coloured, cold)))

    v128.store(grey, i8x16.narrow_i16x8_u(openCvGrey(r0, g0, b0), openCvGrey(r1, g1, b1)))
    v128.store(luma, i8x16.narrow_i16x8_u(pillowGrey(r0, g0, b0), pillowGrey(r1, g1, b1)))

    // CIELAB: X, Y and Z by tables, two pixels at a time.
    for (let k: usize = 0; k < 48; k += 6) {
      const ra = tables + (<usize>load<u8>(rgb + k) << 4)
      const ga = tables + (<usize>load<u8>(rgb + k, 1) << 4)
      const ba = tables + (<usize>load<u8>(rgb + k, 2) << 4)
      const rb = tables + (<usize>load<u8>(rgb + k, 3) << 4)
      const gb = tables + (<usize>load<u8>(rgb + k, 4) << 4)
      const bb = tables + (<usize>load<u8>(rgb + k, 5) << 4)
      const xya = f64x2.add(f64x2.add(v128.load(ra), v128.load(ga, 4096)), v128.load(ba, 8192))
      const xyb = f64x2.add(f64x2.add(v128.load(rb), v128.load(gb, 4096)), v128.load(bb, 8192))
      const z = f64x2.add(
        f64x2.add(
          v128.load64_lane(rb, v128.load64_zero(ra, 12288), 1, 12288),
          v128.load64_lane(gb, v128.load64_zero(ga, 16384), 1, 16384),
        ),
        v128.load64_lane(bb, v128.load64_zero(ba, 20480), 1, 20480),
      )
      fxy = f64x2.add(fxy, f64x2.add(compress(xya, tables + 24576), compress(xyb, tables + 24576)))
      fz = f64x2.add(fz, compress(z, tables + 24576))
    }
    rgb += 48
    grey += 16
    luma += 16
  }

  add(sums, total(sr))
  add(sums + 8, total(sg))
  add(sums + 16, total(sb))
  add(sums + 24, total(rr))
  add(sums + 32, total(gg))
  add(sums + 40, total(bb))
  add(sums + 48, total(rg))
  add(sums + 56, total(rb))
  add(sums + 64, total(gb))
  add(sums + 72, total(sv))
  add(sums + 80, total(vv))
  add(sums + 88, f64x2.extract_lane(saturation, 0) + f64x2.extract_lane(saturation, 1))
  add(sums + 96, f64x2.extract_lane(saturation2, 0) + f64x2.extract_lane(saturation2, 1))
  add(sums + 104, f64x2.extract_lane(fxy, 0))
  add(sums + 112, f64x2.extract_lane(fxy, 1))
  add(sums + 120, f64x2.extract_lane(fz, 0) + f64x2.extract_lane(fz, 1))
  add(sums + 128, <f64>warm)
  add(sums + 136, <f64>cool)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function quotient(a: v128, b: v128): v128 {
  return f64x2.div(f64x2.convert_low_i32x4_u(a), f64x2.convert_low_i32x4_u(b))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function high(v: v128): v128 {
  return i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function total(v: v128): f64 {
  const pairs = i64x2.add(i64x2.extend_low_i32x4_s(v), i64x2.extend_high_i32x4_s(v))
  return <f64>(i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function add(sum: usize, value: f64): void {
  store<f64>(sum, load<f64>(sum) + value)
}
