// One round of SLIC: every pixel goes to the nearest of a few centres, by place and colour. Pixels come in blocks of 8 x 8, whose
// ranges of colours say for most of them that one centre is nearest to all.

import { addBlock, addPart, blockBytes } from './blocks'
import { inside, lowest } from './lanes'

/** Farther than any centre is; what no window touches is as far. */
const far: f32 = 1e30
/** Centres come in fours, 24 at most. */
const centres: usize = 24 * 4

/**
 * @param l, @param a, @param b planes of f32, `stride` a row; @param blocks as `blockRanges` left them
 * @param groups how many times four centres
 * @param middles their l, a, b, x and y over the step, 24 f32 each; @param pixel 1 over the step
 * @param columns a block's column, 24 f32 each: 0 for centres whose window touches it, else 1e30; the same where it covers all of it
 * @param rows the same of a block's row
 * @param across a centre: what each place of a row adds to a distance, `stride` f32; @param down of a column, `tall` f32
 * @param scratch 512 bytes
 * @param sums a centre: pixels, x, y, l, a, b (f64), which are added to
 * @param labels where each pixel's centre is to be written, one byte each, `pitch` a row; 0 where it need not be
 */
export function assign(
  l: usize,
  a: usize,
  b: usize,
  width: i32,
  height: i32,
  stride: i32,
  blocks: usize,
  groups: i32,
  middles: usize,
  pixel: f32,
  columns: usize,
  rows: usize,
  across: usize,
  down: usize,
  tall: i32,
  scratch: usize,
  sums: usize,
  labels: usize,
  pitch: i32,
): void {
  for (let y = 0; y < height; y += 8) {
    const row = rows + <usize>(y >> 3) * 2 * centres
    const high = min(8, height - y)
    for (let x = 0; x < width; x += 8) {
      const wide = min(8, width - x)
      const column = columns + <usize>(x >> 3) * 2 * centres
      store<f32>(scratch, pixel * <f32>x)
      store<f32>(scratch, pixel * <f32>y, 4)
      store<f32>(scratch, pixel * <f32>(x + wide - 1), 8)
      store<f32>(scratch, pixel * <f32>(y + high - 1), 12)
      const nearest = candidates(blocks, groups, middles, column, row, scratch)
      let only = popcnt(nearest) === 1 ? ctz(nearest) : -1
      const from = <usize>(y * stride + x) << 2
      if (only < 0) {
        for (let r = 0; r < high; r++) {
          const at = from + (<usize>(r * stride) << 2)
          const places = across + (<usize>x << 2)
          closest(l + at, a + at, b + at, nearest, middles, places, stride, down + (<usize>(y + r) << 2), tall, scratch)
          if (wide < 8) hide(scratch, wide)
          if (labels) {
            const words = i16x8.narrow_i32x4_u(v128.load(scratch), v128.load(scratch, 16))
            v128.store64_lane(labels + <usize>((y + r) * pitch + x), i8x16.narrow_i16x8_u(words, words), 0)
          }
          scratch += 32
        }
        scratch -= <usize>(high << 5)
        if (wide === 8 && !labels) only = shared(scratch, high)
      } else if (labels) {
        for (let r = 0; r < high; r++) memory.fill(labels + <usize>((y + r) * pitch + x), <u8>only, wide)
      }
      if (labels) {
        // The last round: nobody asks for sums.
      } else if (only >= 0) addBlock(sums + <usize>only * 48, x, y, wide, high, blocks + 32)
      else {
        for (let left = nearest; left; left &= left - 1) {
          const centre = ctz(left)
          addPart(sums + <usize>centre * 48, centre, x, y, high, l + from, a + from, b + from, stride, scratch)
        }
      }
      blocks += blockBytes
    }
  }
}

/**
 * Bits of the centres that may be nearest to a pixel of a block. How much farther one centre is than another is linear in place
 * and colour: what is nowhere in a block's ranges nearer than the centre that is nearest to their middle is left out.
 * @param place the block's first x and y, and its last, over the step
 */
