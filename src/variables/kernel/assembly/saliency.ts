// A map of 64 rows, already as wide as the picture, made as high as it: bytes, its limits, and what lies above a threshold.

import { cut, lowest } from './lanes'

/**
 * @param rows 64 rows of `line` bytes: values from 0 to 1 (f32)
 * @param taps for each of `height` rows: first and next row (u32 each), the next one's share (f32), 4 bytes unused
 * @param bytes where 255 times each value goes, its fraction cut off
 * @param limits where the least and the largest value go (f32)
 */
export function enlarge(rows: usize, line: usize, taps: usize, width: i32, height: i32, bytes: usize, limits: usize): void {
  let least = f32x4.splat(2)
  let most = f32x4.splat(-1)
  const scale = f32x4.splat(255)
  for (let y = 0; y < height; y++) {
    const top = rows + <usize>load<u32>(taps) * line
    const bottom = rows + <usize>load<u32>(taps, 4) * line
    const share = v128.load32_splat(taps, 8)
    const rest = f32x4.sub(f32x4.splat(1), share)
    for (let x = 0; x < width; x += 16) {
      const at = <usize>x << 2
      const a = mix(top + at, bottom + at, rest, share)
      const b = mix(top + at + 16, bottom + at + 16, rest, share)
      const c = mix(top + at + 32, bottom + at + 32, rest, share)
      const d = mix(top + at + 48, bottom + at + 48, rest, share)
      // Beyond its end a row goes on with its last value, so the limits are those of the picture.
      least = f32x4.pmin(least, f32x4.pmin(f32x4.pmin(a, b), f32x4.pmin(c, d)))
      most = f32x4.pmax(most, f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)))
      const low = i16x8.narrow_i32x4_s(whole(a, scale), whole(b, scale))
      const high = i16x8.narrow_i32x4_s(whole(c, scale), whole(d, scale))
      v128.store(bytes + <usize>x, i8x16.narrow_i16x8_u(low, high))
    }
    taps += 16
    bytes += width
  }
  store<f32>(limits, lowest(least))
  store<f32>(limits, -lowest(f32x4.neg(most)), 4)
}

/** Marks (255) the pixels whose value is above a threshold; `rows`, `line`, `taps` as above. */
export function markAbove(
  rows: usize,
  line: usize,
  taps: usize,
  width: i32,
  height: i32,
  threshold: f32,
  marks: usize,
): void {
  const limit = f32x4.splat(threshold)
  for (let y = 0; y < height; y++) {
    const top = rows + <usize>load<u32>(taps) * line
    const bottom = rows + <usize>load<u32>(taps, 4) * line
    const share = v128.load32_splat(taps, 8)
    const rest = f32x4.sub(f32x4.splat(1), share)
    for (let x = 0; x < width; x += 16) {
      const at = <usize>x << 2
      const a = f32x4.gt(mix(top + at, bottom + at, rest, share), limit)
      const b = f32x4.gt(mix(top + at + 16, bottom + at + 16, rest, share), limit)
      const c = f32x4.gt(mix(top + at + 32, bottom + at + 32, rest, share), limit)
      const d = f32x4.gt(mix(top + at + 48, bottom + at + 48, rest, share), limit)
      v128.store(
        marks + <usize>x,
        i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)),
      )
    }
    taps += 16
    marks += width
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function mix(top: usize, bottom: usize, rest: v128, share: v128): v128 {
  return f32x4.add(f32x4.mul(v128.load(top), rest), f32x4.mul(v128.load(bottom), share))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function whole(v: v128, scale: v128): v128 {
  return cut(f32x4.mul(v, scale))
}
