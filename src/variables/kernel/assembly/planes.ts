// Planes of one byte a pixel, 16 pixels a step: greys of several kinds, and HSV.

import { cut, rounded } from './lanes'
import { blues, greens, reds } from './pixels'

/**
 * 0.299 R + 0.587 G + 0.114 B with every product rounded, and 0.298936 R + 0.587043 G + 0.114021 B rounded: two greys of
 * MATLAB code. The first by 15-bit factors that round every value as the product does.
 */
export function matlabGreys(rgb: usize, steps: i32, products: usize, rounded: usize): void {
  for (let i = 0; i < steps; i++) {
    const a = v128.load(rgb)
    const b = v128.load(rgb, 16)
    const c = v128.load(rgb, 32)
    const r = reds(a, b, c)
    const g = greens(a, b, c)
    const blue = blues(a, b, c)
    v128.store(
      products,
      i8x16.narrow_i16x8_u(
        productSum(low(r), low(g), low(blue)),
        productSum(high(r), high(g), high(blue)),
      ),
    )
    v128.store(
      rounded,
      i8x16.narrow_i16x8_u(
        roundedSum(low(r), low(g), low(blue)),
        roundedSum(high(r), high(g), high(blue)),
      ),
    )
    rgb += 48
    products += 16
    rounded += 16
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function productSum(r: v128, g: v128, b: v128): v128 {
  return i16x8.add(i16x8.add(product(r, 9797, 16512), product(g, 19232, 16768)), product(b, 3736, 16384))
}

/** (factor v + more) >> 15 of 8 numbers. */
// @ts-ignore: decorator of AssemblyScript
@inline
function product(v: v128, factor: i32, more: i32): v128 {
  const one = i16x8.splat(1)
  const weights = i32x4.splat(factor | (more << 16))
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.dot_i16x8_s(i16x8.shuffle(v, one, 0, 8, 1, 9, 2, 10, 3, 11), weights), 15),
    i32x4.shr_s(i32x4.dot_i16x8_s(i16x8.shuffle(v, one, 4, 12, 5, 13, 6, 14, 7, 15), weights), 15),
  )
}

// @ts-ignore: decorator of AssemblyScript
@inline
function roundedSum(r: v128, g: v128, b: v128): v128 {
  const one = i16x8.splat(1)
  return i16x8.narrow_i32x4_s(
    millionths(i16x8.shuffle(r, g, 0, 8, 1, 9, 2, 10, 3, 11), i16x8.shuffle(b, one, 0, 8, 1, 9, 2, 10, 3, 11)),
    millionths(i16x8.shuffle(r, g, 4, 12, 5, 13, 6, 14, 7, 15), i16x8.shuffle(b, one, 4, 12, 5, 13, 6, 14, 7, 15)),
  )
}

/**
 * Whole millions of 298,936 R + 587,043 G + 114,021 B + 500,000: factors in two parts, as 512 times the one and the other. A
 * million is 64 times 15,625; a number below 4 million and a half, times 1 / 15,625, is on the right side of every whole number
 * in single precision.
 * @param rg, bOne 16-bit numbers by turns
 */
// @ts-ignore: decorator of AssemblyScript
@inline
function millionths(rg: v128, bOne: v128): v128 {
  const upper = i32x4.add(
    i32x4.dot_i16x8_s(rg, i32x4.splat(583 | (1146 << 16))),
    i32x4.dot_i16x8_s(bOne, i32x4.splat(222 | (976 << 16))),
  )
  const lower = i32x4.add(
    i32x4.dot_i16x8_s(rg, i32x4.splat(440 | (291 << 16))),
    i32x4.dot_i16x8_s(bOne, i32x4.splat(357 | (288 << 16))),
  )
  const sum = i32x4.shr_u(i32x4.add(i32x4.shl(upper, 9), lower), 6)
  const middle = f32x4.add(f32x4.convert_i32x4_s(sum), f32x4.splat(0.5))
  return cut(f32x4.mul(middle, f32x4.splat(<f32>(1.0 / 15625.0))))
}

/** HSV as OpenCV's RGB2HSV of 8 bits: hue in half degrees. */
export function hsvPlanes(rgb: usize, steps: i32, hue: usize, saturation: usize, value: usize): void {
  const one = i8x16.splat(1)
  for (let i = 0; i < steps; i++) {
    const a = v128.load(rgb)
    const b = v128.load(rgb, 16)
    const c = v128.load(rgb, 32)
    const r = reds(a, b, c)
    const g = greens(a, b, c)
    const blue = blues(a, b, c)
    const max = i8x16.max_u(i8x16.max_u(r, g), blue)
    const spread = i8x16.sub(max, i8x16.min_u(i8x16.min_u(r, g), blue))
    const isRed = i8x16.eq(max, r)
    const isGreen = i8x16.eq(max, g)
    // The largest channel says which two differ, and how many spreads are added.
    const from = v128.bitselect(g, v128.bitselect(blue, r, isGreen), isRed)
    const less = v128.bitselect(blue, v128.bitselect(r, g, isGreen), isRed)
    const turns = v128.bitselect(i8x16.splat(0), v128.bitselect(i8x16.splat(2), i8x16.splat(4), isGreen), isRed)
    const d0 = low(spread)
    const d1 = high(spread)
    const t0 = i16x8.add(i16x8.sub(low(from), low(less)), i16x8.mul(low(turns), d0))
    const t1 = i16x8.add(i16x8.sub(high(from), high(less)), i16x8.mul(high(turns), d1))
    const m = i8x16.max_u(max, one)
    const d = i8x16.max_u(spread, one)
    v128.store(
      saturation,
      i8x16.narrow_i16x8_u(shares(d0, low(m), 1_044_480, false), shares(d1, high(m), 1_044_480, false)),
    )
    v128.store(hue, i8x16.narrow_i16x8_u(shares(t0, low(d), 122_880, true), shares(t1, high(d), 122_880, true)))
    v128.store(value, max)
    rgb += 48
    hue += 16
    saturation += 16
    value += 16
  }
}

/** (part · round(scale / whole) + 2048) >> 12 of 8 numbers; below nought, 180 are added to a hue. */
// @ts-ignore: decorator of AssemblyScript
@inline
function shares(part: v128, whole: v128, scale: f32, isHue: bool): v128 {
  return i16x8.narrow_i32x4_s(
    share(i32x4.extend_low_i16x8_s(part), i32x4.extend_low_i16x8_u(whole), scale, isHue),
    share(i32x4.extend_high_i16x8_s(part), i32x4.extend_high_i16x8_u(whole), scale, isHue),
  )
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function share(part: v128, whole: v128, scale: f32, isHue: bool): v128 {
  const per = rounded(f32x4.div(f32x4.splat(scale), f32x4.convert_i32x4_s(whole)))
  const found = i32x4.shr_s(i32x4.add(i32x4.mul(part, per), i32x4.splat(2048)), 12)
  if (!isHue) return found
  return i32x4.add(found, v128.and(i32x4.lt_s(found, i32x4.splat(0)), i32x4.splat(180)))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function low(v: v128): v128 {
  return i16x8.extend_low_i8x16_u(v)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function high(v: v128): v128 {
  return i16x8.extend_high_i8x16_u(v)
}
