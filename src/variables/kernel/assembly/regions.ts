// Regions that are brighter than their surroundings: a Gaussian mean of 47 x 47 pixels, and connected runs of pixels above it.

import { sharedThird } from './pixels'

const reach: i32 = 23
/** How far above its surroundings a pixel must be: more than what single precision leaves of a flat part. */
const least: f32 = 1e-4

/** The mean of R, G and B, cut to a whole number (f32): else each would be made a float 47 times. @param steps how many times 16 pixels */
export function means(rgb: usize, steps: i32, levels: usize): void {
  for (let i = 0; i < steps; i++) {
    sharedThird(rgb, levels)
    const bytes = v128.load(levels)
    const low = i16x8.extend_low_i8x16_u(bytes)
    const high = i16x8.extend_high_i8x16_u(bytes)
    v128.store(levels, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low)))
    v128.store(levels, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low)), 16)
    v128.store(levels, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high)), 32)
    v128.store(levels, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high)), 48)
    rgb += 48
    levels += 64
  }
}

/**
 * @param levels as `means` left them
 * @param weights the Gaussian's, from the middle on: 24 f32
 * @param taps 16 bytes for each of 23
 * @param column `width` + 46 f32 and 64 bytes more; @param bright `width` bytes, rounded up to 16
 * @param runs two lists of runs, of (`width` / 2 + 1) · 12 bytes each
 * @param labels 8 bytes a run
 * @param area regions count that have more pixels (f64)
 * @returns how many there are, 8 neighbours
 */
export function brightRegions(
  levels: usize,
  width: i32,
  height: i32,
  weights: usize,
  taps: usize,
  column: usize,
  bright: usize,
  runs: usize,
  labels: usize,
  area: f64,
): i32 {
  const list: usize = <usize>(width / 2 + 1) * 12
  let above = runs
  let aboveEnd = runs
  let here = runs + list
  let last: u32 = 0
  for (let y = 0; y < height; y++) {
    tapsOf(y, width, height, weights, taps)
    const row = levels + (<usize>(y * width) << 2)
    downwards(levels, row, width, weights, taps, column + 4 * reach)
    frame(column, width)
    across(column, width, weights, row, bright)
    let end = here
    let next = above
    let open = false
    let from = 0
    let carry = 0
    for (let x = 0; x < width; x += 16) {
      let bits = i8x16.bitmask(v128.load(bright + <usize>x))
      if (x + 16 > width) bits &= (1 << (width - x)) - 1
      let turns = bits ^ (((bits << 1) | carry) & 0xffff)
      carry = bits >> 15
      while (turns) {
        const at = x + ctz(turns)
        turns &= turns - 1
        if (!open) from = at
        else {
          next = join(labels, last, from, at, next, aboveEnd)
          end = keep(end, from, at, last++)
        }
        open = !open
      }
    }
    if (open) {
      join(labels, last, from, width, next, aboveEnd)
      end = keep(end, from, width, last++)
    }
    const free = above
    above = here
    aboveEnd = end
    here = free
  }
  let found = 0
  for (let run: u32 = 0; run < last; run++) {
    if (parentOf(labels, run) === run && <f64>load<u32>(labels + (<usize>run << 3), 4) > area) found++
  }
  return found
}

function keep(to: usize, from: i32, end: i32, run: u32): usize {
  store<i32>(to, from)
  store<i32>(to, end, 4)
  store<u32>(to, run, 8)
  return to + 12
}

/** A new run, joined to those above that it touches, corners too. @returns the first that may touch the next run */
function join(labels: usize, run: u32, from: i32, end: i32, next: usize, aboveEnd: usize): usize {
  store<u32>(labels + (<usize>run << 3), run)
  store<u32>(labels + (<usize>run << 3), end - from, 4)
  while (next < aboveEnd && load<i32>(next, 4) < from) next += 12
  for (let at = next; at < aboveEnd && load<i32>(at) <= end; at += 12) {
    const a = rootOf(labels, load<u32>(at, 8))
    const b = rootOf(labels, run)
    if (a === b) continue
    store<u32>(labels + (<usize>b << 3), a)
    const to = labels + (<usize>a << 3)
    store<u32>(to, load<u32>(to, 4) + load<u32>(labels + (<usize>b << 3), 4), 4)
  }
  return next
}

// @ts-ignore: decorator of AssemblyScript
@inline
function parentOf(labels: usize, run: u32): u32 {
  return load<u32>(labels + (<usize>run << 3))
}

