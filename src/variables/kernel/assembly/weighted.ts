// Weighted sums along the rows and columns of planes of f32.

import { mirrored } from './blur'

/**
 * Sums down the columns, for every `step`-th row. Beyond the picture is nought, or its mirror image (REFLECT_101).
 * @param from `height` rows of `stride` f32, a multiple of 16
 * @param weights 2 · `reach` + 1 f32, and 3 of nought; @param taps 8 bytes for each of them
 * @param to a row of `stride` f32 for each row that is asked for
 */
export function weightedColumns(
  from: usize,
  stride: i32,
  height: i32,
  weights: usize,
  reach: i32,
  step: i32,
  mirror: i32,
  taps: usize,
  to: usize,
): void {
  const line = <usize>stride << 2
  for (let y = 0; y < height; y += step) {
    const end = tapsOf(y, line, height, weights, reach, mirror, taps)
    rowsSum(from, line, taps, end, to)
    to += line
  }
}

/**
 * A weighted sum of rows, 16 places at a time: what is stored beyond their ends is of no use.
 * @param line how long a row is, in bytes; @param taps a weight (f32) and how many bytes its row lies after the first (u32), each
 */
export function rowsSum(from: usize, line: usize, taps: usize, end: usize, to: usize): void {
  for (let x = from; x < from + line; x += 64) {
    let p = f32x4.splat(0)
    let q = p
    let r = p
    let s = p
    for (let tap = taps; tap < end; tap += 8) {
      const weight = v128.load32_splat(tap)
      const here = x + <usize>load<u32>(tap, 4)
      p = f32x4.add(p, f32x4.mul(weight, v128.load(here)))
      q = f32x4.add(q, f32x4.mul(weight, v128.load(here, 16)))
      r = f32x4.add(r, f32x4.mul(weight, v128.load(here, 32)))
      s = f32x4.add(s, f32x4.mul(weight, v128.load(here, 48)))
    }
    v128.store(to, p)
    v128.store(to, q, 16)
    v128.store(to, r, 32)
    v128.store(to, s, 48)
    to += 64
  }
}

/** Writes each weight of a row's sum, and how far from the first row it lies. @returns where they end */
function tapsOf(y: i32, line: usize, height: i32, weights: usize, reach: i32, mirror: i32, taps: usize): usize {
  for (let d = -reach; d <= reach; d++) {
    const inside = y + d >= 0 && y + d < height
    if (!inside && !mirror) continue
    store<f32>(taps, load<f32>(weights + (<usize>(d + reach) << 2)))
    store<u32>(taps, <u32>(<usize>(inside ? y + d : mirrored(y + d, height)) * line), 4)
    taps += 8
  }
  return taps
}

/**
 * The same along rows, for every `step`-th column.
 * @param line (`width` + 2 · `reach` + 24) f32
 * @param to `across` f32 for each row, a multiple of 16
 */
export function weightedRows(
  from: usize,
  stride: i32,
  width: i32,
  rows: i32,
  weights: usize,
  reach: i32,
  step: i32,
  mirror: i32,
  line: usize,
  to: usize,
  across: i32,
): void {
  memory.fill(line, 0, <usize>(width + 2 * reach + 24) << 2)
  const inner = line + (<usize>reach << 2)
  for (let y = 0; y < rows; y++) {
    memory.copy(inner, from + (<usize>(y * stride) << 2), <usize>width << 2)
    for (let d = 1; mirror && d <= reach; d++) {
      store<f32>(inner - (<usize>d << 2), load<f32>(inner + (<usize>mirrored(-d, width) << 2)))
      store<f32>(inner + (<usize>(width - 1 + d) << 2), load<f32>(inner + (<usize>mirrored(width - 1 + d, width) << 2)))
    }
    const row = to + (<usize>(y * across) << 2)
    if (step === 1) everySum(line, width, weights, 2 * reach + 1, row)
    else for (let x = 0, n = 0; x < width; x += step, n++) store<f32>(row + (<usize>n << 2), sumAt(line, x, weights, reach))
  }
}

/** Weighted sums of all pixels of a line, 16 at a time: what is stored beyond its end is of no use. */
export function everySum(line: usize, width: i32, weights: usize, taps: i32, to: usize): void {
  for (let x = 0; x < width; x += 16) {
    let at = line + (<usize>x << 2)
    let p = f32x4.splat(0)
    let q = p
    let r = p
    let s = p
    for (let tap = 0; tap < taps; tap++) {
      const weight = v128.load32_splat(weights + (<usize>tap << 2))
      p = f32x4.add(p, f32x4.mul(weight, v128.load(at)))
      q = f32x4.add(q, f32x4.mul(weight, v128.load(at, 16)))
      r = f32x4.add(r, f32x4.mul(weight, v128.load(at, 32)))
      s = f32x4.add(s, f32x4.mul(weight, v128.load(at, 48)))
      at += 4
    }
    v128.store(to, p)
    v128.store(to, q, 16)
    v128.store(to, r, 32)
    v128.store(to, s, 48)
    to += 64
  }
}

/** One sum: four taps at a time, for those that are left over weigh nothing. */
// @ts-ignore: decorator of AssemblyScript
@inline
function sumAt(line: usize, x: i32, weights: usize, reach: i32): f32 {
  const at = line + (<usize>x << 2)
  let four = f32x4.splat(0)
  for (let tap: usize = 0; tap < (<usize>(2 * reach + 1) << 2); tap += 16) {
    four = f32x4.add(four, f32x4.mul(v128.load(weights + tap), v128.load(at + tap)))
  }
  const two = f32x4.add(four, i64x2.shuffle(four, four, 1, 1))
  return f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1)
}
