// What blocks of 8 x 8 pixels and their parts add to the sums of centres: pixels, x, y, l, a, b (f64).

import { sumBytes } from './centres'
import { tileRow } from './lab-blocks'
import { inside, upper } from './lanes'
import { accumulate, floatTotal, total } from './sums'

/** @param colours the block's sums of l, a, b */
export function addBlock(sums: usize, x: i32, y: i32, wide: i32, high: i32, colours: usize): void {
  const pixels = <f64>(wide * high)
  accumulate(sums, pixels)
  accumulate(sums + 8, pixels * (<f64>x + <f64>(wide - 1) / 2))
  accumulate(sums + 16, pixels * (<f64>y + <f64>(high - 1) / 2))
  for (let channel: usize = 0; channel < 24; channel += 8) accumulate(sums + 24 + channel, load<f64>(colours + channel))
}

/** @param labels the bit of each pixel's centre, 64 of i32; those beyond the picture are taken away */
export function addParts(
  sums: usize,
  x: i32,
  y: i32,
  wide: i32,
  high: i32,
  tile: usize,
  colours: usize,
  labels: usize,
): void {
  if (wide < 8) hide(labels, wide, high)
  let left = present(labels, high)
  // What the other parts leave is the last one's.
  const rest = sums + <usize>(31 - clz(left)) * sumBytes
  addBlock(rest, x, y, wide, high, colours)
  while (left & (left - 1)) {
    addPart(sums + <usize>ctz(left) * sumBytes, rest, x, y, high, tile, labels, left & -left)
    left &= left - 1
  }
}

function hide(labels: usize, wide: i32, high: i32): void {
  for (let r = 0; r < high; r++) {
    v128.store(labels, v128.and(v128.load(labels), inside(wide)))
    v128.store(labels, v128.and(v128.load(labels, 16), inside(wide - 4)), 16)
    labels += 32
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function present(labels: usize, high: i32): i32 {
  let all = i32x4.splat(0)
  for (let r = 0; r < high; r++) {
    all = v128.or(all, v128.or(v128.load(labels), v128.load(labels, 16)))
    labels += 32
  }
  all = v128.or(all, upper(all))
  return i32x4.extract_lane(all, 0) | i32x4.extract_lane(all, 1)
}

/** Adds the pixels that have a bit to one centre, and takes them from another. */
// @ts-ignore: decorator of AssemblyScript
@inline
function addPart(sums: usize, rest: usize, x: i32, y: i32, high: i32, tile: usize, labels: usize, bit: i32): void {
  const mine = i32x4.splat(bit)
  let l = f32x4.splat(0)
  let a = l
  let b = l
  let left = i32x4.splat(0)
  let right = left
  let lines = left
  // Upwards: a pixel of row r is counted in `lines` r times.
  for (let r = high - 1; r >= 0; r--) {
    lines = i32x4.add(lines, i32x4.add(left, right))
    const label = labels + (<usize>r << 5)
    const colours = tile + <usize>r * tileRow
    const one = i32x4.eq(v128.load(label), mine)
    const other = i32x4.eq(v128.load(label, 16), mine)
    left = i32x4.sub(left, one)
    right = i32x4.sub(right, other)
    l = f32x4.add(l, f32x4.add(v128.and(one, v128.load(colours)), v128.and(other, v128.load(colours, 16))))
    a = f32x4.add(a, f32x4.add(v128.and(one, v128.load(colours, 32)), v128.and(other, v128.load(colours, 48))))
    b = f32x4.add(b, f32x4.add(v128.and(one, v128.load(colours, 64)), v128.and(other, v128.load(colours, 80))))
  }
  const both = i32x4.add(left, right)
  const pixels = total(both)
  const places = total(i32x4.add(i32x4.mul(both, i32x4(0, 1, 2, 3)), i32x4.shl(right, 2)))
  move(sums, rest, pixels)
  move(sums + 8, rest + 8, pixels * <f64>x + places)
  move(sums + 16, rest + 16, pixels * <f64>y + total(lines))
  move(sums + 24, rest + 24, floatTotal(l))
  move(sums + 32, rest + 32, floatTotal(a))
  move(sums + 40, rest + 40, floatTotal(b))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function move(to: usize, from: usize, value: f64): void {
  accumulate(to, value)
  accumulate(from, -value)
}
