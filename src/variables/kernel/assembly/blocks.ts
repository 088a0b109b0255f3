// Blocks of 8 x 8 pixels: the ranges of their colours, and what they and their parts add to the sums of a centre.

import { inside, lowest, upper } from './lanes'
import { accumulate } from './sums'

/** What `blockRanges` makes of a block: 3 smallest and 3 largest values (f32), then from byte 32 on 3 sums (f64). */
export const blockBytes: usize = 64

/** Smallest, largest and summed values of the blocks of three planes; blocks at the right and at the bottom may be smaller. */
export function blockRanges(l: usize, a: usize, b: usize, width: i32, height: i32, stride: i32, blocks: usize): void {
  for (let y = 0; y < height; y += 8) {
    for (let x = 0; x < width; x += 8) {
      const from = <usize>(y * stride + x) << 2
      const columns = min(8, width - x)
      const rows = min(8, height - y)
      range(l + from, columns, rows, stride, blocks, blocks + 32)
      range(a + from, columns, rows, stride, blocks + 4, blocks + 40)
      range(b + from, columns, rows, stride, blocks + 8, blocks + 48)
      blocks += blockBytes
    }
  }
}

function range(plane: usize, columns: i32, rows: i32, stride: i32, limits: usize, sum: usize): void {
  let least = v128.load32_splat(plane)
  let most = least
  let total = f64x2.splat(0)
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < columns; x += 4) {
      const at = plane + (<usize>(row * stride + x) << 2)
      let four = v128.load(at)
      if (x + 4 > columns) {
        const lanes = inside(columns - x)
        const none = v128.and(four, lanes)
        four = v128.bitselect(four, v128.load32_splat(plane), lanes)
        total = f64x2.add(total, f64x2.add(f64x2.promote_low_f32x4(none), f64x2.promote_low_f32x4(upper(none))))
      } else {
        total = f64x2.add(total, f64x2.add(f64x2.promote_low_f32x4(four), f64x2.promote_low_f32x4(upper(four))))
      }
      least = f32x4.min(least, four)
      most = f32x4.max(most, four)
    }
  }
  store<f32>(limits, lowest(least))
  store<f32>(limits, -lowest(f32x4.neg(most)), 12)
  store<f64>(sum, f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1))
}

export function addBlock(sums: usize, x: i32, y: i32, wide: i32, high: i32, colours: usize): void {
  const pixels = <f64>(wide * high)
  accumulate(sums, pixels)
  accumulate(sums + 8, pixels * (<f64>x + <f64>(wide - 1) / 2))
  accumulate(sums + 16, pixels * (<f64>y + <f64>(high - 1) / 2))
  for (let channel: usize = 0; channel < 24; channel += 8) accumulate(sums + 24 + channel, load<f64>(colours + channel))
}

/** What the pixels of a block that have this label add to its sums. */
export function addPart(
  sums: usize,
  centre: i32,
  x: i32,
  y: i32,
  high: i32,
  l: usize,
  a: usize,
  b: usize,
  stride: i32,
  labels: usize,
): void {
  const mine = i32x4.splat(centre)
  let lightness = f32x4.splat(0)
  let reds = f32x4.splat(0)
  let blues = f32x4.splat(0)
  let columns = i32x4.splat(0)
  let pixels = 0
  let lines = 0
  for (let r = 0; r < high; r++) {
    for (let c: usize = 0; c < 32; c += 16) {
      const have = i32x4.eq(v128.load(labels + (<usize>r << 5) + c), mine)
      const at = (<usize>(r * stride) << 2) + c
      lightness = f32x4.add(lightness, v128.and(have, v128.load(l + at)))
      reds = f32x4.add(reds, v128.and(have, v128.load(a + at)))
      blues = f32x4.add(blues, v128.and(have, v128.load(b + at)))
      const first = <i32>(c >> 2)
      columns = i32x4.add(columns, v128.and(have, i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(first))))
      const found = popcnt(i32x4.bitmask(have))
      pixels += found
      lines += found * r
    }
  }
  const wide =
    i32x4.extract_lane(columns, 0) +
    i32x4.extract_lane(columns, 1) +
    i32x4.extract_lane(columns, 2) +
    i32x4.extract_lane(columns, 3)
  accumulate(sums, <f64>pixels)
  accumulate(sums + 8, <f64>pixels * <f64>x + <f64>wide)
  accumulate(sums + 16, <f64>pixels * <f64>y + <f64>lines)
  accumulate(sums + 24, added(lightness))
  accumulate(sums + 32, added(reds))
  accumulate(sums + 40, added(blues))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function added(v: v128): f64 {
  const two = f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(upper(v)))
  return f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1)
}
