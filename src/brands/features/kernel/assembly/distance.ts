/** Squared distance of two halves of descriptors, 64 bytes each. */
// @ts-ignore: decorator of AssemblyScript
@inline
function part(a: usize, b: usize): i32 {
  let sum = i32x4.splat(0)
  for (let i: usize = 0; i < 64; i += 16) {
    const low = i16x8.sub(v128.load8x8_u(a + i), v128.load8x8_u(b + i))
    const high = i16x8.sub(v128.load8x8_u(a + i, 8), v128.load8x8_u(b + i, 8))
    sum = i32x4.add(sum, i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)))
  }
  return (
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
  )
}

/** Squared distances of one descriptor to `count` others, 128 bytes each, as i32. */
export function distances(query: usize, others: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i++, others += 128, out += 4) store<i32>(out, part(query, others) + part(query + 64, others + 64))
}

/**
 * Those of `count` descriptors that are nearer than a limit.
 * @param out two i32 each: which, squared distance
 * @returns how many
 */
export function within(query: usize, others: usize, count: i32, limit: i32, out: usize): i32 {
  const from = out
  for (let i = 0; i < count; i++, others += 128) {
    // One half is too far away already, mostly.
    let d = part(query, others)
    if (d >= limit) continue
    d += part(query + 64, others + 64)
    if (d >= limit) continue
    store<i32>(out, i)
    store<i32>(out, d, 4)
    out += 8
  }
  return <i32>((out - from) >> 3)
}
