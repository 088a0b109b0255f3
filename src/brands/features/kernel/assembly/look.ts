import { turns } from './angle'
import { cellBytes, close, directionBytes, directions, spread } from './histogram'

/** Side, px, at which logos are looked at. */
export const lookSide = 32
const cells = 8
const cellSide = lookSide / cells
const rowBytes = (cells + 2) * cellBytes
/** Square root of a gradient below which there is no edge. */
const faint: f32 = 1.5
/** Bytes of a row of the small picture. */
export const lookRow: usize = 3 * lookSide

/**
 * A part of a picture, 32 x 32 px, interleaved: each px the mean of four places. Beyond an edge, it is repeated.
 * @param rgb interleaved
 * @param scratch of 128 i32
 */
export function smallPicture(
  rgb: usize,
  width: i32,
  height: i32,
  x1: f64,
  y1: f64,
  x2: f64,
  y2: f64,
  scratch: usize,
  out: usize,
): void {
  let rows = scratch + 8 * lookSide
  for (let i = 0; i < 2 * lookSide; i++) {
    const at = <usize>i << 2
    store<i32>(scratch + at, 3 * place(x1, x2, i, width))
    store<i32>(rows + at, 3 * width * place(y1, y2, i, height))
  }
  const end = out + <usize>lookSide * lookRow
  for (; out < end; rows += 8) {
    const upper = rgb + <usize>load<i32>(rows)
    const lower = rgb + <usize>load<i32>(rows, 4)
    for (let column = scratch; column < scratch + 8 * lookSide; column += 8, out += 3) {
      const left = <usize>load<i32>(column)
      const right = <usize>load<i32>(column, 4)
      const above = i16x8.add(v128.load8x8_u(upper + left), v128.load8x8_u(upper + right))
      const below = i16x8.add(v128.load8x8_u(lower + left), v128.load8x8_u(lower + right))
      const mean = i16x8.shr_u(i16x8.add(above, below), 2)
      // The fourth byte is overwritten by the next px.
      v128.store32_lane(out, i8x16.narrow_i16x8_u(mean, mean), 0)
    }
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function place(from: f64, to: f64, i: i32, limit: i32): i32 {
  const at = from + ((to - from) * (<f64>i + 0.5)) / (2 * lookSide)
  return <i32>max(0, min(<f64>(limit - 1), floor(at)))
}

/**
 * Edges: a histogram of oriented gradients (Dalal & Triggs 2005) of the whole, unsigned directions, as a logo may be light on dark; the
 * channel with the strongest edge speaks; square roots, so that one strong edge is not all. Colours: of each cell, lightness less
 * the mean of all and two opponent colours. Both of unit length.
 * @param small 32 x 32 px, interleaved
 * @param scratch of 10 · 10 · 9 floats
 * @param out 8 · 8 · 8 f32 of edges, then 8 · 8 · 3 of colours
 */
export function lookOf(small: usize, scratch: usize, out: usize): void {
  edgesOf(small, scratch, out)
  coloursOf(small, out + <usize>(cells * cells) * directionBytes)
}

function edgesOf(small: usize, scratch: usize, out: usize): void {
  memory.fill(scratch, 0, (cells + 2) * rowBytes)
  const first = f32x4(0, 1, 2, 3)
  const toCells = f32x4.splat(<f32>1 / <f32>cellSide)
  for (let y = 1; y < lookSide - 1; y++) {
    const row = small + <usize>y * lookRow
    // One more for the frame.
    const cy = f32x4.splat((<f32>y - 1.5) / <f32>cellSide + 1)
    for (let x = 1; x < lookSide - 1; x += 4) {
      const at = row + 3 * <usize>x
      const left = v128.load(at - 3)
      const right = v128.load(at + 3)
      const upper = v128.load(at - lookRow)
      const lower = v128.load(at + lookRow)
      let dx = i32x4.sub(reds(right), reds(left))
      let dy = i32x4.sub(reds(lower), reds(upper))
      let strongest = squaresOf(dx, dy)
      for (let channel = 1; channel < 3; channel++) {
        const across = channel === 1 ? i32x4.sub(greens(right), greens(left)) : i32x4.sub(blues(right), blues(left))
        const down = channel === 1 ? i32x4.sub(greens(lower), greens(upper)) : i32x4.sub(blues(lower), blues(upper))
        const squares = squaresOf(across, down)
        const stronger = i32x4.gt_s(squares, strongest)
        strongest = v128.bitselect(squares, strongest, stronger)
        dx = v128.bitselect(across, dx, stronger)
        dy = v128.bitselect(down, dy, stronger)
      }
      const strength = f32x4.sqrt(f32x4.sqrt(f32x4.convert_i32x4_s(strongest)))
      const column = f32x4.add(f32x4.splat(<f32>x), first)
      const inside = f32x4.lt(column, f32x4.splat(<f32>(lookSide - 1)))
      const counted = v128.and(inside, f32x4.ge(strength, f32x4.splat(faint)))
      if (!v128.any_true(counted)) continue
      // Half a turn is none: directions have no sign.
      const turn = f32x4.mul(
        turns(f32x4.convert_i32x4_s(dy), f32x4.convert_i32x4_s(dx)),
        f32x4.splat(<f32>2 * <f32>directions),
      )
      const all = f32x4.splat(<f32>directions)
      const direction = v128.bitselect(f32x4.sub(turn, all), turn, f32x4.ge(turn, all))
      const cx = f32x4.add(f32x4.mul(f32x4.sub(column, f32x4.splat(1.5)), toCells), f32x4.splat(1))
      spread(scratch, rowBytes, cells, cx, cy, direction, v128.and(strength, counted))
    }
  }
  let sum: f64 = 0
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const cell = scratch + (row + 1) * rowBytes + (column + 1) * cellBytes
      close(cell)
      const to = out + <usize>(row * cells + column) * directionBytes
      memory.copy(to, cell, directionBytes)
      for (let i: usize = 0; i < directionBytes; i += 4) sum += <f64>load<f32>(to + i)
    }
  }
  const values = cells * cells * directions
  const mean = <f32>(sum / values)
  for (let i: usize = 0; i < 4 * values; i += 4) store<f32>(out + i, load<f32>(out + i) - mean)
  toUnitLength(out, values)
}

