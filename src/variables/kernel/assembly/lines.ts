// Straight lines among edge pixels: the progressive probabilistic Hough transform. What it means: ../lines.ts.

import { rounded } from './lanes'

const angles: i32 = 90
const shortest: i32 = 10
const longestGap: i32 = 2

/**
 * @param left 1 for a pixel on an edge; pixels of lines found are cleared
 * @param waiting a place (u32) for each edge pixel
 * @param votes counts (i32), zeroed, a row of distances for each angle
 * @param turns cos, then sin of 0, 2, ... 178 degrees: 92 f32 each; then where distance 0 of each angle lies among the votes (i32)
 * @param lines where x1, y1, x2, y2 go (i32)
 * @returns how many lines there are
 */
export function lineSegments(
  left: usize,
  width: i32,
  height: i32,
  waiting: usize,
  votes: usize,
  turns: usize,
  lines: usize,
): i32 {
  let count: u32 = 0
  const pixels = width * height
  for (let block = 0; block < pixels; block += 16) {
    let marks = i8x16.bitmask(i8x16.ne(v128.load(left + <usize>block), i8x16.splat(0)))
    // Beyond the last pixel anything may lie.
    if (block + 16 > pixels) marks &= (1 << (pixels - block)) - 1
    for (; marks; marks &= marks - 1) {
      store<u32>(waiting + (<usize>count << 2), block + ctz(marks))
      count++
    }
  }
  // OpenCV's random numbers (multiply with carry) from its usual seed.
  let state: u64 = 0xffffffffffffffff
  let found = 0
  for (; count > 0; count--) {
    state = <u64>(<u32>state) * 4164903690 + (state >> 32)
    const pick = waiting + (<usize>(<u32>state % count) << 2)
    const at = load<i32>(pick)
    store<i32>(pick, load<i32>(waiting + (<usize>(count - 1) << 2)))
    if (load<u8>(left + <usize>at) === 0) continue
    const y = at / width
    const x = at - y * width
    aim(strongest(votes, turns, x, y), turns, x, y)
    const a = endOf(left, width, height, 1)
    const b = endOf(left, width, height, -1)
    const ax = <i32>(a & 0xffffffff)
    const ay = <i32>(a >> 32)
    const bx = <i32>(b & 0xffffffff)
    const by = <i32>(b >> 32)
    const good = abs(bx - ax) >= shortest || abs(by - ay) >= shortest
    clear(left, width, 1, ax, ay, good, votes, turns)
    clear(left, width, -1, bx, by, good, votes, turns)
    if (!good) continue
    const to = lines + (<usize>found << 4)
    store<i32>(to, ax)
    store<i32>(to, ay, 4)
    store<i32>(to, bx, 8)
    store<i32>(to, by, 12)
    found++
  }
  return found
}

/** Where the votes of four lines through a pixel lie: by distances to whole pixels, in single precision as there. */
// @ts-ignore: decorator of AssemblyScript
@inline
function placesOf(turns: usize, x: v128, y: v128): v128 {
  const exact = f32x4.add(f32x4.mul(x, v128.load(turns)), f32x4.mul(y, v128.load(turns, 368)))
  return i32x4.shl(i32x4.add(rounded(exact), v128.load(turns, 736)), 2)
}

