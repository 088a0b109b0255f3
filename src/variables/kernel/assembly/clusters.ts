// SLIC's rounds: every pixel goes to the nearest of a few centres, by place and colour, and centres go to the middle of their
// pixels. Pixels come in blocks of 8 x 8, whose ranges of colours say for many of them that one centre is nearest to all.

import { addBlock, addParts } from './block-sums'
import { firstLabel } from './connected'
import { far, gaps, list, middles, most, offsets, placeCentres, placesBytes, placeWindows, slopes, sumBytes } from './centres'
import { blockBytes, tileBytes, tileRow } from './lab-blocks'
import { lowest } from './lanes'

// What is the same for all blocks of a round; centres.ts says what the tables hold.
let places: usize = 0
/** Which windows touch and cover each column and each row of blocks. */
let columns: usize = 0
let rows: usize = 0
/** What places add to distances, `stride` and `tall` of them for each centre: the picture's sides in whole blocks. */
let across: usize = 0
let down: usize = 0
let stride: i32 = 0
let tall: i32 = 0
/** 1 over the step. */
let pixel: f32 = 0
/** How many times four centres. */
let groups: i32 = 0
/** Of one block: what the search for candidates needs, 256 bytes, and 64 labels of i32. */
let scratch: usize = 0
let labels: usize = 0

/** Bytes of scratch that `clusters` needs. */
export function clustersRoom(width: i32, height: i32): i32 {
  const across8 = (width + 7) >> 3
  const down8 = (height + 7) >> 3
  return <i32>(placesBytes + most * 32 * <usize>(across8 + down8)) + 8 * (across8 + down8) + 1024
}

/**
 * @param tiles, @param blocks as `labBlocks` left them
 * @param sums of each centre 6 f64: 1, x, y, 0, 0, 0 for where it begins
 * @param step a distance of so many pixels counts as much as 1 of colour
 * @param reachX, @param reachY half as far as a centre reaches
 * @param work `clustersRoom` bytes
 * @param map where each pixel's centre is written, one byte each, `pitch` a row: 128 for the first
 */
export function clusters(
  tiles: usize,
  blocks: usize,
  width: i32,
  height: i32,
  sums: usize,
  count: i32,
  step: f64,
  reachX: i32,
  reachY: i32,
  rounds: i32,
  work: usize,
  map: usize,
  pitch: i32,
): void {
  stride = (width + 7) & ~7
  tall = (height + 7) & ~7
  groups = (count + 3) >> 2
  pixel = <f32>(1 / step)
  places = work
  scratch = places + placesBytes
  labels = scratch + 256
  columns = scratch + 1024
  rows = columns + <usize>stride
  across = rows + <usize>tall
  down = across + most * (<usize>stride << 2)
  for (let round = 1; round <= rounds; round++) {
    placeCentres(sums, count, places, 1 / step)
    placeWindows(sums, 8, count, width, reachX, 1 / step, columns, across, stride)
    placeWindows(sums, 16, count, height, reachY, 1 / step, rows, down, tall)
    // The last round says where pixels belong; nobody asks for its centres.
    if (round === rounds) label(tiles, blocks, width, height, map, pitch)
    else {
      memory.fill(sums, 0, most * sumBytes)
      sumUp(tiles, blocks, width, height, sums)
    }
  }
}

function sumUp(tiles: usize, blocks: usize, width: i32, height: i32, sums: usize): void {
  for (let y = 0; y < height; y += 8) {
    const high = min(8, height - y)
    for (let x = 0; x < width; x += 8) {
      const wide = min(8, width - x)
      const nearest = candidates(blocks, x, y, wide, high)
      if (popcnt(nearest) === 1) addBlock(sums + <usize>ctz(nearest) * sumBytes, x, y, wide, high, blocks + 24)
      else {
        closest(tiles, x, y, high, nearest, true)
        addParts(sums, x, y, wide, high, tiles, blocks + 24, labels)
      }
      blocks += blockBytes
      tiles += tileBytes
    }
  }
}

