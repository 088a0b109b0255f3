// Where the centres of superpixels are in one round: what bounds, distances and windows are reckoned from.

/** Centres come in fours, 24 at most: a list of them is so many bytes of f32. */
export const most: usize = 24
export const list: usize = 4 * most
/** Farther than any centre is; what no window reaches is as far. */
export const far: f32 = 1e30

/** A centre: how many pixels it has, and the sums of their x, y, l, a, b (f64). */
export const sumBytes: usize = 48

// Of all centres: |centre|² over l, a, b, x and y (over the step); l, a, b, x and y themselves; -2 times them.
export const offsets: usize = 0
export const middles: usize = offsets + list
export const slopes: usize = middles + 5 * list
/** Of each centre: how far the others are from it in l, a, b, x, y. */
export const gaps: usize = slopes + 5 * list
export const placesBytes: usize = gaps + most * 5 * list

/** @param sums of the last round, zeroed on the way; a centre that has lost all its pixels stays without */
export function placeCentres(sums: usize, count: i32, places: usize, pixel: f64): void {
  memory.fill(places, 0, gaps)
  for (let i: usize = 0; i < <usize>count; i++) {
    const at = places + (i << 2)
    const pixels = load<f64>(sums + i * sumBytes)
    let square: f32 = 0
    for (let d: usize = 0; d < 5; d++) {
      // Sums begin with x and y, places end with them.
      const sum = load<f64>(sums + i * sumBytes + (d < 3 ? (d + 3) << 3 : (d - 2) << 3))
      const middle = pixels === 0 ? <f32>0 : <f32>(d < 3 ? sum / pixels : (sum / pixels) * pixel)
      store<f32>(at + middles + d * list, middle)
      store<f32>(at + slopes + d * list, -2 * middle)
      square += middle * middle
    }
    store<f32>(at + offsets, square)
  }
  for (let i: usize = 0; i < <usize>count; i++) {
    for (let d: usize = 0; d < 5; d++) {
      const row = places + middles + d * list
      const own = v128.load32_splat(row + (i << 2))
      const to = places + gaps + (i * 5 + d) * list
      for (let at: usize = 0; at < list; at += 16) v128.store(to + at, f32x4.abs(f32x4.sub(v128.load(row + at), own)))
    }
  }
}

/**
 * Windows of the centres along one side of the picture.
 * @param sums address of a centre's count, @param axis bytes from there to the sum of its places
 * @param reach how far a centre reaches to either side: twice this
 * @param blocks of each block of 8: bits of the centres whose window touches it, and of those whose window covers it (i32 each)
 * @param lines of each centre: what each place adds to a distance, `line` f32
 */
export function placeWindows(
  sums: usize,
  axis: usize,
  count: i32,
  length: i32,
  reach: i32,
  pixel: f64,
  blocks: usize,
  lines: usize,
  line: i32,
): void {
  memory.fill(blocks, 0, line)
  for (let i = 0; i < count; i++) {
    const to = lines + (<usize>(i * line) << 2)
    for (let n: usize = 0; n < <usize>line << 2; n += 16) v128.store(to + n, f32x4.splat(far))
    const pixels = load<f64>(sums + <usize>i * sumBytes)
    if (pixels === 0) continue
    const middle = load<f64>(sums + <usize>i * sumBytes + axis) / pixels
    const from = <i32>max<f64>(middle - 2 * reach, 0)
    const end = <i32>min<f64>(middle + 2 * reach + 1, length)
    for (let n = from; n < end; n++) {
      const apart = (middle - n) * pixel
      store<f32>(to + (<usize>n << 2), <f32>(apart * apart))
    }
    for (let n = from & ~7; n < end; n += 8) {
      const at = blocks + <usize>n
      store<i32>(at, load<i32>(at) | (1 << i))
      if (from <= n && end >= min(length, n + 8)) store<i32>(at, load<i32>(at, 4) | (1 << i), 4)
    }
  }
}