function coloursOf(small: usize, out: usize): void {
  let light: f64 = 0
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      let red = 0
      let green = 0
      let blue = 0
      for (let y = 0; y < cellSide; y++) {
        let at = small + <usize>(row * cellSide + y) * lookRow + <usize>(3 * column * cellSide)
        for (let x = 0; x < cellSide; x++, at += 3) {
          red += load<u8>(at)
          green += load<u8>(at, 1)
          blue += load<u8>(at, 2)
        }
      }
      const to = out + 12 * <usize>(row * cells + column)
      const lightness = <f64>(red + green + blue) / 3
      store<f32>(to, <f32>lightness)
      store<f32>(to, <f32>(red - green), 4)
      store<f32>(to, <f32>(<f64>(red + green) / 2 - <f64>blue), 8)
      light += lightness
    }
  }
  const mean = <f32>(light / (cells * cells))
  for (let at: usize = 0; at < 12 * cells * cells; at += 12) store<f32>(out + at, load<f32>(out + at) - mean)
  toUnitLength(out, 3 * cells * cells)
}

function toUnitLength(values: usize, count: i32): void {
  const end = values + (<usize>count << 2)
  let squares: f64 = 0
  for (let at = values; at < end; at += 4) squares += <f64>load<f32>(at) * <f64>load<f32>(at)
  if (squares === 0) return
  const scale = <f32>(1 / Math.sqrt(squares))
  for (let at = values; at < end; at += 4) store<f32>(at, load<f32>(at) * scale)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function squaresOf(dx: v128, dy: v128): v128 {
  return i32x4.add(i32x4.mul(dx, dx), i32x4.mul(dy, dy))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function reds(rgb: v128): v128 {
  return i8x16.swizzle(rgb, i8x16(0, -1, -1, -1, 3, -1, -1, -1, 6, -1, -1, -1, 9, -1, -1, -1))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function greens(rgb: v128): v128 {
  return i8x16.swizzle(rgb, i8x16(1, -1, -1, -1, 4, -1, -1, -1, 7, -1, -1, -1, 10, -1, -1, -1))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function blues(rgb: v128): v128 {
  return i8x16.swizzle(rgb, i8x16(2, -1, -1, -1, 5, -1, -1, -1, 8, -1, -1, -1, 11, -1, -1, -1))
}
