import { headBytes, headOf } from './head'
import { lastStep, leastOf, squares, steps, summed, sums, toWords, upTo } from './words'

/**
 * The next of some queries that has a nearest descriptor in an index: of all brands, and much nearer than those of other brands and
 * everyday texture are. Looked at are those that are filed under the nearest words, as many words as hold enough of them.
 * @param queries their descriptors
 * @param from the query to begin with, of `count`
 * @param vocabulary descriptors of `words` words, a multiple of four; the nearest one is everyday texture
 * @param lengths of the words, squared, i32
 * @param order of `headOf`
 * @param starts words + 1 u32: where the descriptors of each word begin in `heads`, `filed` and `brands`
 * @param heads what `headOf` makes of the descriptors; up to three beyond the last one are read
 * @param brands u16, of which brand each descriptor is
 * @param enough descriptors that are looked at, at least
 * @param ratio of the squared distance to the nearest thing that is not the brand, which the nearest descriptor has to be below
 * @param scratch of 2 · words + 512 i32
 * @param out i32: how many descriptors are below that share of the distance to everyday texture, of whatever brand; the distance to the
 * nearest thing that is not the brand of the nearest one; then two each, which and its distance
 * @returns which query; `count` where there is none
 */
export function search(
  queries: usize,
  from: i32,
  count: i32,
  vocabulary: usize,
  words: i32,
  lengths: usize,
  order: usize,
  starts: usize,
  heads: usize,
  filed: usize,
  brands: usize,
  enough: u32,
  ratio: f64,
  scratch: usize,
  out: usize,
): i32 {
  const rest = scratch + (<usize>words << 3)
  for (; from < count; from += 2) {
    const query = queries + (<usize>from << 7)
    const pair = min(count - from, 2)
    // Of the last one alone, both are the same.
    toWords(query, query + (<usize>(pair - 1) << 7), vocabulary, words, lengths, rest, scratch)
    for (let i = 0; i < pair; i++) {
      const distances = scratch + (<usize>(i * words) << 2)
      const one = query + (<usize>i << 7)
      const everyday = leastOf(distances, words)
      const last = lastStep(distances, words, starts, enough, everyday, rest)
      headOf(one, order, rest + headBytes, rest)
      // Mostly nothing is as near as that, and the nearer the limit, the sooner a descriptor is seen to be beyond it.
      const near = <i32>ceil(ratio * <f64>everyday)
      const found = collect(one, rest, distances, words, last, starts, heads, filed, near, out + 8)
      if (!found) continue
      const nearest = nearestOf(out + 8, found)
      const brand = load<u16>(brands + (<usize>load<u32>(nearest) << 1))
      const distance = <f64>load<i32>(nearest, 4)
      let second = min(everyday, nearestOther(out + 8, found, brands, brand))
      if (distance >= ratio * <f64>second) continue
      second = searchOthers(one, rest, distances, words, last, starts, heads, filed, brands, brand, second)
      if (distance >= ratio * <f64>second) continue
      store<i32>(out, found)
      store<i32>(out, second, 4)
      return from + i
    }
  }
  return count
}

/**
 * Descriptors under words up to a step that are nearer than a limit.
 * @param out two i32 each: which, its distance
 * @returns how many
 */
function collect(
  query: usize,
  head: usize,
  distances: usize,
  words: i32,
  last: i32,
  starts: usize,
  heads: usize,
  filed: usize,
  limit: i32,
  out: usize,
): i32 {
  const a = v128.load(head)
  const b = v128.load(head, 16)
  const c = v128.load(head, 32)
  const d = v128.load(head, 48)
  const limitOfHeads = i32x4.splat(limit * 128)
  let count = 0
  for (let word = 0; word < words; word += 4) {
    for (let mask = upTo(distances + (<usize>word << 2), last); mask; mask &= mask - 1) {
      const start = starts + (<usize>(word + ctz(mask)) << 2)
      const end = load<u32>(start, 4)
      for (let i = load<u32>(start); i < end; i += 4) {
        let nearer = nearerOfFour(a, b, c, d, heads + (<usize>i << 6), end - i, limitOfHeads)
        for (; nearer; nearer &= nearer - 1) {
          const which = i + ctz(nearer)
          const distance = distanceOf(query, filed + (<usize>which << 7))
          if (distance >= limit) continue
          store<u32>(out, which)
          store<i32>(out, distance, 4)
          out += 8
          count++
        }
      }
    }
  }
  return count
}

