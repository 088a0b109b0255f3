// Straight lines among edge pixels: the progressive probabilistic Hough transform. What it means: ../lines.ts.

const angles: i32 = 90
const shortest: i32 = 10
const longestGap: i32 = 2

/**
 * @param left 1 for a pixel on an edge; pixels of lines found are cleared
 * @param waiting a place (u32) for each edge pixel
 * @param votes 90 · (2 · (width + height) + 1) counts (i32), zeroed
 * @param turns cos, then sin of 0, 2, ... 178 degrees: 92 f32 each
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
  const distances = 2 * (width + height) + 1
  let count: u32 = 0
  for (let at = 0; at < width * height; at++) {
    if (load<u8>(left + <usize>at) === 0) continue
    store<u32>(waiting + (<usize>count << 2), at)
    count++
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
    aim(strongest(votes, distances, turns, x, y), turns, x, y)
    const a = endOf(left, width, height, 1)
    const b = endOf(left, width, height, -1)
    const ax = <i32>(a & 0xffffffff)
    const ay = <i32>(a >> 32)
    const bx = <i32>(b & 0xffffffff)
    const by = <i32>(b >> 32)
    const good = abs(bx - ax) >= shortest || abs(by - ay) >= shortest
    clear(left, width, 1, ax, ay, good, votes, distances, turns)
    clear(left, width, -1, bx, by, good, votes, distances, turns)
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

/** Distances of four lines through a pixel, to whole pixels, in single precision as there. */
// @ts-ignore: decorator of AssemblyScript
@inline
function distancesOf(turns: usize, x: v128, y: v128, middle: v128): v128 {
  const exact = f32x4.add(f32x4.mul(x, v128.load(turns)), f32x4.mul(y, v128.load(turns, 368)))
  return i32x4.add(i32x4.trunc_sat_f32x4_s(f32x4.nearest(exact)), middle)
}

/** Votes for all lines through a pixel. @returns the first with most votes */
function strongest(votes: usize, distances: i32, turns: usize, x: i32, y: i32): i32 {
  const xs = f32x4.splat(<f32>x)
  const ys = f32x4.splat(<f32>y)
  const middle = i32x4.splat(x4(distances))
  const step = <usize>distances << 2
  let most = -1 // votes are also taken back from pixels that had none: they may be below nought
  let best = 0
  let row = votes
  for (let n = 0; n < angles; n += 4) {
    const r = distancesOf(turns + (<usize>n << 2), xs, ys, middle)
    const a = bump(row, i32x4.extract_lane(r, 0), 1)
    const b = bump(row + step, i32x4.extract_lane(r, 1), 1)
    let high = max(a, b)
    if (n + 4 <= angles) {
      const c = bump(row + 2 * step, i32x4.extract_lane(r, 2), 1)
      const d = bump(row + 3 * step, i32x4.extract_lane(r, 3), 1)
      high = max(high, max(c, d))
      if (high > most) best = n + (a === high ? 0 : b === high ? 1 : c === high ? 2 : 3)
    } else if (high > most) best = n + (a === high ? 0 : 1)
    most = max(most, high)
    row += 4 * step
  }
  return best
}

// @ts-ignore: decorator of AssemblyScript
@inline
function x4(distances: i32): i32 {
  return (distances - 1) >> 1
}

// @ts-ignore: decorator of AssemblyScript
@inline
function bump(row: usize, distance: i32, by: i32): i32 {
  const at = row + (<usize>distance << 2)
  const now = load<i32>(at) + by
  store<i32>(at, now)
  return now
}

function takeBack(votes: usize, distances: i32, turns: usize, x: i32, y: i32): void {
  const xs = f32x4.splat(<f32>x)
  const ys = f32x4.splat(<f32>y)
  const middle = i32x4.splat(x4(distances))
  const step = <usize>distances << 2
  let row = votes
  for (let n = 0; n < angles; n += 4) {
    const r = distancesOf(turns + (<usize>n << 2), xs, ys, middle)
    bump(row, i32x4.extract_lane(r, 0), -1)
    bump(row + step, i32x4.extract_lane(r, 1), -1)
    if (n + 4 <= angles) {
      bump(row + 2 * step, i32x4.extract_lane(r, 2), -1)
      bump(row + 3 * step, i32x4.extract_lane(r, 3), -1)
    }
    row += 4 * step
  }
}

// The walk along a line: one coordinate goes by whole pixels, the other in 16-bit fixed point.
let startX: i32 = 0
let startY: i32 = 0
let stepX: i32 = 0
let stepY: i32 = 0
/** Shifts that make pixels of the two. */
let shiftX: i32 = 0
let shiftY: i32 = 0

function aim(angle: i32, turns: usize, x: i32, y: i32): void {
  const a: f32 = -load<f32>(turns + (<usize>angle << 2), 368)
  const b = load<f32>(turns + (<usize>angle << 2))
  const flat = abs(a) > abs(b)
  shiftX = flat ? 0 : 16
  shiftY = flat ? 16 : 0
  startX = flat ? x : (x << 16) + 32768
  startY = flat ? (y << 16) + 32768 : y
  if (flat) {
    stepX = a > 0 ? 1 : -1
    stepY = <i32>nearest<f32>((b * 65536) / abs(a))
  } else {
    stepX = <i32>nearest<f32>((a * 65536) / abs(b))
    stepY = b > 0 ? 1 : -1
  }
}

/** The last edge pixel on the way before a gap that is too long, or the picture's border: x, and y in the upper half. */
function endOf(left: usize, width: i32, height: i32, way: i32): i64 {
  let endX = 0
  let endY = 0
  let gap = 0
  let x = startX
  let y = startY
  while (true) {
    const column = x >> shiftX
    const row = y >> shiftY
    if (column < 0 || column >= width || row < 0 || row >= height) break
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
  width: i32,
  way: i32,
  endX: i32,
  endY: i32,
  good: bool,
  votes: usize,
  distances: i32,
  turns: usize,
): void {
  let x = startX
  let y = startY
  while (true) {
    const column = x >> shiftX
    const row = y >> shiftY
    const at = left + <usize>(row * width + column)
    if (load<u8>(at)) {
      if (good) takeBack(votes, distances, turns, column, row)
      store<u8>(at, 0)
    }
    if (column === endX && row === endY) return
    x += way * stepX
    y += way * stepY
  }
}
