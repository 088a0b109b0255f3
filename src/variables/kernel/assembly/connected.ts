// Superpixels of one piece each: connected parts of equal labels, small ones joined to a neighbour; and what lies in each of them.

import { accumulate } from './sums'

/**
 * Breadth first from the first pixel of each part, neighbours right, left, below, above, as scikit-image does it: the order
 * decides which neighbour a small part goes to.
 * @param labels one byte a pixel, `pitch` a row, with a frame of one pixel of 255 around them
 * @param joined the same, all nought: gets numbers from 1 on
 * @param small parts of fewer pixels are joined to a neighbour; @param large parts are cut when they have so many
 * @param queue 4 bytes a pixel
 */
export function joinParts(
  labels: usize,
  width: i32,
  height: i32,
  pitch: i32,
  small: i32,
  large: i32,
  queue: usize,
  joined: usize,
): void {
  let fresh = 1
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const start = y * pitch + x
      if (load<u8>(joined + start)) continue
      const label = load<u8>(labels + start)
      let beside = 1
      let size = 1
      store<u8>(joined + start, fresh)
      store<i32>(queue, start)
      for (let visited = 0; visited < size && size < large; visited++) {
        const here = load<i32>(queue + (<usize>visited << 2))
        for (let side = 0; side < 4; side++) {
          const next = here + (side === 0 ? 1 : side === 1 ? -1 : side === 2 ? pitch : -pitch)
          const part = load<u8>(joined + next)
          if (part === 0 && load<u8>(labels + next) === label) {
            store<u8>(joined + next, fresh)
            store<i32>(queue + (<usize>size << 2), next)
            if (++size >= large) break
          } else if (part && part !== fresh) beside = part
        }
      }
      if (size >= small) fresh++
      else for (let i = 0; i < size; i++) store<u8>(joined + load<i32>(queue + (<usize>i << 2)), beside)
    }
  }
}

/**
 * @param joined as `joinParts` left it; @param weights one byte a pixel, without frame
 * @param sums a part: pixels, x, y, weights (f64), which are added to
 */
export function partSums(joined: usize, width: i32, height: i32, pitch: i32, weights: usize, sums: usize): void {
  for (let y = 0; y < height; y++) {
    const row = joined + <usize>(y * pitch)
    let x = 0
    while (x < width) {
      const part = load<u8>(row + x)
      const all = i8x16.splat(part)
      const from = x
      let weight = i32x4.splat(0)
      while (x + 16 <= width && i8x16.all_true(i8x16.eq(v128.load(row + x), all))) {
        weight = i32x4.add(weight, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v128.load(weights + x))))
        x += 16
      }
      let rest = 0
      for (; x < width && load<u8>(row + x) === part; x++) rest += load<u8>(weights + x)
      const pixels = <f64>(x - from)
      const to = sums + (<usize>part << 5)
      accumulate(to, pixels)
      accumulate(to + 8, (pixels * <f64>(from + x - 1)) / 2)
      accumulate(to + 16, pixels * <f64>y)
      const heavy =
        i32x4.extract_lane(weight, 0) +
        i32x4.extract_lane(weight, 1) +
        i32x4.extract_lane(weight, 2) +
        i32x4.extract_lane(weight, 3)
      accumulate(to + 24, <f64>(heavy + rest))
    }
    weights += width
  }
}
