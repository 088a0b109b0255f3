// Superpixels of one piece each: connected parts of equal labels, small ones joined to a neighbour; and what lies in each of them.

import { accumulate, total } from './sums'

/** A run of equal labels in a row: where it begins, how long it is, its part's first run, the part's next run, last run, pixels. */
const runBytes: usize = 24

/** Labels begin here, so that they are no parts' numbers. */
export const firstLabel: i32 = 128

/**
 * Connected parts in the order of their first pixels, as scikit-image numbers them. A small part goes to the neighbour that was
 * numbered before it and that its pixels, breadth first, come upon last.
 * @param map one byte a pixel, `pitch` a row: labels from 128 on, with a frame of one pixel of 255 around them; they become
 * numbers of parts, from 1 on
 * @param small parts of fewer pixels are joined to a neighbour; @param large parts are cut when they have so many
 * @param queue 4 bytes a pixel; @param runs 24 bytes a pixel
 */
export function joinParts(
  map: usize,
  width: i32,
  height: i32,
  pitch: i32,
  small: i32,
  large: i32,
  queue: usize,
  runs: usize,
): void {
  const end = runsOf(map, width, height, pitch, runs)
  let fresh = 1
  if (chain(runs, end) < large) {
    for (let run = runs; run < end; run += runBytes) {
      if (load<u32>(run, 8) !== <u32>run) continue
      const neighbour = load<i32>(run, 20) >= small ? fresh++ : onlyNeighbour(run, pitch)
      if (neighbour > 0) paint(run, neighbour)
      else walk(load<u32>(run), pitch, small, large, queue, fresh)
    }
    return
  }
  // Where a part is cut, what is left of it begins anew: pixels must be walked in turn.
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const start = map + (y * pitch + x)
      if (<i32>load<u8>(start) < firstLabel) continue
      if (walk(start, pitch, small, large, queue, fresh) >= small) fresh++
    }
  }
}

/** Runs of all rows, each with the first run of its part or one on the way to it. @returns where they end */
function runsOf(map: usize, width: i32, height: i32, pitch: i32, runs: usize): usize {
  let above = runs
  let here = runs
  let end = runs
  for (let y = 0; y < height; y++) {
    const row = map + <usize>(y * pitch)
    const aboveEnd = end
    // The frame begins a run, too, which ends the last one.
    for (let x: usize = 0; x <= <usize>width; x += 16) {
      const at = row + x
      let starts = i8x16.bitmask(i8x16.ne(v128.load(at), v128.load(at - 1)))
      for (; starts; starts &= starts - 1) {
        const place = at + ctz(starts)
        if (end > here) above = connect(end - runBytes, place, pitch, above, aboveEnd)
        if (place >= row + width) break
        store<u32>(end, <u32>place)
        store<u32>(end, <u32>end, 8)
        end += runBytes
      }
    }
    above = here
    here = end
  }
  return end
}

/** Ends a run, and joins it to those above it that have its label. @returns the first that may lie above the next run, too */
// @ts-ignore: decorator of AssemblyScript
@inline
function connect(run: usize, end: usize, pitch: i32, above: usize, aboveEnd: usize): usize {
  const from = <usize>load<u32>(run)
  store<u32>(run, <u32>(end - from), 4)
  while (above < aboveEnd && <usize>(load<u32>(above) + load<u32>(above, 4)) <= from - pitch) above += runBytes
  const label = load<u8>(from)
  for (let at = above; at < aboveEnd && <usize>load<u32>(at) < end - pitch; at += runBytes) {
    if (load<u8>(<usize>load<u32>(at)) !== label) continue
    const one = first(at)
    const other = first(run)
    if (one < other) store<u32>(other, <u32>one, 8)
    else store<u32>(one, <u32>other, 8)
  }
  return above
}

function first(run: usize): usize {
  let at = run
  let up = <usize>load<u32>(at, 8)
  while (up !== at) {
    const over = load<u32>(up, 8)
    store<u32>(at, over, 8)
    at = <usize>over
    up = <usize>load<u32>(at, 8)
  }
  return at
}

/** Makes a list of each part's runs, and counts its pixels. @returns how many the largest part has */
function chain(runs: usize, end: usize): i32 {
  let most = 0
  for (let run = runs; run < end; run += runBytes) {
    const part = first(run)
    let pixels = load<i32>(run, 4)
    store<u32>(run, <u32>part, 8)
    store<u32>(run, 0, 12)
    if (part !== run) {
      pixels += load<i32>(part, 20)
      store<u32>(<usize>load<u32>(part, 16), <u32>run, 12)
    }
    store<u32>(part, <u32>run, 16)
    store<i32>(part, pixels, 20)
    most = max(most, pixels)
  }
  return most
}