function label(tiles: usize, blocks: usize, width: i32, height: i32, map: usize, pitch: i32): void {
  const eight = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0, 0, 0, 0)
  for (let y = 0; y < height; y += 8) {
    const high = min(8, height - y)
    for (let x = 0; x < width; x += 8) {
      const wide = min(8, width - x)
      const nearest = candidates(blocks, x, y, wide, high)
      const one = popcnt(nearest) === 1
      let bytes = i8x16.splat(<i8>(firstLabel + ctz(nearest)))
      if (!one) closest(tiles, x, y, high, nearest, false)
      for (let r = 0; r < high; r++) {
        if (!one) {
          const row = labels + (<usize>r << 5)
          const words = i16x8.narrow_i32x4_u(v128.load(row), v128.load(row, 16))
          bytes = i8x16.add(i8x16.narrow_i16x8_u(words, words), i8x16.splat(<i8>firstLabel))
        }
        // Beyond the row its frame of 255 must stay.
        if (wide < 8) bytes = v128.or(bytes, i8x16.ge_s(eight, i8x16.splat(<i8>wide)))
        v128.store64_lane(map + <usize>((y + r) * pitch + x), bytes, 0)
      }
      blocks += blockBytes
      tiles += tileBytes
    }
  }
}

/**
 * Bits of the centres that may be nearest to a pixel of a block. How much farther one centre is than another is linear in place
 * and colour: what is nowhere in a block's ranges nearer than the centre that is nearest to their middle is left out.
 */
// @ts-ignore: decorator of AssemblyScript
@inline
function candidates(block: usize, x: i32, y: i32, wide: i32, high: i32): i32 {
  const touched = load<i32>(columns + <usize>x) & load<i32>(rows + <usize>y)
  const covered = load<i32>(columns + <usize>x, 4) & load<i32>(rows + <usize>y, 4)
  if (covered === 0) return touched ? touched : 1
  const l = v128.load32_splat(block)
  const a = v128.load32_splat(block, 4)
  const b = v128.load32_splat(block, 8)
  const middleX = f32x4.splat(pixel * (<f32>x + <f32>0.5 * <f32>(wide - 1)))
  const middleY = f32x4.splat(pixel * (<f32>y + <f32>0.5 * <f32>(high - 1)))
  let nearest = f32x4.splat(far)
  let which = i32x4.splat(0)
  let lanes = i32x4(1, 2, 4, 8)
  const covering = i32x4.splat(covered)
  // Squared distances to the middle, less what all centres have in common.
  for (let group = 0; group < groups; group++) {
    const at = places + (<usize>group << 4)
    let off = v128.load(at + offsets)
    off = f32x4.add(off, f32x4.mul(l, v128.load(at + slopes)))
    off = f32x4.add(off, f32x4.mul(a, v128.load(at + slopes, list)))
    off = f32x4.add(off, f32x4.mul(b, v128.load(at + slopes, 2 * list)))
    off = f32x4.add(off, f32x4.mul(middleX, v128.load(at + slopes, 3 * list)))
    off = f32x4.add(off, f32x4.mul(middleY, v128.load(at + slopes, 4 * list)))
    v128.store(scratch + (<usize>group << 4), off)
    const covers = i32x4.ne(v128.and(covering, lanes), i32x4.splat(0))
    const closer = v128.and(f32x4.lt(off, nearest), covers)
    nearest = v128.bitselect(off, nearest, closer)
    which = v128.bitselect(i32x4.splat(group << 2), which, closer)
    lanes = i32x4.shl(lanes, 4)
  }
  const least = lowest(nearest)
  const lane = ctz(i32x4.bitmask(f32x4.eq(nearest, f32x4.splat(least))))
  v128.store(scratch, which, 128)
  const reference = <usize>(load<i32>(scratch + (<usize>lane << 2), 128) + lane)
  const wideL = v128.load32_splat(block, 12)
  const wideA = v128.load32_splat(block, 16)
  const wideB = v128.load32_splat(block, 20)
  const wideX = f32x4.splat(pixel * <f32>(wide - 1))
  const wideY = f32x4.splat(pixel * <f32>(high - 1))
  // What rounding may have moved is looked at pixel by pixel.
  const enough = f32x4.splat(least + <f32>2e-3)
  let bits = 0
  for (let group = 0; group < groups; group++) {
    const at = places + gaps + reference * 5 * list + (<usize>group << 4)
    let reach = f32x4.mul(wideL, v128.load(at))
    reach = f32x4.add(reach, f32x4.mul(wideA, v128.load(at, list)))
    reach = f32x4.add(reach, f32x4.mul(wideB, v128.load(at, 2 * list)))
    reach = f32x4.add(reach, f32x4.mul(wideX, v128.load(at, 3 * list)))
    reach = f32x4.add(reach, f32x4.mul(wideY, v128.load(at, 4 * list)))
    const off = v128.load(scratch + (<usize>group << 4))
    bits |= i32x4.bitmask(f32x4.le(f32x4.sub(off, reach), enough)) << (group << 2)
  }
  return bits & touched
}

