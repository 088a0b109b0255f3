// Canny's last step: edges are followed from strong pixels to weak ones that touch them.

export const none: u8 = 0
export const maybe: u8 = 1 // above the low threshold
export const fresh: u8 = 2 // an edge; its neighbours were not looked at
export const seen: u8 = 4 // an edge

/**
 * Follows edges from strong to weak pixels, 8 neighbours.
 * @param map as `edges` left it; @param size its bytes, a multiple of 16; @param stack scratch of `room` u32
 * @returns how many pixels are edges
 */
export function follow(map: usize, size: i32, stride: usize, stack: usize, room: i32): i32 {
  let count = 0
  let full = true
  while (full) {
    full = false
    for (let block: usize = 0; block < <usize>size; block += 16) {
      let found = i8x16.bitmask(i8x16.eq(v128.load(map + block), i8x16.splat(fresh)))
      while (found) {
        const from = map + block + <usize>ctz(found)
        found &= found - 1
        if (load<u8>(from) !== fresh) continue
        let depth = 1
        store<u32>(stack, <u32>from)
        store<u8>(from, seen)
        while (depth > 0) {
          depth--
          const at = <usize>load<u32>(stack + ((<usize>depth) << 2))
          count++
          for (let row = at - stride - 1; row <= at + stride; row += stride) {
            // Three neighbours at once: mostly none of them is new.
            let open = load<u32>(row) & 0x030303
            while (open) {
              const next = row + <usize>(ctz(open) >> 3)
              open &= open - 1
              if (depth < room) {
                store<u8>(next, seen)
                store<u32>(stack + (<usize>depth << 2), <u32>next)
                depth++
              } else {
                store<u8>(next, fresh) // no room: another round finds it
                full = true
              }
            }
          }
        }
      }
    }
  }
  return count
}

/** The map of `follow` as a plane: 1 for a pixel on an edge, else 0. @param to 16 bytes longer than the plane */
export function edgePlane(map: usize, width: i32, height: i32, to: usize): void {
  const one = i8x16.splat(1)
  for (let y = 0; y < height; y++) {
    const row = map + <usize>((y + 1) * (width + 2) + 1)
    for (let x: usize = 0; x < <usize>width; x += 16) {
      v128.store(to + x, v128.and(i8x16.eq(v128.load(row + x), i8x16.splat(seen)), one))
    }
    to += width
  }
}
