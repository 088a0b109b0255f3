// The distinct colours of a picture and how often each occurs. Photos have ten times fewer colours than pixels, so whatever
// does not ask where a pixel lies is reckoned over these.

import { blues, greens, reds } from './pixels'

/**
 * The colour cube is 4096 cells, 16 levels of each channel wide. A cell has a page, a count for each of its 4096 colours, once
 * one of them occurs: what a photo counts fits the processor's second cache. So many pages are in use.
 */
let used: u32 = 0
const pageBits: u32 = 14

/** Begins a picture. @param directory the address of each cell's page (u32), or 0; @param pages room for 4096 of them, zeroed */
export function startColours(directory: usize, pages: usize): void {
  if (used === 0) return // nothing was left uncollected
  memory.fill(directory, 0, 4096 << 2)
  memory.fill(pages, 0, <usize>used << pageBits)
  used = 0
}

/**
 * Counts the colours of some pixels.
 * @param rgb address of interleaved pixels; @param pixels how many
 * @param keys scratch of 4 bytes a pixel, and 64 more; @param directory, pages as above
 * @param list where keys of colours go that are new (u32), after the `found` ones that are there; room for one more
 * @returns how many colours are found now
 */
export function countColours(
  rgb: usize,
  pixels: i32,
  keys: usize,
  directory: usize,
  pages: usize,
  list: usize,
  found: u32,
): u32 {
  keysOf(rgb, (pixels + 15) >> 4, keys)
  let next = list + (<usize>found << 2)
  for (const end = keys + (<usize>pixels << 2); keys < end; keys += 4) {
    const key = load<u32>(keys)
    const entry = directory + <usize>(key >> 16)
    let page = <usize>load<u32>(entry)
    if (page === 0) {
      page = pages + (<usize>used << pageBits)
      store<u32>(entry, <u32>page)
      used++
    }
    const slot = page + <usize>(key & 0xffff)
    const times = load<u32>(slot)
    store<u32>(slot, times + 1)
    // Always written, kept if new: a branch would often be guessed wrong.
    store<u32>(next, key)
    next += <usize>i32(times === 0) << 2
  }
  return <u32>((next - list) >> 2)
}

/**
 * Ends a picture: the list's keys become colours, 0xRRGGBB each, `counts` says how many pixels have each (u32), and the pages
 * are empty again. Both lists end with a black that no pixel has, and have 16 bytes more of room.
 */
export function collectColours(list: usize, found: u32, directory: usize, counts: usize): void {
  const end = list + (<usize>found << 2)
  // As little as can be a colour, so that the processor waits for many of them at once.
  let to = counts
  for (let at = list; at < end; at += 4) {
    const key = load<u32>(at)
    const slot = <usize>load<u32>(directory + <usize>(key >> 16)) + <usize>(key & 0xffff)
    store<u32>(to, load<u32>(slot))
    store<u32>(slot, 0)
    to += 4
  }
  for (let at = list; at < end; at += 16) v128.store(at, coloursOf(v128.load(at)))
  v128.store(end, i32x4.splat(0))
  v128.store(to, i32x4.splat(0))
  memory.fill(directory, 0, 4096 << 2)
  used = 0
}

/** The colours of four keys. */
// @ts-ignore: decorator of AssemblyScript
@inline
function coloursOf(keys: v128): v128 {
  const cells = i32x4.shr_u(keys, 18)
  const red = i32x4.shl(v128.and(cells, i32x4.splat(0xf00)), 12)
  const green = i32x4.shl(v128.and(cells, i32x4.splat(0xf0)), 8)
  const blue = i32x4.shl(v128.and(cells, i32x4.splat(15)), 4)
  const high = v128.or(v128.or(red, green), blue)
  const low = v128.or(i32x4.shl(gather(i32x4.shr_u(keys, 4)), 16), i32x4.shl(gather(i32x4.shr_u(keys, 3)), 8))
  return v128.or(high, v128.or(low, gather(i32x4.shr_u(keys, 2))))
}

/**
 * Sums over the pixels of each of 16 x 16 x 16 cells of RGB, red's levels first: R, G, B and how many (f64 each).
 * @param colours, counts as `collectColours` left them; @param found how many; @param to 4096 times 32 bytes, zeroed
 */
