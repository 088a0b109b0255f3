// Canny's edges as GNU Octave's image package finds them (edge, method canny): Gaussian of sigma sqrt(2) in 16 taps, central
// differences, and thresholds that follow from the mean gradient.

import { inside } from './lanes'
import { floatTotal } from './sums'
import { everySum, rowsSum } from './weighted'

const taps: i32 = 16
const before: i32 = 7
const tan22: f32 = 0.41421356
const tan67: f32 = 2.41421356

/**
 * The length of the gradient of smoothed grey levels, and across which neighbours it must be largest. Borders are repeated.
 * @param grey one byte a pixel; @param weights the Gaussian's: 16 f32
 * @param line (`width` + 48) f32; @param smooth and @param lengths `width` x `height` f32, and 64 bytes more
 * @param sides one byte a pixel: 0 left and right, 1 the rising diagonal, 2 above and below, 3 the falling diagonal
 * @returns the sum of all lengths
 */
export function gradients(
  grey: usize,
  width: i32,
  height: i32,
  weights: usize,
  line: usize,
  smooth: usize,
  lengths: usize,
  sides: usize,
): f64 {
  // Across into `lengths`, then down into `smooth`; then the lengths take the place of what is no longer needed.
  for (let y = 0; y < height; y++) smoothRow(grey + <usize>(y * width), width, weights, line, at(lengths, y * width))
  for (let y = 0; y < height; y++) smoothColumns(lengths, width, height, y, weights, line, at(smooth, y * width))
  let sum: f64 = 0
  for (let y = 0; y < height; y++) {
    const here = at(smooth, y * width)
    const above = at(smooth, (y > 0 ? y - 1 : 0) * width)
    const below = at(smooth, (y + 1 < height ? y + 1 : y) * width)
    memory.copy(line + 4, here, <usize>width << 2)
    store<f32>(line, load<f32>(here))
    store<f32>(at(line, width + 1), load<f32>(at(here, width - 1)))
    sum += gradientRow(line, above, below, width, at(lengths, y * width), sides + <usize>(y * width))
  }
  return sum
}

const weak: u8 = 1
const strong: u8 = 2

/**
 * Where lengths are largest across an edge.
 * @param lengths, @param sides as `gradients` left them, of at least 3 x 3 pixels
 * @param crests `width` x `height` bytes, all nought: get 1 where a length above `low` is largest, 2 where it is above `high`
 */
export function crestsOf(
  lengths: usize,
  sides: usize,
  width: i32,
  height: i32,
  low: f32,
  high: f32,
  crests: usize,
): void {
  const line = <usize>width << 2
  const lows = f32x4.splat(low)
  const highs = f32x4.splat(high)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x += 4) {
      const i = y * width + x
      const here = at(lengths, i)
      const length = v128.load(here)
      let crest = f32x4.gt(length, lows)
      if (!v128.any_true(crest)) continue
      const side = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(sides + <usize>i)))
      const beside = f32x4.pmax(v128.load(here - 4), v128.load(here, 4))
      const upright = f32x4.pmax(v128.load(here - line), v128.load(here + line))
      const rising = f32x4.pmax(v128.load(here - line + 4), v128.load(here + line - 4))
      const falling = f32x4.pmax(v128.load(here - line - 4), v128.load(here + line + 4))
      const straight = v128.bitselect(beside, upright, i32x4.eq(side, i32x4.splat(0)))
      const slant = v128.bitselect(rising, falling, i32x4.eq(side, i32x4.splat(1)))
      const odd = i32x4.ne(v128.and(side, i32x4.splat(1)), i32x4.splat(0))
      crest = v128.and(crest, f32x4.gt(length, v128.bitselect(slant, straight, odd)))
      if (x + 4 > width - 1) crest = v128.and(crest, inside(width - 1 - x))
      const states = i32x4.sub(v128.and(crest, i32x4.splat(weak)), v128.and(crest, f32x4.gt(length, highs)))
      const bytes = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(states, states), i16x8.splat(0))
      v128.store32_lane(crests + <usize>i, bytes, 0)
    }
  }
}

/**
 * Edges: strong crests, and weak ones that follow from them along an edge.
 * @param crests as `crestsOf` left them, and 16 bytes of nought more; crests that are edges are taken away
 * @param stack 4 bytes a pixel
 * @returns how many pixels are edges
 */
