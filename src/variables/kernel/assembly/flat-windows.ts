// Where all of a window is of one level, row by row: it has columns that are, side by side and of one level. What a window has beyond the
// picture is the mirror image of what it has in it.

let levels: usize = 0
let width: i32 = 0
let height: i32 = 0
let reach: i32 = 0
/** Of each column, how many rows are of one level, up to row `followed` - 1: a byte each, 255 and more alike. */
let equal: usize = 0
let followed: i32 = 0
/** How many rows of a window lie in the picture, around the row that is looked at. */
let rows: i32 = 0

/**
 * @param plane `high` rows of `wide` f32, and room for 15 more
 * @param far how far a window reaches to each side: at most 127
 * @param counts `wide` bytes, and 16 more
 */
export function beginFlatWindows(plane: usize, wide: i32, high: i32, far: i32, counts: usize): void {
  levels = plane
  width = wide
  height = high
  reach = far
  equal = counts
  followed = 0
  memory.fill(equal, 0, <usize>width + 16)
}

/** Marks (255) the windows of a row; rows must be asked for in turn, from 0. @param flat a byte for each pixel */
export function flatWindows(y: i32, flat: usize): void {
  const last = min(height - 1, y + reach)
  rows = last - max(0, y - reach) + 1
  while (followed <= last) follow(followed++)
  memory.fill(flat, 0, <usize>width)
  const row = levels + (<usize>(y * width) << 2)
  let from = 0
  let x = 0
  while (x < width) {
    if ((x & 15) === 0 && !v128.any_true(flatColumns(x))) {
      mark(flat, from, x)
      x += 16
      from = x
      continue
    }
    const at = row + (<usize>x << 2)
    if (<i32>load<u8>(equal + <usize>x) < rows) {
      mark(flat, from, x)
      from = x + 1
    } else if (x > from && load<f32>(at) !== load<f32>(at - 4)) {
      mark(flat, from, x)
      from = x
    }
    x++
  }
  mark(flat, from, width)
}

/** Which of 16 columns are of one level, as far as the windows of the row reach. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function flatColumns(x: i32): v128 {
  return i8x16.ge_u(v128.load(equal + <usize>x), i8x16.splat(<i8>rows))
}

/** Counts, of each column, how many rows up to one are of its level. */
function follow(y: i32): void {
  const line = <usize>width << 2
  const row = levels + <usize>y * line
  const above = y > 0 ? row - line : row
  for (let x: usize = 0; x < <usize>width; x += 16) {
    const a = row + (x << 2)
    const b = above + (x << 2)
    const same = i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(
        f32x4.eq(v128.load(a), v128.load(b)),
        f32x4.eq(v128.load(a, 16), v128.load(b, 16)),
      ),
      i16x8.narrow_i32x4_s(
        f32x4.eq(v128.load(a, 32), v128.load(b, 32)),
        f32x4.eq(v128.load(a, 48), v128.load(b, 48)),
      ),
    )
    v128.store(equal + x, i8x16.add_sat_u(v128.and(v128.load(equal + x), same), i8x16.splat(1)))
  }
}

/** Columns of one level: what lies `reach` inside has its window among them. */
function mark(flat: usize, from: i32, end: i32): void {
  if (from > 0) from += reach
  if (end < width) end -= reach
  if (end > from) memory.fill(flat + <usize>from, 255, <usize>(end - from))
}