function rootOf(labels: usize, run: u32): u32 {
  let at = run
  let parent = parentOf(labels, at)
  while (parent !== at) {
    const over = parentOf(labels, parent)
    store<u32>(labels + (<usize>at << 3), over)
    at = over
    parent = parentOf(labels, at)
  }
  return at
}

/** ... c b a | a b c ... */
function reversed(index: i32, size: i32): i32 {
  while (index < 0 || index >= size) index = index < 0 ? -index - 1 : 2 * size - 1 - index
  return index
}

/** Of each step up and down from a row: its weight (f32), and how far from the first row the two lie (u32 each). */
function tapsOf(y: i32, width: i32, height: i32, weights: usize, taps: usize): void {
  for (let step = 1; step <= reach; step++) {
    store<f32>(taps, load<f32>(weights + (<usize>step << 2)))
    store<u32>(taps, (reversed(y - step, height) * width) << 2, 4)
    store<u32>(taps, (reversed(y + step, height) * width) << 2, 8)
    taps += 16
  }
}

/** The Gaussian mean of a row's columns, 16 a step. */
function downwards(levels: usize, row: usize, width: i32, weights: usize, taps: usize, to: usize): void {
  const end = taps + 16 * reach
  for (let x: usize = 0; x < <usize>width << 2; x += 64) {
    const first = v128.load32_splat(weights)
    let a = f32x4.mul(first, v128.load(row + x))
    let b = f32x4.mul(first, v128.load(row + x, 16))
    let c = f32x4.mul(first, v128.load(row + x, 32))
    let d = f32x4.mul(first, v128.load(row + x, 48))
    for (let tap = taps; tap < end; tap += 16) {
      const weight = v128.load32_splat(tap)
      const up = levels + <usize>load<u32>(tap, 4) + x
      const down = levels + <usize>load<u32>(tap, 8) + x
      a = f32x4.add(a, f32x4.mul(weight, f32x4.add(v128.load(up), v128.load(down))))
      b = f32x4.add(b, f32x4.mul(weight, f32x4.add(v128.load(up, 16), v128.load(down, 16))))
      c = f32x4.add(c, f32x4.mul(weight, f32x4.add(v128.load(up, 32), v128.load(down, 32))))
      d = f32x4.add(d, f32x4.mul(weight, f32x4.add(v128.load(up, 48), v128.load(down, 48))))
    }
    v128.store(to, a)
    v128.store(to, b, 16)
    v128.store(to, c, 32)
    v128.store(to, d, 48)
    to += 64
  }
}

/** Gives a row of means its borders. */
function frame(column: usize, width: i32): void {
  const first = column + 4 * reach
  for (let d = 1; d <= reach; d++) {
    store<f32>(first - (<usize>d << 2), load<f32>(first + (<usize>reversed(-d, width) << 2)))
    store<f32>(
      first + (<usize>(width - 1 + d) << 2),
      load<f32>(first + (<usize>reversed(width - 1 + d, width) << 2)),
    )
  }
}

/** Marks (255) what is above the mean of means. */
function across(column: usize, width: i32, weights: usize, levels: usize, bright: usize): void {
  const margin = f32x4.splat(least)
  for (let x = 0; x < width; x += 16) {
    const at = column + ((<usize>(x + reach)) << 2)
    const first = v128.load32_splat(weights)
    let a = f32x4.mul(first, v128.load(at))
    let b = f32x4.mul(first, v128.load(at, 16))
    let c = f32x4.mul(first, v128.load(at, 32))
    let d = f32x4.mul(first, v128.load(at, 48))
    for (let step: usize = 4; step <= 4 * reach; step += 4) {
      const weight = v128.load32_splat(weights + step)
      const left = at - step
      const right = at + step
      a = f32x4.add(a, f32x4.mul(weight, f32x4.add(v128.load(left), v128.load(right))))
      b = f32x4.add(b, f32x4.mul(weight, f32x4.add(v128.load(left, 16), v128.load(right, 16))))
      c = f32x4.add(c, f32x4.mul(weight, f32x4.add(v128.load(left, 32), v128.load(right, 32))))
      d = f32x4.add(d, f32x4.mul(weight, f32x4.add(v128.load(left, 48), v128.load(right, 48))))
    }
    const here = levels + (<usize>x << 2)
    const marks = i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(
        f32x4.gt(v128.load(here), f32x4.add(a, margin)),
        f32x4.gt(v128.load(here, 16), f32x4.add(b, margin)),
      ),
      i16x8.narrow_i32x4_s(
        f32x4.gt(v128.load(here, 32), f32x4.add(c, margin)),
        f32x4.gt(v128.load(here, 48), f32x4.add(d, margin)),
      ),
    )
    v128.store(bright + <usize>x, marks)
  }
}
