import { headBytes, headOf } from './head'
import { lastStep, leastOf, squares, steps, summed, toWords, upTo } from './words'

/**
 * The next of some queries to which descriptors of an index are nearer than everyday texture is. Looked at are those that are
 * filed under the nearest words, as many words as hold enough of them.
 * @param queries their descriptors
 * @param from the query to begin with, of `count`
 * @param vocabulary descriptors of `words` words, a multiple of four; the nearest one is everyday texture
 * @param lengths of the words, squared, i32
 * @param order of `headOf`
 * @param starts words + 1 u32: where the descriptors of each word begin in `heads` and `filed`
 * @param heads what `headOf` makes of the descriptors
 * @param enough descriptors that are looked at, at least
 * @param ratio unless one descriptor is nearer than this share of the squared distance to everyday texture, none counts
 * @param scratch of 2 · words + 512 i32
 * @param out i32: how many were found, the distance to everyday texture; then two each, which and its distance
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
      if (!collect(one, rest, distances, words, last, starts, heads, filed, near, 0)) continue
      store<i32>(out, collect(one, rest, distances, words, last, starts, heads, filed, everyday, out + 8))
      store<i32>(out, everyday, 4)
      return from + i
    }
  }
  return count
}

/**
 * Descriptors under words up to a step that are nearer than a limit.
 * @param out two i32 each: which, its distance; 0: whether there is one is all that is asked
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
  const limitOfHeads = limit * 128
  let count = 0
  for (let word = 0; word < words; word += 4) {
    for (let mask = upTo(distances + (<usize>word << 2), last); mask; mask &= mask - 1) {
      const start = starts + (<usize>(word + ctz(mask)) << 2)
      const end = load<u32>(start, 4)
      for (let i = load<u32>(start); i < end; i++) {
        // By their heads, all but a few are too far away; half a head would do for three of four, which no processor foresees.
        const at = heads + (<usize>i << 6)
        const first = i32x4.add(squares(a, v128.load(at)), squares(b, v128.load(at, 16)))
        const second = i32x4.add(squares(c, v128.load(at, 32)), squares(d, v128.load(at, 48)))
        if (summed(i32x4.add(first, second)) >= limitOfHeads) continue
        const distance = distanceOf(query, filed + (<usize>i << 7))
        if (distance >= limit) continue
        if (!out) return 1
        store<u32>(out, i)
        store<i32>(out, distance, 4)
        out += 8
        count++
      }
    }
  }
  return count
}

function distanceOf(one: usize, other: usize): i32 {
  let sum = i32x4.splat(0)
  for (let i: usize = 0; i < 128; i += 8) {
    sum = i32x4.add(sum, squares(v128.load8x8_u(one + i), v128.load8x8_u(other + i)))
  }
  return summed(sum)
}
