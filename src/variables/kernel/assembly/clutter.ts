// What clutter is made of: means of cells of pixels, their CIELAB, and the directions that lightness changes in.

import { compressed } from './cube-roots'

/**
 * Mean R, G and B over a grid of cells, whose borders are whole pixels; a cell has at most 257 rows.
 * @param columns (3 `width` + 32) u16
 * @param to `stride` f32 a row of cells, black beyond the last one: the plane of R, then that of G, then that of B
 */
export function cellColours(
  rgb: usize,
  width: i32,
  height: i32,
  wide: i32,
  high: i32,
  stride: i32,
  columns: usize,
  to: usize,
): void {
  const plane = <usize>(stride * high) << 2
  memory.fill(to, 0, 3 * plane)
  for (let row = 0; row < high; row++) {
    const top = border(row, height, high)
    const bottom = border(row + 1, height, high)
    addRows(rgb + 3 * <usize>(top * width), 3 * width, bottom - top, columns)
    let from = columns
    for (let column = 0; column < wide; column++) {
      const left = border(column, width, wide)
      const right = border(column + 1, width, wide)
      let r = 0
      let g = 0
      let b = 0
      for (const end = columns + 6 * <usize>right; from < end; from += 6) {
        r += load<u16>(from)
        g += load<u16>(from, 2)
        b += load<u16>(from, 4)
      }
      const pixels = <f32>((bottom - top) * (right - left))
      const at = to + (<usize>(row * stride + column) << 2)
      store<f32>(at, <f32>r / pixels)
      store<f32>(at + plane, <f32>g / pixels)
      store<f32>(at + 2 * plane, <f32>b / pixels)
    }
  }
}

/** Where a cell begins: the product passes 32 bits where both are long. */
// @ts-ignore: decorator of AssemblyScript
@inline
function border(cell: i32, length: i32, cells: i32): i32 {
  return <i32>((<i64>cell * <i64>length) / <i64>cells)
}

/** Adds rows of bytes up, in 16 bits. */
function addRows(from: usize, length: i32, rows: i32, to: usize): void {
  for (let x: usize = 0; x < <usize>length; x += 16) {
    let low = i16x8.splat(0)
    let high = low
    for (let row = 0; row < rows; row++) {
      const bytes = v128.load(from + <usize>(row * length) + x)
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(bytes))
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(bytes))
    }
    v128.store(to + 2 * x, low)
    v128.store(to + 2 * x, high, 16)
  }
}

/**
 * CIELAB of cells, in the place of their R, G, B, less that of the first cell: no variance feels it, and single precision has
 * more left for small differences.
 * @param planes three, one after the other, of `count` f32 each, a multiple of 4
 * @param lights linear light of 0, 1, ... 255, 256 (f32); @param matrix what full R, G, B add to X, then to Y, then to Z (9 f32)
 */
export function cellLab(planes: usize, count: i32, lights: usize, matrix: usize): void {
  const size = <usize>count << 2
  const xs = planes
  const ys = planes + size
  const zs = ys + size
  for (let i: usize = 0; i < size; i += 4) {
    const r = light(lights, load<f32>(xs + i))
    const g = light(lights, load<f32>(ys + i))
    const b = light(lights, load<f32>(zs + i))
    store<f32>(xs + i, load<f32>(matrix) * r + load<f32>(matrix, 4) * g + load<f32>(matrix, 8) * b)
    store<f32>(ys + i, load<f32>(matrix, 12) * r + load<f32>(matrix, 16) * g + load<f32>(matrix, 20) * b)
    store<f32>(zs + i, load<f32>(matrix, 24) * r + load<f32>(matrix, 28) * g + load<f32>(matrix, 32) * b)
  }
  const x0 = compressed(v128.load32_splat(xs))
  const y0 = compressed(v128.load32_splat(ys))
  const z0 = compressed(v128.load32_splat(zs))
  const a0 = f32x4.sub(x0, y0)
  const b0 = f32x4.sub(y0, z0)
  for (let i: usize = 0; i < size; i += 16) {
    const x = compressed(v128.load(xs + i))
    const y = compressed(v128.load(ys + i))
    const z = compressed(v128.load(zs + i))
    v128.store(xs + i, f32x4.mul(f32x4.splat(116), f32x4.sub(y, y0)))
    v128.store(ys + i, f32x4.mul(f32x4.splat(500), f32x4.sub(f32x4.sub(x, y), a0)))
    v128.store(zs + i, f32x4.mul(f32x4.splat(200), f32x4.sub(f32x4.sub(y, z), b0)))
  }
}

/** Linear light of a level that may lie between two whole ones. */
// @ts-ignore: decorator of AssemblyScript
@inline
function light(lights: usize, level: f32): f32 {
  const below = <i32>level
  const at = lights + (<usize>below << 2)
  const share = level - <f32>below
  return load<f32>(at) * (1 - share) + load<f32>(at, 4) * share
}

/** |a - b|, in the place of a. */
export function differences(a: usize, b: usize, count: i32): void {
  for (const end = a + (<usize>count << 2); a < end; a += 16) {
    v128.store(a, f32x4.abs(f32x4.sub(v128.load(a), v128.load(b))))
    b += 16
  }
}

/** Squares, in their place. */
export function squares(plane: usize, count: i32): void {
  for (const end = plane + (<usize>count << 2); plane < end; plane += 16) {
    const v = v128.load(plane)
    v128.store(plane, f32x4.mul(v, v))
  }
}

/** cos and sin of twice the angle, by the energies of four directions: in the place of the first two. */
export function directions(down: usize, across: usize, falling: usize, rising: usize, count: i32): void {
  for (const end = down + (<usize>count << 2); down < end; down += 16) {
    const h = v128.load(down)
    const v = v128.load(across)
    const left = v128.load(falling)
    const right = v128.load(rising)
    const all = f32x4.add(f32x4.add(f32x4.add(h, v), f32x4.add(left, right)), f32x4.splat(1))
    v128.store(down, f32x4.div(f32x4.sub(h, v), all))
    v128.store(across, f32x4.div(f32x4.sub(right, left), all))
    across += 16
    falling += 16
    rising += 16
  }
}
