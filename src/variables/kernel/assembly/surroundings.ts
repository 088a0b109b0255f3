// Which pixels are brighter than their surroundings: above the Gaussian mean of 47 x 47 pixels. It is reckoned in single precision; in
// double only where that can't tell, and not at all where all 47 x 47 are of one level. So white grounds and even skies cost no more.

import { beginFlatWindows, flatColumns, flatWindows } from './flat-windows'
import { upper } from './lanes'
import { sharedThird } from './pixels'

const reach: i32 = 23
/** Levels are stored as differences to the middle one: numbers half as large, and half as wrong in single precision. */
const middle: f32 = 128
/** More than what single precision can be wrong by: 128 levels, 7.5 roundings of 2^-24 each, down and across. */
const doubtful: f32 = 1 / 8192
/** How far above its surroundings a pixel must be: more than what double precision leaves of a flat or evenly rising part. */
const least: f64 = 1e-9

/** The mean of R, G and B, cut to a whole number, less `middle` (f32). @param steps how many times 16 pixels */
export function means(rgb: usize, steps: i32, levels: usize): void {
  for (let i = 0; i < steps; i++) {
    sharedThird(rgb, levels)
    const bytes = v128.load(levels)
    const low = i16x8.extend_low_i8x16_u(bytes)
    const high = i16x8.extend_high_i8x16_u(bytes)
    v128.store(levels, centred(i32x4.extend_low_i16x8_u(low)))
    v128.store(levels, centred(i32x4.extend_high_i16x8_u(low)), 16)
    v128.store(levels, centred(i32x4.extend_low_i16x8_u(high)), 32)
    v128.store(levels, centred(i32x4.extend_high_i16x8_u(high)), 48)
    rgb += 48
    levels += 64
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function centred(level: v128): v128 {
  return f32x4.sub(f32x4.convert_i32x4_s(level), f32x4.splat(middle))
}

// The picture that is looked at.
let levels: usize = 0
let width: i32 = 0
let height: i32 = 0
/** The Gaussian's, from the middle on: 24 f64, then 24 f32. */
let weights: usize = 0
let weights32: usize = 0

// What is known of the row that is looked at.
/** Of each step up and down, the farthest first: how far from the first row the two lie (u32 each). */
let taps: usize = 0
/** The mean of each column (f32), and of `reach` more on either side. */
let column: usize = 0
/** The mean of each column in double, as far as `made`. */
let exact: usize = 0
let made: i32 = 0
/** As many means in double as 16 pixels need, at the picture's border. */
let framed: usize = 0
/** 255 where the whole window is of one level. */
let flat: usize = 0

/**
 * @param plane what `means` left
 * @param gaussian 24 f64, then 24 f32
 * @param rows 14 bytes for each column, and 1,536 more
 */
export function beginSurroundings(plane: usize, wide: i32, high: i32, gaussian: usize, rows: usize): void {
  levels = plane
  width = wide
  height = high
  weights = gaussian
  weights32 = gaussian + 24 * 8
  const bytes = (<usize>width + 31) & ~15
  taps = rows
  framed = taps + 8 * reach
  exact = framed + 8 * (2 * reach + 16)
  column = exact + 8 * bytes
  flat = column + 4 * (bytes + 2 * reach)
  beginFlatWindows(plane, wide, high, reach, flat + bytes)
}

/** Marks (255) the pixels of a row that are brighter than their surroundings; rows must be asked for in turn, from 0. */
export function brightRow(y: i32, bright: usize): void {
  const row = levels + (<usize>(y * width) << 2)
  flatWindows(y, flat)
  tapsOf(y)
  downwards(row)
  frame()
  made = 0
  for (let x = 0; x < width; x += 16) across(row, x, bright + <usize>x)
}

/** ... c b a | a b c ... */
function reversed(index: i32, size: i32): i32 {
  while (index < 0 || index >= size) index = index < 0 ? -index - 1 : 2 * size - 1 - index
  return index
}

function tapsOf(y: i32): void {
  let tap = taps
  for (let step = reach; step > 0; step--) {
    store<u32>(tap, (reversed(y - step, height) * width) << 2)
    store<u32>(tap, (reversed(y + step, height) * width) << 2, 4)
    tap += 8
  }
}

/** The Gaussian mean of a row's columns, 16 a step. Small weights come first: sums stay small, and exact, for longer. */
function downwards(row: usize): void {
  let to = column + 4 * reach
  for (let x: usize = 0; x < <usize>width << 2; x += 64) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    const here = row + x
    if (i8x16.all_true(flatColumns(<i32>(x >> 2)))) memory.copy(to, here, 64)
    else {
      let weight = weights32 + 4 * reach
      for (let tap = taps; weight > weights32; tap += 8) {
        const up = levels + <usize>load<u32>(tap) + x
        const down = levels + <usize>load<u32>(tap, 4) + x
        const share = v128.load32_splat(weight)
        a = f32x4.add(a, f32x4.mul(share, f32x4.add(v128.load(up), v128.load(down))))
        b = f32x4.add(b, f32x4.mul(share, f32x4.add(v128.load(up, 16), v128.load(down, 16))))
        c = f32x4.add(c, f32x4.mul(share, f32x4.add(v128.load(up, 32), v128.load(down, 32))))
        d = f32x4.add(d, f32x4.mul(share, f32x4.add(v128.load(up, 48), v128.load(down, 48))))
        weight -= 4
      }
      const share = v128.load32_splat(weights32)
      v128.store(to, f32x4.add(a, f32x4.mul(share, v128.load(here))))
      v128.store(to, f32x4.add(b, f32x4.mul(share, v128.load(here, 16))), 16)
      v128.store(to, f32x4.add(c, f32x4.mul(share, v128.load(here, 32))), 32)
      v128.store(to, f32x4.add(d, f32x4.mul(share, v128.load(here, 48))), 48)
    }
    to += 64
  }
}

/** Gives a row of means its borders. */
function frame(): void {
  const first = column + 4 * reach
  for (let d = 1; d <= reach; d++) {
    store<f32>(first - (<usize>d << 2), load<f32>(first + (<usize>reversed(-d, width) << 2)))
    store<f32>(
      first + (<usize>(width - 1 + d) << 2),
      load<f32>(first + (<usize>reversed(width - 1 + d, width) << 2)),
    )
  }
}

/** Marks which of 16 pixels are above the mean of means. */
function across(row: usize, x: i32, bright: usize): void {
  const level = v128.load(flat + <usize>x)
  if (i8x16.all_true(level)) {
    v128.store(bright, i8x16.splat(0))
    return
  }
  const at = column + (<usize>(x + reach) << 2)
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  for (let step: usize = 4 * reach; step > 0; step -= 4) {
    const share = v128.load32_splat(weights32 + step)
    const left = at - step
    const right = at + step
    a = f32x4.add(a, f32x4.mul(share, f32x4.add(v128.load(left), v128.load(right))))
    b = f32x4.add(b, f32x4.mul(share, f32x4.add(v128.load(left, 16), v128.load(right, 16))))
    c = f32x4.add(c, f32x4.mul(share, f32x4.add(v128.load(left, 32), v128.load(right, 32))))
    d = f32x4.add(d, f32x4.mul(share, f32x4.add(v128.load(left, 48), v128.load(right, 48))))
  }
  const share = v128.load32_splat(weights32)
  const here = row + (<usize>x << 2)
  a = f32x4.sub(v128.load(here), f32x4.add(a, f32x4.mul(share, v128.load(at))))
  b = f32x4.sub(v128.load(here, 16), f32x4.add(b, f32x4.mul(share, v128.load(at, 16))))
  c = f32x4.sub(v128.load(here, 32), f32x4.add(c, f32x4.mul(share, v128.load(at, 32))))
  d = f32x4.sub(v128.load(here, 48), f32x4.add(d, f32x4.mul(share, v128.load(at, 48))))
  const above = f32x4.splat(doubtful)
  const below = f32x4.splat(-doubtful)
  const brighter = bytes(f32x4.gt(a, above), f32x4.gt(b, above), f32x4.gt(c, above), f32x4.gt(d, above))
  const darker = bytes(f32x4.lt(a, below), f32x4.lt(b, below), f32x4.lt(c, below), f32x4.lt(d, below))
  v128.store(bright, brighter)
  let doubts = ~i8x16.bitmask(v128.or(level, v128.or(brighter, darker))) & 0xffff
  if (x + 16 > width) doubts &= (1 << (width - x)) - 1
  if (doubts) settle(row, x, doubts, bright)
}

/** A byte for each lane of four comparisons. */
// @ts-ignore: decorator of AssemblyScript
@inline
function bytes(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d))
}

