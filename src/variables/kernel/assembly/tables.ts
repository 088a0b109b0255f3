// What follows from tables of a colour, counted over the distinct colours.

/**
 * Counts levels: what three tables of 256 bytes say of R, G and B, added up, at most 255.
 * @param colours 0xRRGGBB each; @param counts how many pixels have each (u32); @param found how many colours
 * @param to 256 counts (u32), zeroed
 */
export function levelCounts(colours: usize, counts: usize, found: i32, tables: usize, to: usize): void {
  for (const end = colours + (<usize>found << 2); colours < end; colours += 4) {
    const colour = load<u32>(colours)
    const level =
      <u32>load<u8>(tables + <usize>(colour >> 16)) +
      <u32>load<u8>(tables + <usize>((colour >> 8) & 255), 256) +
      <u32>load<u8>(tables + <usize>(colour & 255), 512)
    const slot = to + (<usize>min<u32>(level, 255) << 2)
    store<u32>(slot, load<u32>(slot) + load<u32>(counts))
    counts += 4
  }
}

/** Counts names: what a table says of each of 32 x 32 x 32 cells of RGB, one byte each, red's levels first. The rest as above. */
export function nameCounts(colours: usize, counts: usize, found: i32, table: usize, to: usize): void {
  for (const end = colours + (<usize>found << 2); colours < end; colours += 4) {
    const colour = load<u32>(colours)
    const cell = ((colour & 0xf80000) >> 9) | ((colour & 0xf800) >> 6) | ((colour & 0xf8) >> 3)
    const slot = to + (<usize>load<u8>(table + <usize>cell) << 2)
    store<u32>(slot, load<u32>(slot) + load<u32>(counts))
    counts += 4
  }
}