export function cellSums(colours: usize, counts: usize, found: i32, to: usize): void {
  for (const end = colours + (<usize>found << 2); colours < end; colours += 4) {
    const colour = load<i32>(colours)
    const times = f64x2.splat(<f64>load<i32>(counts))
    const r = colour >> 16
    const g = (colour >> 8) & 255
    const b = colour & 255
    const cell = to + (<usize>(((r & 240) << 4) | (g & 240) | (b >> 4)) << 5)
    const rg = f64x2.mul(times, f64x2(<f64>r, <f64>g))
    const bn = f64x2.mul(times, f64x2(<f64>b, 1))
    v128.store(cell, f64x2.add(v128.load(cell), rg))
    v128.store(cell, f64x2.add(v128.load(cell, 16), bn), 16)
    counts += 4
  }
}

/** Four bits that have two others between them, side by side: of four numbers. */
// @ts-ignore: decorator of AssemblyScript
@inline
function gather(v: v128): v128 {
  let x = v128.and(v, i32x4.splat(0x249))
  x = v128.and(v128.or(x, i32x4.shr_u(x, 2)), i32x4.splat(0xc3))
  return v128.and(v128.or(x, i32x4.shr_u(x, 4)), i32x4.splat(15))
}

/**
 * Of each pixel, 16 a step: four times its cell in the upper half of a word, four times its place there in the lower one. Places
 * are in Morton's order, the channels' bits in turn, so that near colours have near counts.
 */
function keysOf(rgb: usize, steps: i32, to: usize): void {
  const nibble = i8x16.splat(15)
  // Bits 0, 1, 2 of a nibble at 0, 3, 6; bit 3 at 9, in the next byte.
  const lower = i8x16(0, 1, 8, 9, 64, 65, 72, 73, 0, 1, 8, 9, 64, 65, 72, 73)
  const upper = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2)
  for (let i = 0; i < steps; i++) {
    const p0 = v128.load(rgb)
    const p1 = v128.load(rgb, 16)
    const p2 = v128.load(rgb, 32)
    const r = reds(p0, p1, p2)
    const g = greens(p0, p1, p2)
    const b = blues(p0, p1, p2)
    const rLow = i8x16.swizzle(lower, v128.and(r, nibble))
    const rHigh = i8x16.swizzle(upper, v128.and(r, nibble))
    const gLow = i8x16.swizzle(lower, v128.and(g, nibble))
    const gHigh = i8x16.swizzle(upper, v128.and(g, nibble))
    const bLow = i8x16.swizzle(lower, v128.and(b, nibble))
    const bHigh = i8x16.swizzle(upper, v128.and(b, nibble))
    const cellLow = v128.or(v128.andnot(g, nibble), i8x16.shr_u(b, 4))
    const cellHigh = i8x16.shr_u(r, 4)
    const places = weave(zipLow(rLow, rHigh), zipLow(gLow, gHigh), zipLow(bLow, bHigh))
    const more = weave(zipHigh(rLow, rHigh), zipHigh(gLow, gHigh), zipHigh(bLow, bHigh))
    const cells = i16x8.shl(zipLow(cellLow, cellHigh), 2)
    const moreCells = i16x8.shl(zipHigh(cellLow, cellHigh), 2)
    v128.store(to, i16x8.shuffle(places, cells, 0, 8, 1, 9, 2, 10, 3, 11))
    v128.store(to, i16x8.shuffle(places, cells, 4, 12, 5, 13, 6, 14, 7, 15), 16)
    v128.store(to, i16x8.shuffle(more, moreCells, 0, 8, 1, 9, 2, 10, 3, 11), 32)
    v128.store(to, i16x8.shuffle(more, moreCells, 4, 12, 5, 13, 6, 14, 7, 15), 48)
    rgb += 48
    to += 64
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function weave(r: v128, g: v128, b: v128): v128 {
  return v128.or(v128.or(i16x8.shl(r, 4), i16x8.shl(g, 3)), i16x8.shl(b, 2))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function zipLow(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function zipHigh(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
}