/** Marks those of 16 pixels that single precision left in doubt, two a step: what it was sure of comes out the same. */
function settle(row: usize, x: i32, doubts: i32, bright: usize): void {
  const end = min(width, x + 16 + reach)
  for (made = max(made, max(0, x - reach)); made < end; made += 4) exactMeans(row, made)
  let at = exact + (<usize>x << 3)
  if (x < reach || x + 16 + reach > width) {
    at = framed + (reach << 3)
    for (let i = -reach; i < 16 + reach; i++) {
      store<f64>(at + (<usize>i << 3), load<f64>(exact + (<usize>reversed(x + i, width) << 3)))
    }
  }
  while (doubts) {
    const i = ctz(doubts) & ~1
    doubts &= ~(3 << i)
    const place = at + (<usize>i << 3)
    let sum = f64x2.splat(0)
    for (let step: usize = 8 * reach; step > 0; step -= 8) {
      const both = f64x2.add(v128.load(place - step), v128.load(place + step))
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(weights + step), both))
    }
    sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(weights), v128.load(place)))
    const here = f64x2.promote_low_f32x4(v128.load64_zero(row + (<usize>(x + i) << 2)))
    const marks = f64x2.gt(f64x2.sub(here, sum), f64x2.splat(least))
    store<u8>(bright + <usize>i, <u8>i64x2.extract_lane(marks, 0))
    store<u8>(bright + <usize>i, <u8>i64x2.extract_lane(marks, 1), 1)
  }
}

