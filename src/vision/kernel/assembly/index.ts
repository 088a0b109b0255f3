export { addColumns, addRow } from './area'

// Two-tap bilinear resizing in the fixed-point arithmetic of OpenCV's resize(INTER_LINEAR) on 8 bits.

/**
 * One row of a picture at another width: four i32 a pixel (red, green, blue, and one without meaning), times 2048 / 16.
 * `taps` has three i32 an output pixel: byte offsets of the two pixels, and their weights in 1/2048 as two i16.
 */
export function stretch(row: usize, taps: usize, width: i32, out: usize): void {
  const end = taps + 12 * <usize>width
  for (; taps < end; taps += 12, out += 16) {
    const a = v128.load_zero<u32>(row + load<u32>(taps))
    const b = v128.load_zero<u32>(row + load<u32>(taps, 4))
    const pairs = i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 0, 16, 1, 17, 2, 18, 3, 19)
    const sums = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(pairs), i32x4.splat(load<i32>(taps, 8)))
    v128.store(out, i32x4.shr_u(sums, 4))
  }
}

/** Two such rows to one row of three planes of floats; `weight` is the lower row's, in 1/2048. */
export function blend(
  upper: usize,
  lower: usize,
  weight: i32,
  width: i32,
  blue: usize,
  green: usize,
  red: usize,
): void {
  const v = i32x4.splat(2048 - weight)
  const w = i32x4.splat(weight)
  let x = 0
  for (; x <= width - 4; x += 4, upper += 64, lower += 64) {
    const p0 = between(v128.load(upper), v128.load(lower), v, w)
    const p1 = between(v128.load(upper, 16), v128.load(lower, 16), v, w)
    const p2 = between(v128.load(upper, 32), v128.load(lower, 32), v, w)
    const p3 = between(v128.load(upper, 48), v128.load(lower, 48), v, w)
    const rg01 = i32x4.shuffle(p0, p1, 0, 4, 1, 5)
    const rg23 = i32x4.shuffle(p2, p3, 0, 4, 1, 5)
    const b01 = i32x4.shuffle(p0, p1, 2, 6, 2, 6)
    const b23 = i32x4.shuffle(p2, p3, 2, 6, 2, 6)
    const at = <usize>x << 2
    v128.store(red + at, i64x2.shuffle(rg01, rg23, 0, 2))
    v128.store(green + at, i64x2.shuffle(rg01, rg23, 1, 3))
    v128.store(blue + at, i64x2.shuffle(b01, b23, 0, 2))
  }
  for (; x < width; x++, upper += 16, lower += 16) {
    const p = between(v128.load(upper), v128.load(lower), v, w)
    const at = <usize>x << 2
    store<f32>(red + at, f32x4.extract_lane(p, 0))
    store<f32>(green + at, f32x4.extract_lane(p, 1))
    store<f32>(blue + at, f32x4.extract_lane(p, 2))
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function between(upper: v128, lower: v128, v: v128, w: v128): v128 {
  const a = i32x4.shr_s(i32x4.mul(upper, v), 16)
  const b = i32x4.shr_s(i32x4.mul(lower, w), 16)
  return f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.add(i32x4.add(a, b), i32x4.splat(2)), 2))
}
