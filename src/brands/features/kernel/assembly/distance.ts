/** Squared distance of two descriptors of 128 bytes. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function distance(a: usize, b: usize): i32 {
  let sum = i32x4.splat(0)
  for (let i: usize = 0; i < 128; i += 16) {
    const low = i16x8.sub(v128.load8x8_u(a + i), v128.load8x8_u(b + i))
    const high = i16x8.sub(v128.load8x8_u(a + i, 8), v128.load8x8_u(b + i, 8))
    sum = i32x4.add(sum, i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)))
  }
  return (
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
  )
}

/**
 * The distances of one descriptor to some of many.
 * @param all descriptors, 128 bytes each
 * @param which `count` u32: numbers of descriptors
 * @param out `count` i32
 */
export function nearest(query: usize, all: usize, which: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i++, which += 4, out += 4) {
    store<i32>(out, distance(query, all + (<usize>load<u32>(which) << 7)))
  }
}
