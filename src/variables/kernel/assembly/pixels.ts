// Interleaved pixels, 16 a step: one channel each, and planes made of them.

// @ts-ignore: decorator of AssemblyScript
@inline
export function reds(a: v128, b: v128, c: v128): v128 {
  return i8x16.shuffle(
    i8x16.shuffle(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0),
    c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29,
  )
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function greens(a: v128, b: v128, c: v128): v128 {
  return i8x16.shuffle(
    i8x16.shuffle(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0),
    c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30,
  )
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function blues(a: v128, b: v128, c: v128): v128 {
  return i8x16.shuffle(
    i8x16.shuffle(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0),
    c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31,
  )
}

/** floor((R + G + B) / 3) of 16 pixels. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function sharedThird(rgb: usize, to: usize): void {
  const a = v128.load(rgb)
  const b = v128.load(rgb, 16)
  const c = v128.load(rgb, 32)
  const r = reds(a, b, c)
  const g = greens(a, b, c)
  const blue = blues(a, b, c)
  const low = i16x8.add(
    i16x8.add(i16x8.extend_low_i8x16_u(r), i16x8.extend_low_i8x16_u(g)),
    i16x8.extend_low_i8x16_u(blue),
  )
  const high = i16x8.add(
    i16x8.add(i16x8.extend_high_i8x16_u(r), i16x8.extend_high_i8x16_u(g)),
    i16x8.extend_high_i8x16_u(blue),
  )
  v128.store(to, i8x16.narrow_i16x8_u(third(low), third(high)))
}

/** A third of numbers up to 765, cut off: 21846 is 2^16 / 3, rounded up. */
// @ts-ignore: decorator of AssemblyScript
@inline
function third(v: v128): v128 {
  const factor = i16x8.splat(21846)
  return i16x8.narrow_i32x4_s(
    i32x4.shr_u(i32x4.extmul_low_i16x8_u(v, factor), 16),
    i32x4.shr_u(i32x4.extmul_high_i16x8_u(v, factor), 16),
  )
}