/** The Gaussian means of four columns in double. */
function exactMeans(row: usize, x: i32): void {
  const offset = <usize>x << 2
  const here = v128.load(row + offset)
  const to = exact + (<usize>x << 3)
  if (i32x4.extract_lane(flatColumns(x), 0) === -1) {
    v128.store(to, f64x2.promote_low_f32x4(here))
    v128.store(to, f64x2.promote_low_f32x4(upper(here)), 16)
    return
  }
  let low = f64x2.splat(0)
  let high = low
  let weight = weights + 8 * reach
  for (let tap = taps; weight > weights; tap += 8) {
    const share = v128.load64_splat(weight)
    const up = v128.load(levels + <usize>load<u32>(tap) + offset)
    // Whole numbers: their sum is exact.
    const both = f32x4.add(up, v128.load(levels + <usize>load<u32>(tap, 4) + offset))
    low = f64x2.add(low, f64x2.mul(share, f64x2.promote_low_f32x4(both)))
    high = f64x2.add(high, f64x2.mul(share, f64x2.promote_low_f32x4(upper(both))))
    weight -= 8
  }
  const share = v128.load64_splat(weights)
  v128.store(to, f64x2.add(low, f64x2.mul(share, f64x2.promote_low_f32x4(here))))
  v128.store(to, f64x2.add(high, f64x2.mul(share, f64x2.promote_low_f32x4(upper(here)))), 16)
}
