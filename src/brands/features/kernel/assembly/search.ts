// Descriptors are 128 bytes. Distances are squared, up to 2 · 512².

/** Distances go into so many steps, each 2 ^ stepBits wide: sorting would take longer than comparing. */
const steps = 256
const stepBits = 11

/**
 * The descriptors of an index that are nearer to a query than everyday texture is. Looked at are those that are filed under
 * the nearest words, as many words as hold enough of them.
 * @param vocabulary descriptors of `words` words; the nearest one is everyday texture
 * @param starts words + 1 u32: where the descriptors of each word begin in `filed`
 * @param enough descriptors that are looked at, at least
 * @param ratio unless one descriptor is nearer than this share of the squared distance to everyday texture, none counts
 * @param scratch of words + 256 i32
 * @param out i32: the distance to everyday texture; then two each, which and its distance
 * @returns how many were found
 */
export function search(
  query: usize,
  vocabulary: usize,
  words: i32,
  starts: usize,
  filed: usize,
  enough: u32,
  ratio: f64,
  scratch: usize,
  out: usize,
): i32 {
  const everyday = toWords(query, vocabulary, words, scratch)
  const last = lastStep(scratch, words, starts, enough)
  store<i32>(out, everyday)
  // Mostly nothing is as near as that, and the nearer the limit, the sooner a descriptor is seen to be beyond it.
  const near = <i32>ceil(ratio * <f64>everyday)
  if (!collect(query, scratch, words, last, starts, filed, near, 0)) return 0
  return collect(query, scratch, words, last, starts, filed, everyday, out + 4)
}

/** @returns the word that a descriptor is filed under */
export function nearestWord(query: usize, vocabulary: usize, words: i32, scratch: usize): i32 {
  const least = toWords(query, vocabulary, words, scratch)
  let word = 0
  while (load<i32>(scratch + (<usize>word << 2)) !== least) word++
  return word
}

/** Distances to all words. @returns the least one */
function toWords(query: usize, vocabulary: usize, words: i32, out: usize): i32 {
  let least = i32.MAX_VALUE
  for (let part: usize = 0; part < 128; part += 64) {
    const a = v128.load8x8_u(query + part)
    const b = v128.load8x8_u(query + part, 8)
    const c = v128.load8x8_u(query + part, 16)
    const d = v128.load8x8_u(query + part, 24)
    const e = v128.load8x8_u(query + part, 32)
    const f = v128.load8x8_u(query + part, 40)
    const g = v128.load8x8_u(query + part, 48)
    const h = v128.load8x8_u(query + part, 56)
    let word = vocabulary + part
    for (let i = 0; i < words; i++, word += 128) {
      const at = out + (<usize>i << 2)
      const distance = half(word, a, b, c, d, e, f, g, h) + (part ? load<i32>(at) : 0)
      store<i32>(at, distance)
      if (part) least = min(least, distance)
    }
  }
  return least
}

/** The step up to which words are near: those hold enough. */
function lastStep(distances: usize, words: i32, starts: usize, enough: u32): i32 {
  const held = distances + (<usize>words << 2)
  memory.fill(held, 0, steps << 2)
  for (let word = 0; word < words; word++) {
    const start = starts + (<usize>word << 2)
    const cell = held + (<usize>stepOf(load<i32>(distances + (<usize>word << 2))) << 2)
    store<u32>(cell, load<u32>(cell) + load<u32>(start, 4) - load<u32>(start))
  }
  let last = 0
  for (let sum = load<u32>(held); last < steps - 1 && sum < enough; ) sum += load<u32>(held + (<usize>++last << 2))
  return last
}

// @ts-ignore: decorator of AssemblyScript
@inline
function stepOf(distance: i32): i32 {
  return min(steps - 1, distance >> stepBits)
}

/**
 * Descriptors under words up to a step that are nearer than a limit.
 * @param out two i32 each: which, its distance; 0: whether there is one is all that is asked
 * @returns how many
 */
function collect(
  query: usize,
  distances: usize,
  words: i32,
  last: i32,
  starts: usize,
  filed: usize,
  limit: i32,
  out: usize,
): i32 {
  const a = v128.load8x8_u(query)
  const b = v128.load8x8_u(query, 8)
  const c = v128.load8x8_u(query, 16)
  const d = v128.load8x8_u(query, 24)
  const e = v128.load8x8_u(query, 32)
  const f = v128.load8x8_u(query, 40)
  const g = v128.load8x8_u(query, 48)
  const h = v128.load8x8_u(query, 56)
  let count = 0
  for (let word = 0; word < words; word++) {
    if (stepOf(load<i32>(distances + (<usize>word << 2))) > last) continue
    const start = starts + (<usize>word << 2)
    const end = load<u32>(start, 4)
    for (let i = load<u32>(start); i < end; i++) {
      const at = filed + (<usize>i << 7)
      // One half is too far away already, mostly.
      let distance = half(at, a, b, c, d, e, f, g, h)
      if (distance >= limit) continue
      distance += otherHalf(at + 64, query + 64)
      if (distance >= limit) continue
      if (!out) return 1
      store<u32>(out, i)
      store<i32>(out, distance, 4)
      out += 8
      count++
    }
  }
  return count
}

function otherHalf(at: usize, query: usize): i32 {
  const a = v128.load8x8_u(query)
  const b = v128.load8x8_u(query, 8)
  const c = v128.load8x8_u(query, 16)
  const d = v128.load8x8_u(query, 24)
  const e = v128.load8x8_u(query, 32)
  const f = v128.load8x8_u(query, 40)
  const g = v128.load8x8_u(query, 48)
  const h = v128.load8x8_u(query, 56)
  return half(at, a, b, c, d, e, f, g, h)
}

/** Squared distance of 64 bytes to as many in registers. */
// @ts-ignore: decorator of AssemblyScript
@inline
function half(at: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): i32 {
  const first = i32x4.add(
    i32x4.add(squares(a, v128.load8x8_u(at)), squares(b, v128.load8x8_u(at, 8))),
    i32x4.add(squares(c, v128.load8x8_u(at, 16)), squares(d, v128.load8x8_u(at, 24))),
  )
  const second = i32x4.add(
    i32x4.add(squares(e, v128.load8x8_u(at, 32)), squares(f, v128.load8x8_u(at, 40))),
    i32x4.add(squares(g, v128.load8x8_u(at, 48)), squares(h, v128.load8x8_u(at, 56))),
  )
  const four = i32x4.add(first, second)
  const two = i32x4.add(four, v128.shuffle<i32>(four, four, 2, 3, 2, 3))
  return i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function squares(a: v128, b: v128): v128 {
  const difference = i16x8.sub(a, b)
  return i32x4.dot_i16x8_s(difference, difference)
}