/**
 * Which of the candidates each pixel of a block is nearest to, the first of equals: its number, or its bit.
 */
// @ts-ignore: decorator of AssemblyScript
@inline
function closest(tile: usize, x: i32, y: i32, high: i32, nearest: i32, bits: bool): void {
  for (let r = 0; r < high; r += 2) {
    const colours = tile + <usize>r * tileRow
    let best0 = f32x4.splat(f32.MAX_VALUE)
    let best1 = best0
    let best2 = best0
    let best3 = best0
    let label0 = i32x4.splat(0)
    let label1 = label0
    let label2 = label0
    let label3 = label0
    for (let left = nearest; left; left &= left - 1) {
      const centre = ctz(left)
      const place = places + middles + (<usize>centre << 2)
      const line = across + (<usize>(centre * stride + x) << 2)
      const row = down + (<usize>(centre * tall + y + r) << 2)
      const l = v128.load32_splat(place)
      const a = v128.load32_splat(place, list)
      const b = v128.load32_splat(place, 2 * list)
      const left4 = v128.load(line)
      const right4 = v128.load(line, 16)
      const upper = v128.load32_splat(row)
      const lower = v128.load32_splat(row, 4)
      // Larger than those before it: a closer one's takes the place of another.
      const id = i32x4.splat(bits ? 1 << centre : centre)
      const off0 = apart(colours, l, a, b, f32x4.add(left4, upper))
      label0 = i32x4.max_s(label0, v128.and(id, f32x4.lt(off0, best0)))
      best0 = f32x4.pmin(best0, off0)
      const off1 = apart(colours + 16, l, a, b, f32x4.add(right4, upper))
      label1 = i32x4.max_s(label1, v128.and(id, f32x4.lt(off1, best1)))
      best1 = f32x4.pmin(best1, off1)
      const off2 = apart(colours + tileRow, l, a, b, f32x4.add(left4, lower))
      label2 = i32x4.max_s(label2, v128.and(id, f32x4.lt(off2, best2)))
      best2 = f32x4.pmin(best2, off2)
      const off3 = apart(colours + tileRow + 16, l, a, b, f32x4.add(right4, lower))
      label3 = i32x4.max_s(label3, v128.and(id, f32x4.lt(off3, best3)))
      best3 = f32x4.pmin(best3, off3)
    }
    const to = labels + (<usize>r << 5)
    v128.store(to, label0)
    v128.store(to, label1, 16)
    v128.store(to, label2, 32)
    v128.store(to, label3, 48)
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function apart(colours: usize, l: v128, a: v128, b: v128, off: v128): v128 {
  const dl = f32x4.sub(v128.load(colours), l)
  const da = f32x4.sub(v128.load(colours, 32), a)
  const db = f32x4.sub(v128.load(colours, 64), b)
  return f32x4.add(off, f32x4.add(f32x4.add(f32x4.mul(dl, dl), f32x4.mul(da, da)), f32x4.mul(db, db)))
}
