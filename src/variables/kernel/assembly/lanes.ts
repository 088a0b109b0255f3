// Four numbers at once: masks, and what is lowest.

/** A mask of the first lanes. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function inside(lanes: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(lanes))
}

/** Floats rounded to whole numbers, half to even, from -2^22 to 2^22: by their last bits, as WebAssembly's own conversion takes seven instructions. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function rounded(v: v128): v128 {
  return i32x4.sub(f32x4.add(v, f32x4.splat(12_582_912)), i32x4.splat(0x4b40_0000)) // 1.5 · 2^23, and its bits
}

/** Floats cut off to whole numbers, in the same range. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function cut(v: v128): v128 {
  return rounded(f32x4.trunc(v))
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function upper(v: v128): v128 {
  return i64x2.shuffle(v, v, 1, 1)
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function lowest(v: v128): f32 {
  // pmin is one instruction, as it need not know about NaN.
  const two = f32x4.pmin(v, upper(v))
  return min<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1))
}
