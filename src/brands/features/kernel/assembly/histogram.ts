// Histograms of edge directions in cells, as of SIFT and HOG: what is added is shared between the cells and the directions next to it.

export const directions = 8

/** Bytes of a cell's directions. */
export const directionBytes: usize = directions * 4
/** With one direction more than there are, which is the first one again. */
export const cellBytes = (directions + 1) * 4

/**
 * Adds four gradients to the cells around them, trilinear. What counts for nothing may lie anywhere.
 * @param rowBytes of a row of cells
 * @param last column and row that an edge may begin in
 * @param direction 0 to 8
 */
// @ts-ignore: decorator of AssemblyScript
@inline
export function spread(
  histograms: usize,
  rowBytes: i32,
  last: i32,
  cx: v128,
  cy: v128,
  direction: v128,
  size: v128,
): void {
  const one = f32x4.splat(1)
  const zero = f32x4.splat(0)
  const furthest = f32x4.splat(<f32>last)
  const column = f32x4.pmax(zero, f32x4.pmin(furthest, f32x4.floor(cx)))
  const row = f32x4.pmax(zero, f32x4.pmin(furthest, f32x4.floor(cy)))
  const bin = f32x4.pmin(f32x4.splat(<f32>(directions - 1)), f32x4.floor(direction))
  const right = f32x4.sub(cx, column)
  const down = f32x4.sub(cy, row)
  const turned = f32x4.sub(direction, bin)
  const place = f32x4.add(
    f32x4.add(f32x4.mul(row, f32x4.splat(<f32>rowBytes)), f32x4.mul(column, f32x4.splat(<f32>cellBytes))),
    f32x4.mul(bin, f32x4.splat(4)),
  )
  const at = i32x4.trunc_sat_f32x4_s(place)
  const upper = f32x4.mul(size, f32x4.sub(one, down))
  const lower = f32x4.mul(size, down)
  const left = f32x4.sub(one, right)
  add(histograms, at, f32x4.mul(upper, left), turned)
  add(histograms + cellBytes, at, f32x4.mul(upper, right), turned)
  add(histograms + rowBytes, at, f32x4.mul(lower, left), turned)
  add(histograms + rowBytes + cellBytes, at, f32x4.mul(lower, right), turned)
}

/** Adds to two neighbouring directions each. */
// @ts-ignore: decorator of AssemblyScript
@inline
function add(cell: usize, at: v128, size: v128, turned: v128): void {
  const next = f32x4.mul(size, turned)
  const here = f32x4.mul(size, f32x4.sub(f32x4.splat(1), turned))
  const first = v128.shuffle<f32>(here, next, 0, 4, 1, 5)
  const second = v128.shuffle<f32>(here, next, 2, 6, 3, 7)
  const a = cell + <usize>i32x4.extract_lane(at, 0)
  v128.store64_lane(a, f32x4.add(v128.load64_zero(a), first), 0)
  const b = cell + <usize>i32x4.extract_lane(at, 1)
  v128.store64_lane(b, f32x4.add(v128.load64_lane(b, first, 1), v128.shuffle<f32>(first, first, 2, 3, 2, 3)), 1)
  const c = cell + <usize>i32x4.extract_lane(at, 2)
  v128.store64_lane(c, f32x4.add(v128.load64_zero(c), second), 0)
  const d = cell + <usize>i32x4.extract_lane(at, 3)
  v128.store64_lane(d, f32x4.add(v128.load64_lane(d, second, 1), v128.shuffle<f32>(second, second, 2, 3, 2, 3)), 1)
}

/** A whole turn is none: what the direction after the last one has goes to the first. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function close(cell: usize): void {
  store<f32>(cell, load<f32>(cell) + load<f32>(cell, directionBytes))
}