/** Votes for all lines through a pixel. @returns the first with most votes */
function strongest(votes: usize, turns: usize, x: i32, y: i32): i32 {
  const xs = f32x4.splat(<f32>x)
  const ys = f32x4.splat(<f32>y)
  // Votes and angle in one number, without a branch: the first of equals is the largest. Votes are also taken back from pixels
  // that had none: where all are below nought, it is angle 0.
  let first: i32 = -1
  let second: i32 = -1
  for (let n = 0; n < angles - 2; n += 4) {
    const places = placesOf(turns + (<usize>n << 2), xs, ys)
    const a = (bump(votes, i32x4.extract_lane(places, 0), 1) << 7) + 127 - n
    const b = (bump(votes, i32x4.extract_lane(places, 1), 1) << 7) + 126 - n
    const c = (bump(votes, i32x4.extract_lane(places, 2), 1) << 7) + 125 - n
    const d = (bump(votes, i32x4.extract_lane(places, 3), 1) << 7) + 124 - n
    first = max(first, max(a, b))
    second = max(second, max(c, d))
  }
  const places = placesOf(turns + ((angles - 2) << 2), xs, ys)
  const a = (bump(votes, i32x4.extract_lane(places, 0), 1) << 7) + 127 - (angles - 2)
  const b = (bump(votes, i32x4.extract_lane(places, 1), 1) << 7) + 126 - (angles - 2)
  return 127 - (max(max(first, second), max(a, b)) & 127)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function bump(votes: usize, place: i32, by: i32): i32 {
  const at = votes + <usize>place
  const now = load<i32>(at) + by
  store<i32>(at, now)
  return now
}

function takeBack(votes: usize, turns: usize, x: i32, y: i32): void {
  const xs = f32x4.splat(<f32>x)
  const ys = f32x4.splat(<f32>y)
  for (let n = 0; n < angles; n += 4) {
    const places = placesOf(turns + (<usize>n << 2), xs, ys)
    bump(votes, i32x4.extract_lane(places, 0), -1)
    bump(votes, i32x4.extract_lane(places, 1), -1)
    if (n + 4 > angles) return
    bump(votes, i32x4.extract_lane(places, 2), -1)
    bump(votes, i32x4.extract_lane(places, 3), -1)
  }
}

// The walk along a line: one coordinate goes by whole pixels, the other in 16-bit fixed point. Both are without sign, so that
// there is room for 65,534 pixels, and what is left of the first one is far to the right.
let startX: u32 = 0
let startY: u32 = 0
let stepX: u32 = 0
let stepY: u32 = 0
/** Shifts that make pixels of the two. */
let shiftX: u32 = 0
let shiftY: u32 = 0

function aim(angle: i32, turns: usize, x: i32, y: i32): void {
  const a: f32 = -load<f32>(turns + (<usize>angle << 2), 368)
  const b = load<f32>(turns + (<usize>angle << 2))
  const flat = abs(a) > abs(b)
  shiftX = flat ? 0 : 16
  shiftY = flat ? 16 : 0
  startX = flat ? x : (x << 16) + 32768
  startY = flat ? (y << 16) + 32768 : y
  if (flat) {
    stepX = a > 0 ? 1 : <u32>-1
    stepY = <i32>nearest<f32>((b * 65536) / abs(a))
  } else {
    stepX = <i32>nearest<f32>((a * 65536) / abs(b))
    stepY = b > 0 ? 1 : <u32>-1
  }
}

/** The last edge pixel on the way before a gap that is too long, or the picture's border: x, and y in the upper half. */
function endOf(left: usize, width: u32, height: u32, way: u32): i64 {
  let endX: u32 = 0
  let endY: u32 = 0
  let gap = 0
  let x = startX
  let y = startY
  while (true) {
    const column = x >> shiftX
    const row = y >> shiftY
    if (column >= width || row >= height) break
    if (load<u8>(left + <usize>(row * width + column))) {
      gap = 0
      endX = column
      endY = row
    } else if (++gap > longestGap) break
    x += way * stepX
    y += way * stepY
  }
  return (<i64>endY << 32) | <i64>endX
}

function clear(
  left: usize,
  width: u32,
  way: u32,
  endX: u32,
  endY: u32,
  good: bool,
  votes: usize,
  turns: usize,
): void {
  let x = startX
  let y = startY
  while (true) {
    const column = x >> shiftX
    const row = y >> shiftY
    const at = left + <usize>(row * width + column)
    if (load<u8>(at)) {
      if (good) takeBack(votes, turns, column, row)
      store<u8>(at, 0)
    }
    if (column === endX && row === endY) return
    x += way * stepX
    y += way * stepY
  }
}