/** The distance to the nearest descriptor of other brands than one, under words up to a step; `limit` where none is nearer than that. */
function searchOthers(
  query: usize,
  head: usize,
  distances: usize,
  words: i32,
  last: i32,
  starts: usize,
  heads: usize,
  filed: usize,
  brands: usize,
  brand: u16,
  limit: i32,
): i32 {
  const a = v128.load(head)
  const b = v128.load(head, 16)
  const c = v128.load(head, 32)
  const d = v128.load(head, 48)
  let limitOfHeads = i32x4.splat(limit * 128)
  for (let word = 0; word < words; word += 4) {
    for (let mask = upTo(distances + (<usize>word << 2), last); mask; mask &= mask - 1) {
      const start = starts + (<usize>(word + ctz(mask)) << 2)
      const end = load<u32>(start, 4)
      for (let i = load<u32>(start); i < end; i += 4) {
        let nearer = nearerOfFour(a, b, c, d, heads + (<usize>i << 6), end - i, limitOfHeads)
        for (; nearer; nearer &= nearer - 1) {
          const which = i + ctz(nearer)
          if (load<u16>(brands + (<usize>which << 1)) === brand) continue
          const distance = distanceOf(query, filed + (<usize>which << 7))
          if (distance >= limit) continue
          limit = distance
          limitOfHeads = i32x4.splat(limit * 128)
        }
      }
    }
  }
  return limit
}

/** Of some descriptors with their distances, where the nearest one stands. */
function nearestOf(found: usize, count: i32): usize {
  let nearest = found
  for (let i = 1; i < count; i++) {
    const at = found + (<usize>i << 3)
    if (load<i32>(at, 4) < load<i32>(nearest, 4)) nearest = at
  }
  return nearest
}

/** Of the same, the distance of the nearest one of another brand. */
function nearestOther(found: usize, count: i32, brands: usize, brand: u16): i32 {
  let least = i32.MAX_VALUE
  for (let i = 0; i < count; i++, found += 8) {
    if (load<u16>(brands + (<usize>load<u32>(found) << 1)) !== brand) least = min(least, load<i32>(found, 4))
  }
  return least
}

/**
 * Which of four descriptors may be nearer than a limit by their heads, as bits: all but a few are too far away. Half a head would do
 * for three of four, which no processor foresees.
 * @param left how many there are
 * @param limit 128 times that of descriptors
 */
// @ts-ignore: decorator of AssemblyScript
@inline
function nearerOfFour(a: v128, b: v128, c: v128, d: v128, head: usize, left: u32, limit: v128): i32 {
  const four = sums(
    toHead(a, b, c, d, head),
    toHead(a, b, c, d, head + headBytes),
    toHead(a, b, c, d, head + 2 * headBytes),
    toHead(a, b, c, d, head + 3 * headBytes),
  )
  return i32x4.bitmask(i32x4.lt_s(four, limit)) & (left < 4 ? (1 << left) - 1 : 15)
}

/** The squared distance of two heads, in four parts. */
// @ts-ignore: decorator of AssemblyScript
@inline
function toHead(a: v128, b: v128, c: v128, d: v128, head: usize): v128 {
  const first = i32x4.add(squares(a, v128.load(head)), squares(b, v128.load(head, 16)))
  return i32x4.add(first, i32x4.add(squares(c, v128.load(head, 32)), squares(d, v128.load(head, 48))))
}

function distanceOf(one: usize, other: usize): i32 {
  let sum = i32x4.splat(0)
  for (let i: usize = 0; i < 128; i += 8) {
    sum = i32x4.add(sum, squares(v128.load8x8_u(one + i), v128.load8x8_u(other + i)))
  }
  return summed(sum)
}
