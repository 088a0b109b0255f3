// The pass over colours: 16 pixels a step. What every sum means: ../colours.ts. AssemblyScript, not TypeScript.

import { accumulate, total } from './sums'
import { openCvGrey, pillowGrey } from './greys'
import { blues, greens, reds } from './pixels'

/**
 * @param rgb address of interleaved pixels
 * @param steps how many times 16 pixels, at most 8192: the 32-bit sums hold no more
 * @param grey where OpenCV's greys go, one byte a pixel
 * @param luma where Pillow's greys (L) go
 * @param sums where 13 sums stand (f64); they are added to
 */
export function colours(
  rgb: usize,
  steps: i32,
  grey: usize,
  luma: usize,
  sums: usize,
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
  let warm = 0
  let cool = 0
  const ones = i16x8.splat(1)

  for (let i = 0; i < steps; i++) {
    const p0 = v128.load(rgb)
    const p1 = v128.load(rgb, 16)
    const p2 = v128.load(rgb, 32)
    const r = reds(p0, p1, p2)
    const g = greens(p0, p1, p2)
    const b = blues(p0, p1, p2)
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

    sr = i32x4.add(sr, i32x4.dot_i16x8_s(i16x8.add(r0, r1), ones))
    sg = i32x4.add(sg, i32x4.dot_i16x8_s(i16x8.add(g0, g1), ones))
    sb = i32x4.add(sb, i32x4.dot_i16x8_s(i16x8.add(b0, b1), ones))
    sv = i32x4.add(sv, i32x4.dot_i16x8_s(i16x8.add(v0, v1), ones))
    rr = i32x4.add(rr, i32x4.add(i32x4.dot_i16x8_s(r0, r0), i32x4.dot_i16x8_s(r1, r1)))
    gg = i32x4.add(gg, i32x4.add(i32x4.dot_i16x8_s(g0, g0), i32x4.dot_i16x8_s(g1, g1)))
    bb = i32x4.add(bb, i32x4.add(i32x4.dot_i16x8_s(b0, b0), i32x4.dot_i16x8_s(b1, b1)))
    rg = i32x4.add(rg, i32x4.add(i32x4.dot_i16x8_s(r0, g0), i32x4.dot_i16x8_s(r1, g1)))
    rb = i32x4.add(rb, i32x4.add(i32x4.dot_i16x8_s(r0, b0), i32x4.dot_i16x8_s(r1, b1)))
    gb = i32x4.add(gb, i32x4.add(i32x4.dot_i16x8_s(g0, b0), i32x4.dot_i16x8_s(g1, b1)))
    vv = i32x4.add(vv, i32x4.add(i32x4.dot_i16x8_s(v0, v0), i32x4.dot_i16x8_s(v1, v1)))

    const d0 = i16x8.extend_low_i8x16_u(spread)
    const d1 = i16x8.extend_high_i8x16_u(spread)

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

    rgb += 48
    grey += 16
    luma += 16
  }

  accumulate(sums, total(sr))
  accumulate(sums + 8, total(sg))
  accumulate(sums + 16, total(sb))
  accumulate(sums + 24, total(rr))
  accumulate(sums + 32, total(gg))
  accumulate(sums + 40, total(bb))
  accumulate(sums + 48, total(rg))
  accumulate(sums + 56, total(rb))
  accumulate(sums + 64, total(gb))
  accumulate(sums + 72, total(sv))
  accumulate(sums + 80, total(vv))
  accumulate(sums + 88, <f64>warm)
  accumulate(sums + 96, <f64>cool)
}
