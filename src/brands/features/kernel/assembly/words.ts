// Descriptors are 128 bytes. Distances are squared, up to 2 · 512².

/** Distances go into so many steps, each 2 ^ stepBits wide: sorting would take longer than comparing. */
export const steps = 256
const stepBits = 11

/** @returns the word that a descriptor is filed under */
export function nearestWord(
  query: usize,
  vocabulary: usize,
  words: i32,
  lengths: usize,
  scratch: usize,
): i32 {
  toWords(query, query, vocabulary, words, lengths, scratch + (<usize>words << 3), scratch)
  const least = leastOf(scratch, words)
  let word = 0
  while (load<i32>(scratch + (<usize>word << 2)) !== least) word++
  return word
}

/** The squared length of a descriptor. */
export function lengthOf(descriptor: usize): i32 {
  let sum = i32x4.splat(0)
  for (let i: usize = 0; i < 128; i += 8) {
    const v = v128.load8x8_u(descriptor + i)
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(v, v))
  }
  return summed(sum)
}

/**
 * Distances of two descriptors to all words, by their products: two and four at a time, as loading takes as long as to multiply.
 * @param wide scratch of 512 bytes
 * @param out i32, first those of one, then those of the other
 */
export function toWords(
  one: usize,
  other: usize,
  vocabulary: usize,
  words: i32,
  lengths: usize,
  wide: usize,
  out: usize,
): void {
  for (let i: usize = 0; i < 128; i += 8) {
    v128.store(wide + (i << 2), v128.load8x8_u(one + i))
    v128.store(wide + (i << 2), v128.load8x8_u(other + i), 16)
  }
  const lengthOfOne = i32x4.splat(lengthOf(one))
  const lengthOfOther = i32x4.splat(lengthOf(other))
  const all = <usize>words << 2
  for (let at: usize = 0; at < all; at += 16, vocabulary += 512) {
    let a = i32x4.splat(0)
    let b = i32x4.splat(0)
    let c = i32x4.splat(0)
    let d = i32x4.splat(0)
    let e = i32x4.splat(0)
    let f = i32x4.splat(0)
    let g = i32x4.splat(0)
    let h = i32x4.splat(0)
    for (let i: usize = 0; i < 128; i += 8) {
      const p = v128.load(wide + (i << 2))
      const q = v128.load(wide + (i << 2), 16)
      let word = v128.load8x8_u(vocabulary + i)
      a = i32x4.add(a, i32x4.dot_i16x8_s(word, p))
      e = i32x4.add(e, i32x4.dot_i16x8_s(word, q))
      word = v128.load8x8_u(vocabulary + i, 128)
      b = i32x4.add(b, i32x4.dot_i16x8_s(word, p))
      f = i32x4.add(f, i32x4.dot_i16x8_s(word, q))
      word = v128.load8x8_u(vocabulary + i, 256)
      c = i32x4.add(c, i32x4.dot_i16x8_s(word, p))
      g = i32x4.add(g, i32x4.dot_i16x8_s(word, q))
      word = v128.load8x8_u(vocabulary + i, 384)
      d = i32x4.add(d, i32x4.dot_i16x8_s(word, p))
      h = i32x4.add(h, i32x4.dot_i16x8_s(word, q))
    }
    const lengthOfWords = v128.load(lengths + at)
    v128.store(out + at, i32x4.sub(i32x4.add(lengthOfWords, lengthOfOne), i32x4.shl(sums(a, b, c, d), 1)))
    v128.store(out + all + at, i32x4.sub(i32x4.add(lengthOfWords, lengthOfOther), i32x4.shl(sums(e, f, g, h), 1)))
  }
}

/** The sum of each. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7))
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7))
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7))
}

export function leastOf(distances: usize, words: i32): i32 {
  let four = i32x4.splat(i32.MAX_VALUE)
  for (let end = distances + (<usize>words << 2); distances < end; distances += 16) {
    four = i32x4.min_s(four, v128.load(distances))
  }
  const two = i32x4.min_s(four, v128.shuffle<i32>(four, four, 2, 3, 2, 3))
  return min(i32x4.extract_lane(two, 0), i32x4.extract_lane(two, 1))
}

/** The step up to which words are near: those hold enough. */
export function lastStep(distances: usize, words: i32, starts: usize, enough: u32, everyday: i32, held: usize): i32 {
  // Few words are half as far again as the nearest one, and they mostly hold enough.
  let reach = everyday + (everyday >> 1)
  let furthest = 0
  let last = 0
  let sum: u32 = 0
  do {
    furthest = stepOf(reach)
    memory.fill(held, 0, steps << 2)
    for (let word = 0; word < words; word += 4) {
      for (let mask = upTo(distances + (<usize>word << 2), furthest); mask; mask &= mask - 1) {
        const at = <usize>(word + ctz(mask)) << 2
        const cell = held + (<usize>stepOf(load<i32>(distances + at)) << 2)
        store<u32>(cell, load<u32>(cell) + load<u32>(starts + at, 4) - load<u32>(starts + at))
      }
    }
    last = 0
    sum = load<u32>(held)
    while (last < furthest && sum < enough) sum += load<u32>(held + (<usize>++last << 2))
    reach <<= 1
  } while (sum < enough && furthest < steps - 1)
  return last
}

/** Which of four distances are within a step, as bits. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function upTo(distances: usize, step: i32): i32 {
  const beyond = step === steps - 1 ? i32.MAX_VALUE : (step + 1) << stepBits
  return i32x4.bitmask(i32x4.lt_s(v128.load(distances), i32x4.splat(beyond)))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function stepOf(distance: i32): i32 {
  return min(steps - 1, distance >> stepBits)
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function summed(four: v128): i32 {
  const two = i32x4.add(four, v128.shuffle<i32>(four, four, 2, 3, 2, 3))
  return i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1)
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function squares(a: v128, b: v128): v128 {
  const difference = i16x8.sub(a, b)
  return i32x4.dot_i16x8_s(difference, difference)
}
