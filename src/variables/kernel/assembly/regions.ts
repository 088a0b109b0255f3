// Connected regions of pixels that are brighter than their surroundings: runs of a row, joined to those above.

import { beginSurroundings, brightRow } from './surroundings'

/**
 * @param levels, weights, rows as in surroundings.ts
 * @param bright `width` bytes, rounded up to 16
 * @param runs two lists of runs, of (`width` / 2 + 1) · 12 bytes each
 * @param labels 8 bytes a run
 * @param area regions count that have more pixels (f64)
 * @returns how many there are, 8 neighbours
 */
export function brightRegions(
  levels: usize,
  width: i32,
  height: i32,
  weights: usize,
  rows: usize,
  bright: usize,
  runs: usize,
  labels: usize,
  area: f64,
): i32 {
  const list: usize = <usize>(width / 2 + 1) * 12
  let above = runs
  let aboveEnd = runs
  let here = runs + list
  let last: u32 = 0
  beginSurroundings(levels, width, height, weights, rows)
  for (let y = 0; y < height; y++) {
    brightRow(y, bright)
    let end = here
    let next = above
    let open = false
    let from = 0
    let carry = 0
    for (let x = 0; x < width; x += 16) {
      let bits = i8x16.bitmask(v128.load(bright + <usize>x))
      if (x + 16 > width) bits &= (1 << (width - x)) - 1
      let turns = bits ^ (((bits << 1) | carry) & 0xffff)
      carry = bits >> 15
      while (turns) {
        const at = x + ctz(turns)
        turns &= turns - 1
        if (!open) from = at
        else {
          next = join(labels, last, from, at, next, aboveEnd)
          end = keep(end, from, at, last++)
        }
        open = !open
      }
    }
    if (open) {
      join(labels, last, from, width, next, aboveEnd)
      end = keep(end, from, width, last++)
    }
    const free = above
    above = here
    aboveEnd = end
    here = free
  }
  let found = 0
  for (let run: u32 = 0; run < last; run++) {
    if (parentOf(labels, run) === run && <f64>load<u32>(labels + (<usize>run << 3), 4) > area) found++
  }
  return found
}

function keep(to: usize, from: i32, end: i32, run: u32): usize {
  store<i32>(to, from)
  store<i32>(to, end, 4)
  store<u32>(to, run, 8)
  return to + 12
}

/** A new run, joined to those above that it touches, corners too. @returns the first that may touch the next run */
function join(labels: usize, run: u32, from: i32, end: i32, next: usize, aboveEnd: usize): usize {
  store<u32>(labels + (<usize>run << 3), run)
  store<u32>(labels + (<usize>run << 3), end - from, 4)
  while (next < aboveEnd && load<i32>(next, 4) < from) next += 12
  for (let at = next; at < aboveEnd && load<i32>(at) <= end; at += 12) {
    const a = rootOf(labels, load<u32>(at, 8))
    const b = rootOf(labels, run)
    if (a === b) continue
    store<u32>(labels + (<usize>b << 3), a)
    const to = labels + (<usize>a << 3)
    store<u32>(to, load<u32>(to, 4) + load<u32>(labels + (<usize>b << 3), 4), 4)
  }
  return next
}

// @ts-ignore: decorator of AssemblyScript
@inline
function parentOf(labels: usize, run: u32): u32 {
  return load<u32>(labels + (<usize>run << 3))
}

function rootOf(labels: usize, run: u32): u32 {
  let at = run
  let parent = parentOf(labels, at)
  while (parent !== at) {
    const over = parentOf(labels, parent)
    store<u32>(labels + (<usize>at << 3), over)
    at = over
    parent = parentOf(labels, at)
  }
  return at
}