// @ts-ignore: decorator of AssemblyScript
@inline
function candidates(block: usize, groups: i32, middles: usize, column: usize, row: usize, place: usize): i32 {
  let touched = 0
  let nearest = f32x4.splat(far)
  let which = i32x4.splat(0)
  for (let group = 0; group < groups; group++) {
    const at = <usize>(group << 4)
    const touching = f32x4.add(v128.load(column + at), v128.load(row + at))
    touched |= i32x4.bitmask(f32x4.lt(touching, f32x4.splat(far))) << (group << 2)
    let off = f32x4.add(v128.load(column + at + centres), v128.load(row + at + centres))
    for (let channel: usize = 0; channel < 5; channel++) {
      const range = channel < 3 ? block + (channel << 2) : place + ((channel - 3) << 2)
      const last = channel < 3 ? range + 12 : range + 8
      const half = f32x4.mul(f32x4.splat(0.5), f32x4.add(v128.load32_splat(range), v128.load32_splat(last)))
      const apart = f32x4.sub(v128.load(middles + channel * centres + at), half)
      off = f32x4.add(off, f32x4.mul(apart, apart))
    }
    const closer = f32x4.lt(off, nearest)
    nearest = v128.bitselect(off, nearest, closer)
    which = v128.bitselect(i32x4.splat(group << 2), which, closer)
  }
  const least = lowest(nearest)
  if (least >= far) return touched ? touched : 1
  const lane = ctz(i32x4.bitmask(f32x4.eq(nearest, f32x4.splat(least))))
  v128.store(place + 32, which)
  const reference = middles + (<usize>(load<i32>(place + 32 + (<usize>lane << 2)) + lane) << 2)
  let bits = 0
  for (let group = 0; group < groups; group++) {
    const at = <usize>(group << 4)
    let gap = f32x4.splat(0)
    for (let channel: usize = 0; channel < 5; channel++) {
      const range = channel < 3 ? block + (channel << 2) : place + ((channel - 3) << 2)
      const last = channel < 3 ? range + 12 : range + 8
      const one = v128.load(middles + channel * centres + at)
      const other = v128.load32_splat(reference + channel * centres)
      const low = v128.load32_splat(range)
      const high = v128.load32_splat(last)
      const apart = f32x4.sub(one, other)
      const both = f32x4.add(one, other)
      const atLow = f32x4.mul(apart, f32x4.sub(both, f32x4.add(low, low)))
      const atHigh = f32x4.mul(apart, f32x4.sub(both, f32x4.add(high, high)))
      gap = f32x4.add(gap, f32x4.min(atLow, atHigh))
    }
    // What rounding may have moved is looked at pixel by pixel.
    bits |= i32x4.bitmask(f32x4.le(gap, f32x4.splat(1e-4))) << (group << 2)
  }
  return bits & touched
}

/** Which of the candidates each of eight pixels is nearest to, the first of equals. */
// @ts-ignore: decorator of AssemblyScript
@inline
function closest(
  l: usize,
  a: usize,
  b: usize,
  nearest: i32,
  middles: usize,
  across: usize,
  stride: i32,
  down: usize,
  tall: i32,
  to: usize,
): void {
  let best = f32x4.splat(far)
  let best2 = best
  let label = i32x4.splat(ctz(nearest))
  let label2 = label
  for (let left = nearest; left; left &= left - 1) {
    const centre = ctz(left)
    const colour = middles + (<usize>centre << 2)
    const ofL = v128.load32_splat(colour)
    const ofA = v128.load32_splat(colour, 96)
    const ofB = v128.load32_splat(colour, 192)
    const row = v128.load32_splat(down + (<usize>(centre * tall) << 2))
    const places = across + (<usize>(centre * stride) << 2)
    const id = i32x4.splat(centre)
    const off = apart(v128.load(l), v128.load(a), v128.load(b), ofL, ofA, ofB, f32x4.add(v128.load(places), row))
    const closer = f32x4.lt(off, best)
    best = f32x4.min(off, best)
    label = v128.bitselect(id, label, closer)
    const off2 = apart(
      v128.load(l, 16), v128.load(a, 16), v128.load(b, 16), ofL, ofA, ofB, f32x4.add(v128.load(places, 16), row),
    )
    const closer2 = f32x4.lt(off2, best2)
    best2 = f32x4.min(off2, best2)
    label2 = v128.bitselect(id, label2, closer2)
  }
  v128.store(to, label)
  v128.store(to, label2, 16)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function apart(l: v128, a: v128, b: v128, ofL: v128, ofA: v128, ofB: v128, place: v128): v128 {
  const dl = f32x4.sub(l, ofL)
  const da = f32x4.sub(a, ofA)
  const db = f32x4.sub(b, ofB)
  return f32x4.add(place, f32x4.add(f32x4.add(f32x4.mul(dl, dl), f32x4.mul(da, da)), f32x4.mul(db, db)))
}

/** Takes the labels of pixels beyond the row away. */
function hide(labels: usize, wide: i32): void {
  const none = i32x4.splat(255)
  v128.store(labels, v128.bitselect(v128.load(labels), none, inside(wide)))
  v128.store(labels, v128.bitselect(v128.load(labels, 16), none, inside(wide - 4)), 16)
}

/** The label that all pixels of a block have; -1 where they differ. */
function shared(labels: usize, high: i32): i32 {
  const first = load<i32>(labels)
  const all = i32x4.splat(first)
  for (let r = 0; r < high; r++) {
    const same = v128.and(i32x4.eq(v128.load(labels), all), i32x4.eq(v128.load(labels, 16), all))
    if (!i32x4.all_true(same)) return -1
    labels += 32
  }
  return first
}
