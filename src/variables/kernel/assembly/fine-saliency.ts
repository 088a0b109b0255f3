// Fine-grained saliency: how a pixel differs from the mean of the squares around it, in six sizes.

import { mirrored } from './blur'
import { rounded } from './lanes'

/**
 * Binomial blur of 3 x 3 (1 2 1), borders mirrored (REFLECT_101), rounded: OpenCV's GaussianBlur of 8-bit greys, kernel 3.
 * @param grey one byte a pixel; @param to the same, and 16 bytes more
 * @param line `width` + 34 bytes; @param across 2 bytes a pixel, and 32 more
 */
export function blurThree(grey: usize, width: i32, height: i32, line: usize, across: usize, to: usize): void {
  for (let y = 0; y < height; y++) {
    memory.copy(line + 1, grey + <usize>(y * width), width)
    store<u8>(line, load<u8>(line + 1 + <usize>mirrored(-1, width)))
    store<u8>(line + 1 + <usize>width, load<u8>(line + 1 + <usize>mirrored(width, width)))
    const row = across + (<usize>(y * width) << 1)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const at = line + x
      const sides = i16x8.add(v128.load8x8_u(at), v128.load8x8_u(at, 2))
      v128.store(row + (x << 1), i16x8.add(sides, i16x8.shl(v128.load8x8_u(at, 1), 1)))
    }
  }
  for (let y = 0; y < height; y++) {
    const above = across + (<usize>(mirrored(y - 1, height) * width) << 1)
    const row = across + (<usize>(y * width) << 1)
    const below = across + (<usize>(mirrored(y + 1, height) * width) << 1)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const at = x << 1
      const sides = i16x8.add(v128.load(above + at), v128.load(below + at))
      const sum = i16x8.add(sides, i16x8.shl(v128.load(row + at), 1))
      const level = i16x8.shr_u(i16x8.add(sum, i16x8.splat(8)), 4)
      v128.store64_lane(to + <usize>(y * width) + x, i8x16.narrow_i16x8_u(level, level), 0)
    }
  }
}

/**
 * Sums of all pixels above and to the left, in single precision as OpenCV's integral: row by row, each row's own sum exact.
 * @param to `height` + 1 rows of `stride` f32: `left` of nought before the first sum, the rest after the last repeats it
 */
export function sumsAbove(levels: usize, width: i32, height: i32, left: i32, stride: i32, to: usize): void {
  const line = <usize>stride << 2
  const first = <usize>left << 2
  memory.fill(to, 0, line)
  for (let y = 0; y < height; y++) {
    const above = to
    to += line
    memory.fill(to, 0, first + 4)
    let sum = 0
    let at = first + 4
    for (let x = 0; x < width; x++) {
      sum += load<u8>(levels++)
      store<f32>(to + at, load<f32>(above + at) + <f32>sum)
      at += 4
    }
    const last = load<f32>(to + at - 4)
    for (; at < line; at += 4) store<f32>(to + at, last)
  }
}

/**
 * By how much each pixel is above and below the mean of the others of the squares around it, cut off to whole levels and added up.
 * @param sums where the sum of the first pixel's left upper corner stands, of rows of `stride` f32
 * @param squares so many times 32 bytes: how far a square reaches (u32), from that less 1 pixels before to as many after a pixel,
 *   as far as there is a picture; and where its width within the picture stands for each column (u32; f32 each); the rest is ours
 * @param above where 2 bytes a pixel go, and 16 more; @param below the same
 */
