// The distinct colours of a picture and how often each occurs. Photos have ten times fewer colours than pixels, so whatever
// does not ask where a pixel lies is reckoned over these.

/** Bits of a channel that choose a part of the colour cube: 64 parts, whose counts fit the processor's second cache. */
const room: usize = 4 << 18 // bytes of a part's counts

/**
 * @param rgb address of interleaved pixels; @param pixels how many
 * @param scratch 1280 + `room` bytes, zeroed
 * @param keys scratch of 4 bytes a pixel; the colours go there, 0xRRGGBB each (u32), ordered by part
 * @param counts 4 bytes a pixel: how many pixels have each colour
 * @returns how many colours there are
 */
export function palette(rgb: usize, pixels: i32, scratch: usize, keys: usize, counts: usize): i32 {
  // Each part has four places to go on at: neighbours, which are often alike, do not wait for each other.
  const nexts = scratch
  const spreads = scratch + 1024
  const table = scratch + 1280
  for (let v: usize = 0; v < 64; v++) store<u32>(spreads + (v << 2), spread(<u32>v))
  const end = rgb + 3 * <usize>pixels
  let turn: usize = 0
  for (let at = rgb; at < end; at += 3) {
    const slot = nexts + partOf(at) + turn
    store<u32>(slot, load<u32>(slot) + 1)
    turn = (turn + 4) & 12
  }
  let start: u32 = 0
  for (let slot = nexts; slot < nexts + 1024; slot += 4) {
    const size = load<u32>(slot)
    store<u32>(slot, start)
    start += size
  }
  turn = 0
  for (let at = rgb; at < end; at += 3) {
    const slot = nexts + partOf(at) + turn
    const place = load<u32>(slot)
    store<u32>(slot, place + 1)
    turn = (turn + 4) & 12
    const r = load<u32>(spreads + (<usize>(load<u8>(at) & 63) << 2))
    const g = load<u32>(spreads + (<usize>(load<u8>(at, 1) & 63) << 2))
    const b = load<u32>(spreads + (<usize>(load<u8>(at, 2) & 63) << 2))
    store<u32>(keys + (<usize>place << 2), ((r << 2) | (g << 1) | b) << 2)
  }
  let found: usize = 0
  let from = keys
  for (let part: u32 = 0; part < 64; part++) {
    const until = keys + (<usize>load<u32>(nexts + (<usize>part << 4), 12) << 2)
    count(table, from, until)
    const above = ((part & 48) << 18) | ((part & 12) << 12) | ((part & 3) << 6)
    for (let at = from; at < until; at += 4) {
      const key = load<u32>(at)
      const times = load<u32>(table + <usize>key)
      if (times === 0) continue
      store<u32>(table + <usize>key, 0)
      // The list of colours never overtakes the keys that are still to be read.
      const low = (gather(key >> 4) << 16) | (gather(key >> 3) << 8) | gather(key >> 2)
      store<u32>(keys + found, above | low)
      store<u32>(counts + found, times)
      found += 4
    }
    from = until
  }
  return <i32>(found >> 2)
}

/** Counts keys; a run of one key is counted at once. */
function count(table: usize, from: usize, until: usize): void {
  while (from < until) {
    const key = load<u32>(from)
    let run: u32 = 1
    from += 4
    while (from < until && load<u32>(from) === key) {
      run++
      from += 4
    }
    const slot = table + <usize>key
    store<u32>(slot, load<u32>(slot) + run)
  }
}

/** The part that a pixel belongs to, times 16: two bits of R, G and B each. */
// @ts-ignore: decorator of AssemblyScript
@inline
function partOf(at: usize): usize {
  return (<usize>(load<u8>(at) & 192) << 2) | (<usize>(load<u8>(at, 1) & 192)) | (<usize>(load<u8>(at, 2) & 192) >> 2)
}

/** Six bits, two zeros between each: near colours have near counts (Morton's order). */
function spread(v: u32): u32 {
  let x = (v | (v << 8)) & 0x300f
  x = (x | (x << 4)) & 0x30c3
  return (x | (x << 2)) & 0x9249
}

/** The inverse of `spread`. */
// @ts-ignore: decorator of AssemblyScript
@inline
function gather(v: u32): u32 {
  let x = v & 0x9249
  x = (x | (x >> 2)) & 0x30c3
  x = (x | (x >> 4)) & 0x300f
  return (x | (x >> 8)) & 63
}
