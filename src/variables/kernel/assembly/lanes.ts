// Four numbers at once: masks, and what is lowest.

/** A mask of the first lanes. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function inside(lanes: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(lanes))
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