export function contrasts(
  levels: usize,
  width: i32,
  height: i32,
  sums: usize,
  stride: i32,
  squares: usize,
  count: i32,
  above: usize,
  below: usize,
): void {
  const line = <usize>stride << 2
  const end = squares + (<usize>count << 5)
  for (let y = 0; y < height; y++) {
    for (let square = squares; square < end; square += 32) {
      const reach = load<i32>(square)
      const top = max(0, y - reach + 1)
      const bottom = min(height, y + reach + 1)
      const before = <usize>(reach - 1) << 2
      store<u32>(square, <u32>(sums + <usize>top * line - before), 8)
      store<u32>(square, <u32>(sums + <usize>bottom * line - before), 12)
      store<f32>(square, <f32>(bottom - top), 16)
    }
    for (let x = 0; x < width; x += 8) {
      const eight = v128.load8x8_u(levels + <usize>x)
      const one = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(eight))
      const other = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(eight))
      const zero = f32x4.splat(0)
      let up = zero
      let up2 = zero
      let down = zero
      let down2 = zero
      const column = <usize>x << 2
      for (let square = squares; square < end; square += 32) {
        const top = <usize>load<u32>(square, 8) + column
        const bottom = <usize>load<u32>(square, 12) + column
        const across = <usize>load<u32>(square) << 3
        const widths = <usize>load<u32>(square, 4) + column
        const tall = v128.load32_splat(square, 16)
        const left = difference(one, top, bottom, across, widths, tall)
        const right = difference(other, top + 16, bottom + 16, across, widths + 16, tall)
        up = f32x4.add(up, f32x4.pmax(zero, left))
        up2 = f32x4.add(up2, f32x4.pmax(zero, right))
        down = f32x4.sub(down, f32x4.pmin(zero, left))
        down2 = f32x4.sub(down2, f32x4.pmin(zero, right))
      }
      // A row's last step goes on into the next row, which is written after it.
      v128.store(above + (<usize>x << 1), whole(up, up2))
      v128.store(below + (<usize>x << 1), whole(down, down2))
    }
    levels += width
    above += <usize>width << 1
    below += <usize>width << 1
  }
}

/** Four pixels less the mean of the others of their squares, cut off to whole numbers. */
// @ts-ignore: decorator of AssemblyScript
@inline
function difference(grey: v128, top: usize, bottom: usize, across: usize, widths: usize, tall: v128): v128 {
  const both = f32x4.add(v128.load(bottom + across), v128.load(top))
  const sum = f32x4.sub(f32x4.sub(both, v128.load(bottom)), v128.load(top + across))
  const others = f32x4.sub(f32x4.mul(v128.load(widths), tall), f32x4.splat(1))
  return f32x4.trunc(f32x4.sub(grey, f32x4.div(f32x4.sub(sum, grey), others)))
}

/** Eight whole numbers as 16 bits each. */
// @ts-ignore: decorator of AssemblyScript
@inline
function whole(low: v128, high: v128): v128 {
  return i16x8.narrow_i32x4_s(rounded(low), rounded(high))
}

/** A mask of the first of eight 16-bit lanes. */
// @ts-ignore: decorator of AssemblyScript
@inline
function firstOf(lanes: i32): v128 {
  return i16x8.lt_s(i16x8(0, 1, 2, 3, 4, 5, 6, 7), i16x8.splat(<i16>lanes))
}

/** The largest of so many whole numbers from 0 to 32767 (2 bytes each), at least 0. */
export function largestOf(numbers: usize, count: i32): i32 {
  let eight = i16x8.splat(0)
  const whole = numbers + (<usize>(count & ~7) << 1)
  const end = numbers + (<usize>count << 1)
  for (; numbers < whole; numbers += 16) eight = i16x8.max_s(eight, v128.load(numbers))
  if (numbers < end) eight = i16x8.max_s(eight, v128.and(v128.load(numbers), firstOf(count & 7)))
  eight = i16x8.max_s(eight, i64x2.shuffle(eight, eight, 1, 0))
  eight = i16x8.max_s(eight, i32x4.shuffle(eight, eight, 1, 0, 3, 2))
  return max<i32>(i16x8.extract_lane_s(eight, 0), i16x8.extract_lane_s(eight, 1))
}

/** What two tables (one byte each) say of two numbers (2 bytes each), added up, at most 255. */
export function addLevels(above: usize, below: usize, count: i32, ofAbove: usize, ofBelow: usize, to: usize): void {
  for (const end = to + <usize>count; to < end; to++) {
    const up = <u32>load<u8>(ofAbove + <usize>load<u16>(above))
    const down = <u32>load<u8>(ofBelow + <usize>load<u16>(below))
    store<u8>(to, <u8>min<u32>(255, up + down))
    above += 2
    below += 2
  }
}
