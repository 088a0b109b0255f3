// CIELAB of every pixel in single precision, in blocks of 8 x 8, and what each block is as a whole: what superpixels are made of.

import { compressed } from './cube-roots'
import { inside, lowest } from './lanes'
import { floatTotal } from './sums'

/** The colours of a block: eight rows of 8 l, 8 a, 8 b (f32). What is beyond the picture has no meaning. */
export const tileBytes: usize = 768
export const tileRow: usize = 96

/** Of a block: the middles of its ranges of l, a, b, and how wide they are (f32); from byte 24 on the sums of its pixels (f64). */
export const blockBytes: usize = 48

/** The smallest and, 256 times, the largest of some bytes: what a picture's colours are stretched from. */
export function range(bytes: usize, count: i32): i32 {
  let least = i8x16.splat(-1)
  let most = i8x16.splat(0)
  const end = bytes + <usize>count
  for (; bytes + 16 <= end; bytes += 16) {
    const values = v128.load(bytes)
    least = i8x16.min_u(least, values)
    most = i8x16.max_u(most, values)
  }
  let low = 255
  let high = 0
  for (; bytes < end; bytes++) {
    low = min(low, <i32>load<u8>(bytes))
    high = max(high, <i32>load<u8>(bytes))
  }
  for (let half = 0; half < 4; half++) {
    const shift: usize = 8 >> half
    least = i8x16.min_u(least, turned(least, shift))
    most = i8x16.max_u(most, turned(most, shift))
  }
  low = min(low, <i32>i8x16.extract_lane_u(least, 0))
  high = max(high, <i32>i8x16.extract_lane_u(most, 0))
  return low | (high << 8)
}

/** Bytes moved down by so many lanes. */
// @ts-ignore: decorator of AssemblyScript
@inline
function turned(v: v128, lanes: usize): v128 {
  const order = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  return i8x16.swizzle(v, v128.and(i8x16.add(order, i8x16.splat(<i8>lanes)), i8x16.splat(15)))
}

/**
 * @param tables 256 times (x, y, z, 0) of each channel's values over the white's, f32, red first
 * @param tiles, @param blocks as above, row by row: CIELAB times `scale`
 */
export function labBlocks(
  rgb: usize,
  width: i32,
  height: i32,
  tables: usize,
  scale: f32,
  tiles: usize,
  blocks: usize,
): void {
  for (let y = 0; y < height; y += 8) {
    const rows = min(8, height - y)
    for (let x = 0; x < width; x += 8) {
      colourBlock(rgb + 3 * <usize>(y * width + x), width, rows, min(8, width - x), tables, scale, tiles, blocks)
      tiles += tileBytes
      blocks += blockBytes
    }
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function colourBlock(
  rgb: usize,
  width: i32,
  rows: i32,
  columns: i32,
  tables: usize,
  scale: f32,
  tile: usize,
  block: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const to = tile + <usize>row * tileRow
    fourColours(rgb, tables, scale, to)
    fourColours(rgb + 12, tables, scale, to + 16)
    rgb += 3 * <usize>width
  }
  for (let channel: usize = 0; channel < 3; channel++) {
    summary(tile + (channel << 5), rows, columns, block + (channel << 2), block + 24 + (channel << 3))
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function fourColours(rgb: usize, tables: usize, scale: f32, to: usize): void {
  const p = xyz(rgb, tables)
  const q = xyz(rgb + 3, tables)
  const r = xyz(rgb + 6, tables)
  const s = xyz(rgb + 9, tables)
  const xyLow = i32x4.shuffle(p, q, 0, 4, 1, 5)
  const xyHigh = i32x4.shuffle(r, s, 0, 4, 1, 5)
  const fx = compressed(i64x2.shuffle(xyLow, xyHigh, 0, 2))
  const fy = compressed(i64x2.shuffle(xyLow, xyHigh, 1, 3))
  const fz = compressed(i64x2.shuffle(i32x4.shuffle(p, q, 2, 6, 2, 6), i32x4.shuffle(r, s, 2, 6, 2, 6), 0, 2))
  v128.store(to, f32x4.sub(f32x4.mul(f32x4.splat(116 * scale), fy), f32x4.splat(16 * scale)))
  v128.store(to, f32x4.mul(f32x4.splat(500 * scale), f32x4.sub(fx, fy)), 32)
  v128.store(to, f32x4.mul(f32x4.splat(200 * scale), f32x4.sub(fy, fz)), 64)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function xyz(rgb: usize, tables: usize): v128 {
  const red = v128.load(tables + (<usize>load<u8>(rgb) << 4))
  const green = v128.load(tables + (<usize>load<u8>(rgb, 1) << 4), 4096)
  const blue = v128.load(tables + (<usize>load<u8>(rgb, 2) << 4), 8192)
  return f32x4.add(f32x4.add(red, green), blue)
}

/** The range of a channel; colours from beyond the row's end only make it wider. Their sum is of what is inside. */
// @ts-ignore: decorator of AssemblyScript
@inline
function summary(channel: usize, rows: i32, columns: i32, range: usize, sum: usize): void {
  let least = v128.load(channel)
  let most = least
  let left = f32x4.splat(0)
  let right = left
  for (let row = 0; row < rows; row++) {
    const a = v128.load(channel)
    const b = v128.load(channel, 16)
    least = f32x4.pmin(f32x4.pmin(least, a), b)
    most = f32x4.pmax(f32x4.pmax(most, a), b)
    left = f32x4.add(left, a)
    right = f32x4.add(right, b)
    channel += tileRow
  }
  if (columns < 8) {
    left = v128.and(left, inside(columns))
    right = v128.and(right, inside(columns - 4))
  }
  const low = lowest(least)
  const high = -lowest(f32x4.neg(most))
  store<f32>(range, <f32>0.5 * (low + high))
  store<f32>(range, high - low, 12)
  store<f64>(sum, floatTotal(left) + floatTotal(right))
}
