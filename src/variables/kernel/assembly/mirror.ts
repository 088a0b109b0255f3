// How far the colours of mirrored pixels are apart, and the colours of a figure and its ground.

import { upper } from './lanes'
import { blues, greens, reds } from './pixels'
import { accumulate, both, doubles, total } from './sums'

/** Sum of the distances in RGB of the upper half's pixels to their mirror images below. */
export function mirroredRows(rgb: usize, width: i32, height: i32): f64 {
  let sum: f64 = 0
  const row = <usize>width * 3
  for (let y = 0; y < height >> 1; y++) {
    const a = rgb + <usize>y * row
    const b = rgb + <usize>(height - 1 - y) * row
    let low = f64x2.splat(0)
    for (let x = 0; x < width; x += 16) {
      const at: usize = 3 * <usize>x
      low = f64x2.add(low, distances(a + at, b + at, width - x, false))
    }
    sum += f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)
  }
  return sum
}

/** The same of the left half and the right one. */
export function mirroredColumns(rgb: usize, width: i32, height: i32): f64 {
  let sum: f64 = 0
  const half = width >> 1
  for (let y = 0; y < height; y++) {
    const row = rgb + 3 * <usize>(y * width)
    let low = f64x2.splat(0)
    for (let x = 0; x < half; x += 16) {
      // The 16 pixels that end where the mirror image begins. In the first row they may begin before the picture.
      low = f64x2.add(low, distances(row + 3 * <usize>x, row + 3 * <usize>(width - x) - 48, half - x, true))
    }
    sum += f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)
  }
  return sum
}

/** Distances of 16 pixels, the second ones in reverse order if asked; the first `count` of them are summed, in two lanes. */
// @ts-ignore: decorator of AssemblyScript
@inline
function distances(a: usize, b: usize, count: i32, reverse: bool): v128 {
  const a0 = v128.load(a)
  const a1 = v128.load(a, 16)
  const a2 = v128.load(a, 32)
  const b0 = v128.load(b)
  const b1 = v128.load(b, 16)
  const b2 = v128.load(b, 32)
  let r = reds(b0, b1, b2)
  let g = greens(b0, b1, b2)
  let blue = blues(b0, b1, b2)
  if (reverse) {
    r = reversed(r)
    g = reversed(g)
    blue = reversed(blue)
  }
  const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  const counted = count >= 16 ? i8x16.splat(-1) : i8x16.lt_u(lanes, i8x16.splat(<i8>count))
  const dr = v128.and(counted, apart(reds(a0, a1, a2), r))
  const dg = v128.and(counted, apart(greens(a0, a1, a2), g))
  const db = v128.and(counted, apart(blues(a0, a1, a2), blue))
  return f64x2.add(
    roots(i16x8.extend_low_i8x16_u(dr), i16x8.extend_low_i8x16_u(dg), i16x8.extend_low_i8x16_u(db)),
    roots(i16x8.extend_high_i8x16_u(dr), i16x8.extend_high_i8x16_u(dg), i16x8.extend_high_i8x16_u(db)),
  )
}

// @ts-ignore: decorator of AssemblyScript
@inline
function reversed(v: v128): v128 {
  return i8x16.shuffle(v, v, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function apart(a: v128, b: v128): v128 {
  return i8x16.sub(i8x16.max_u(a, b), i8x16.min_u(a, b))
}

/** Roots of the sums of squares of 8 pixels' differences, in single precision; their sums in two lanes. */
// @ts-ignore: decorator of AssemblyScript
@inline
function roots(r: v128, g: v128, b: v128): v128 {
  const rg0 = i16x8.shuffle(r, g, 0, 8, 1, 9, 2, 10, 3, 11)
  const rg1 = i16x8.shuffle(r, g, 4, 12, 5, 13, 6, 14, 7, 15)
  const low = i32x4.add(i32x4.dot_i16x8_s(rg0, rg0), i32x4.extmul_low_i16x8_s(b, b))
  const high = i32x4.add(i32x4.dot_i16x8_s(rg1, rg1), i32x4.extmul_high_i16x8_s(b, b))
  const first = f32x4.sqrt(f32x4.convert_i32x4_s(low))
  const second = f32x4.sqrt(f32x4.convert_i32x4_s(high))
  return f64x2.add(doubles(first), doubles(second))
}

/**
 * Sum of the products of mirrored cells, over lines of `length` f64: cell i of a line times cell `mirror` - i, from i = `first`
 * up to `end`.
 */
export function mirroredProducts(cells: usize, lines: i32, length: i32, first: i32, end: i32, mirror: i32): f64 {
  let sum = f64x2.splat(0)
  let odd: f64 = 0
  for (let line = 0; line < lines; line++) {
    let a = cells + (<usize>first << 3)
    let b = cells + (<usize>(mirror - first) << 3)
    let i = first
    for (; i + 2 <= end; i += 2) {
      const q = v128.load(b - 8)
      sum = f64x2.add(sum, f64x2.mul(v128.load(a), i64x2.shuffle(q, q, 1, 0)))
      a += 16
      b -= 16
    }
    if (i < end) odd += load<f64>(a) * load<f64>(b)
    cells += <usize>length << 3
  }
  return odd + both(sum)
}

/**
 * Sums over the pixels that are marked, then over all: how many, R, G, B, edges (f64 each, ten of them), added to.
 * @param marks 255 for a marked pixel, else 0; @param edges 1 or 0; both nought beyond the last pixel
 * @param steps how many times 16 pixels, at most 2^20: the 32-bit sums hold no more
 */
export function figureSums(rgb: usize, marks: usize, edges: usize, steps: i32, sums: usize): void {
  let n = i32x4.splat(0)
  let r = i32x4.splat(0)
  let g = i32x4.splat(0)
  let b = i32x4.splat(0)
  let e = i32x4.splat(0)
  let allR = i32x4.splat(0)
  let allG = i32x4.splat(0)
  let allB = i32x4.splat(0)
  let allE = i32x4.splat(0)
  for (let i = 0; i < steps; i++) {
    const p0 = v128.load(rgb)
    const p1 = v128.load(rgb, 16)
    const p2 = v128.load(rgb, 32)
    const mark = v128.load(marks)
    const edge = v128.load(edges)
    const red = reds(p0, p1, p2)
    const green = greens(p0, p1, p2)
    const blue = blues(p0, p1, p2)
    n = i32x4.add(n, fours(v128.and(mark, i8x16.splat(1))))
    r = i32x4.add(r, fours(v128.and(mark, red)))
    g = i32x4.add(g, fours(v128.and(mark, green)))
    b = i32x4.add(b, fours(v128.and(mark, blue)))
    e = i32x4.add(e, fours(v128.and(mark, edge)))
    allR = i32x4.add(allR, fours(red))
    allG = i32x4.add(allG, fours(green))
    allB = i32x4.add(allB, fours(blue))
    allE = i32x4.add(allE, fours(edge))
    rgb += 48
    marks += 16
    edges += 16
  }
  accumulate(sums, total(n))
  accumulate(sums + 8, total(r))
  accumulate(sums + 16, total(g))
  accumulate(sums + 24, total(b))
  accumulate(sums + 32, total(e))
  accumulate(sums + 48, total(allR))
  accumulate(sums + 56, total(allG))
  accumulate(sums + 64, total(allB))
  accumulate(sums + 72, total(allE))
}

/** 16 bytes, added up in four lanes. */
// @ts-ignore: decorator of AssemblyScript
@inline
function fours(v: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v))
}
