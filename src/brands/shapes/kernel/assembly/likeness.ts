export const rings: i32 = 16
/** Directions of a ring, a bit each. */
export const ringBytes: usize = 8
/** How many bits are set in each ring, a byte each, come after the bits. */
export const filledAt: usize = <usize>rings * ringBytes
/** Bits and filled. */
const silhouetteBytes: usize = filledAt + <usize>rings

/**
 * What the intersection over union of two silhouettes can't exceed: as if in each ring the smaller one lay in the larger. A bit of a ring counts as
 * much as the ring is long: 1, 3, 5, ...
 * @param a 144 bytes: of each ring 64 bits, then of each ring how many are set, a byte
 */
export function mostLikeness(a: usize, b: usize): f64 {
  const p = v128.load(a, filledAt)
  const q = v128.load(b, filledAt)
  const either = weighed(i8x16.max_u(p, q))
  return either === 0 ? 0 : <f64>weighed(i8x16.min_u(p, q)) / <f64>either
}

/** Sum over all rings. */
// @ts-ignore: decorator of AssemblyScript
@inline
function weighed(filled: v128): i32 {
  const weights = i8x16(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
  const sums = i32x4.add(
    i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_low_i8x16_u(filled, weights)),
    i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_high_i8x16_u(filled, weights)),
  )
  const halves = i32x4.add(sums, i8x16.shuffle(sums, sums, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7))
  return i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1)
}

/**
 * Intersection over union of two silhouettes, at the turn of the second at which it is largest.
 * @param out gets the turn, i32, in 64ths
 */
export function overlap(a: usize, b: usize, out: usize): f64 {
  const whole = weighed(v128.load(a, filledAt)) + weighed(v128.load(b, filledAt))
  let most = 0
  let best = 0
  for (let turn = 0; turn < 64; turn++) {
    let both = 0
    for (let ring = 0; ring < rings; ring++) {
      const at = <usize>ring * ringBytes
      both += (2 * ring + 1) * <i32>popcnt(load<u64>(a + at) & rotl(load<u64>(b + at), turn))
    }
    if (both > most) {
      most = both
      best = turn
    }
  }
  store<i32>(out, best)
  return <f64>most / <f64>max(1, whole - most)
}

/**
 * Those of many silhouettes that may be as like a first one as each of them asks for.
 * @param many 144 bytes each
 * @param leasts likeness that each asks for, f64
 * @param out gets of each which one it is and its turn, i32, and their intersection over union, f64
 * @returns how many
 */
export function alike(one: usize, many: usize, leasts: usize, count: i32, out: usize): i32 {
  let found = 0
  for (let i = 0; i < count; i++, many += silhouetteBytes, leasts += 8) {
    if (mostLikeness(one, many) < load<f64>(leasts)) continue
    store<i32>(out, i)
    store<f64>(out, overlap(one, many, out + 4), 8)
    out += 16
    found++
  }
  return found
}