export function followCrests(sides: usize, width: i32, height: i32, crests: usize, stack: usize): i32 {
  let count = 0
  for (let block = 0; block < width * height; block += 16) {
    let found = i8x16.bitmask(i8x16.eq(v128.load(crests + <usize>block), i8x16.splat(strong)))
    for (; found; found &= found - 1) {
      const start = block + ctz(found)
      if (!load<u8>(crests + <usize>start)) continue
      let depth = 1
      store<u8>(crests + <usize>start, 0)
      store<i32>(stack, start)
      while (depth > 0) {
        depth--
        const i = load<i32>(at(stack, depth))
        count++
        const d = along(load<u8>(sides + <usize>i), width)
        for (let next = i - d; next <= i + d; next += 2 * d) {
          if (!load<u8>(crests + <usize>next)) continue
          store<u8>(crests + <usize>next, 0)
          store<i32>(at(stack, depth++), next)
        }
      }
    }
  }
  return count
}

/** From a pixel to the next one of its edge. */
// @ts-ignore: decorator of AssemblyScript
@inline
function along(side: i32, width: i32): i32 {
  return side === 0 ? width : side === 1 ? width + 1 : side === 2 ? 1 : width - 1
}

// @ts-ignore: decorator of AssemblyScript
@inline
function at(floats: usize, index: i32): usize {
  return floats + (<usize>index << 2)
}

function smoothRow(grey: usize, width: i32, weights: usize, line: usize, to: usize): void {
  const first = <f32>load<u8>(grey)
  const last = <f32>load<u8>(grey + <usize>(width - 1))
  for (let i = 0; i < before; i++) store<f32>(at(line, i), first)
  for (let x = 0; x < width; x += 8) {
    const words = v128.load8x8_u(grey + <usize>x)
    v128.store(at(line, before + x), f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words)))
    v128.store(at(line, before + x), f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(words)), 16)
  }
  for (let i = 0; i <= before + 16; i++) store<f32>(at(line, before + width + i), last)
  everySum(line, width, weights, taps, to)
}

/** Rows beyond the picture are its first and last one. */
function smoothColumns(rows: usize, width: i32, height: i32, y: i32, weights: usize, list: usize, to: usize): void {
  for (let tap = 0; tap < taps; tap++) {
    store<f32>(list + (<usize>tap << 3), load<f32>(at(weights, tap)))
    store<u32>(list + (<usize>tap << 3), min(max(y - before + tap, 0), height - 1) * width * 4, 4)
  }
  rowsSum(rows, <usize>width << 2, list, list + (taps << 3), to)
}

/** @param line the row with a pixel more on either side */
function gradientRow(line: usize, above: usize, below: usize, width: i32, lengths: usize, sides: usize): f64 {
  const half = f32x4.splat(0.5)
  let sum = f32x4.splat(0)
  for (let x = 0; x < width; x += 4) {
    const dx = f32x4.mul(half, f32x4.sub(v128.load(at(line, x)), v128.load(at(line, x + 2))))
    const dy = f32x4.mul(half, f32x4.sub(v128.load(at(above, x)), v128.load(at(below, x))))
    const length = f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)))
    const ax = f32x4.abs(dx)
    const ay = f32x4.abs(dy)
    const flat = f32x4.le(ay, f32x4.mul(ax, f32x4.splat(tan22)))
    const steep = f32x4.ge(ay, f32x4.mul(ax, f32x4.splat(tan67)))
    const opposed = i32x4.lt_s(v128.xor(dx, dy), i32x4.splat(0))
    const diagonal = v128.bitselect(i32x4.splat(1), i32x4.splat(3), opposed)
    const side = v128.andnot(v128.bitselect(i32x4.splat(2), diagonal, steep), flat)
    const bytes = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(side, side), i16x8.splat(0))
    v128.store32_lane(sides + <usize>x, bytes, 0)
    // What is stored beyond the row is of the next one, which is still to come; it must not be counted.
    v128.store(at(lengths, x), length)
    sum = f32x4.add(sum, v128.and(length, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(width - x))))
  }
  return floatTotal(sum)
}