function paint(run: usize, number: i32): void {
  const all = i8x16.splat(<i8>number)
  for (let at = run; at; at = <usize>load<u32>(at, 12)) {
    const from = <usize>load<u32>(at)
    const pixels = load<i32>(at, 4)
    // Most runs are short: a call would take longer.
    if (pixels > 64) memory.fill(from, <u8>number, pixels)
    else for (let n = 0; n < pixels; n += 16) {
      const to = from + <usize>n
      v128.store(to, v128.bitselect(v128.load(to), all, beyond(pixels - n)))
    }
  }
}

/**
 * The neighbour that all pixels of a part have that have one that is numbered: in whichever order they are walked, the part
 * goes to it. @returns 1 if there is none, as if that were; 0 if there are several
 */
function onlyNeighbour(run: usize, pitch: i32): i32 {
  // Numbers are below 128, all else is not: the least of bytes without a sign, the largest of those with one.
  let least = i8x16.splat(-1)
  let most = least
  for (let at = run; at; at = <usize>load<u32>(at, 12)) {
    const from = <usize>load<u32>(at)
    const pixels = load<i32>(at, 4)
    const ends = i8x16.replace_lane(v128.load8_splat(from - 1), 0, load<i8>(from + <usize>pixels))
    least = i8x16.min_u(least, ends)
    most = i8x16.max_s(most, ends)
    for (let n = 0; n < pixels; n += 16) {
      const here = from + <usize>n
      const outside = beyond(pixels - n)
      const above = v128.or(v128.load(here - pitch), outside)
      const below = v128.or(v128.load(here + pitch), outside)
      least = i8x16.min_u(least, i8x16.min_u(above, below))
      most = i8x16.max_s(most, i8x16.max_s(above, below))
    }
  }
  const numbered = ~i8x16.bitmask(least) & 0xffff
  if (numbered === 0) return 1
  const one = i8x16.swizzle(least, i8x16.splat(<i8>ctz(numbered)))
  const others = v128.or(i8x16.lt_u(least, one), i8x16.gt_s(most, one))
  return v128.any_true(others) ? 0 : i8x16.extract_lane_s(one, 0)
}

/** 255 from a lane on. */
// @ts-ignore: decorator of AssemblyScript
@inline
function beyond(lane: i32): v128 {
  const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  return i8x16.ge_s(lanes, i8x16.splat(<i8>min(lane, 16)))
}

/**
 * Numbers a part pixel by pixel, breadth first, neighbours right, left, below, above as scikit-image does it: the order decides
 * which neighbour a small part goes to. @returns how many pixels it has
 */
function walk(start: usize, pitch: i32, small: i32, large: i32, queue: usize, fresh: i32): i32 {
  const label = <i32>load<u8>(start)
  let beside = 1
  let size = 1
  store<u8>(start, <u8>fresh)
  store<u32>(queue, <u32>start)
  for (let visited = 0; visited < size && size < large; visited++) {
    const here = <usize>load<u32>(queue + (<usize>visited << 2))
    for (let side = 0; side < 4; side++) {
      const next = here + (side === 0 ? 1 : side === 1 ? -1 : side === 2 ? pitch : -pitch)
      const found = <i32>load<u8>(next)
      if (found === label) {
        store<u8>(next, <u8>fresh)
        store<u32>(queue + (<usize>size << 2), <u32>next)
        if (++size >= large) break
      } else if (found < firstLabel && found !== fresh) beside = found
    }
  }
  if (size < small) for (let i = 0; i < size; i++) store<u8>(<usize>load<u32>(queue + (<usize>i << 2)), <u8>beside)
  return size
}

/**
 * @param map as `joinParts` left it; @param weights one byte a pixel, without frame
 * @param sums a part: pixels, x, y, weights (f64), which are added to
 */
export function partSums(map: usize, width: i32, height: i32, pitch: i32, weights: usize, sums: usize): void {
  for (let y = 0; y < height; y++) {
    const row = map + <usize>(y * pitch)
    let x = 0
    while (x < width) {
      const part = load<u8>(row + x)
      const all = i8x16.splat(part)
      const from = x
      let weight = i32x4.splat(0)
      while (x + 16 <= width && i8x16.all_true(i8x16.eq(v128.load(row + x), all))) {
        weight = i32x4.add(weight, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v128.load(weights + x))))
        x += 16
      }
      let rest = 0
      for (; x < width && load<u8>(row + x) === part; x++) rest += load<u8>(weights + x)
      const pixels = <f64>(x - from)
      const to = sums + (<usize>part << 5)
      accumulate(to, pixels)
      accumulate(to + 8, (pixels * <f64>(from + x - 1)) / 2)
      accumulate(to + 16, pixels * <f64>y)
      accumulate(to + 24, total(weight) + <f64>rest)
    }
    weights += width
  }
}
