import { turns } from './angle'
import { cellBytes, close, directionBytes, directions, spread } from './histogram'

const cells = 4
/** Samples a side: four a cell. */
const side = 16

const rowBytes = (cells + 2) * cellBytes

/**
 * Lowe's descriptor (2004, section 6) as RootSIFT (Arandjelović & Zisserman 2012): 4 x 4 cells of 8 directions, each the
 * square root of its share, times 512, at most 255. The cells are 3 sigma wide; they are sampled at 16 x 16 pixels.
 * @param weights 16 x 16 f32, how much a sample counts
 * @param angle in turns
 * @param scratch of 6 · 6 · 9 floats
 * @param out 128 bytes
 */
export function describe(
  plane: usize,
  width: i32,
  height: i32,
  x: f32,
  y: f32,
  sigma: f32,
  angle: f32,
  weights: usize,
  scratch: usize,
  out: usize,
): void {
  memory.fill(scratch, 0, (cells + 2) * rowBytes)
  const radians = <f64>angle * 6.283185307179586
  const cos = f32x4.splat(<f32>Math.cos(radians))
  const sin = f32x4.splat(<f32>Math.sin(radians))
  const step: f32 = 0.75 * sigma
  const toCells = f32x4.splat(1 / (3 * sigma))
  const stride = <usize>width << 2
  for (let j = 0; j < side; j++) {
    const v = f32x4.splat((<f32>j - 7.5) * step)
    for (let i = 0; i < side; i += 4, weights += 16) {
      const u = f32x4.mul(f32x4.add(f32x4.splat(<f32>i - 7.5), f32x4(0, 1, 2, 3)), f32x4.splat(step))
      const px = f32x4.nearest(f32x4.sub(f32x4.add(f32x4.splat(x), f32x4.mul(cos, u)), f32x4.mul(sin, v)))
      const py = f32x4.nearest(f32x4.add(f32x4.add(f32x4.splat(y), f32x4.mul(sin, u)), f32x4.mul(cos, v)))
      const column = i32x4.trunc_sat_f32x4_s(px)
      const row = i32x4.trunc_sat_f32x4_s(py)
      const inside = v128.and(within(column, width), within(row, height))
      if (!v128.any_true(inside)) continue
      // Samples beyond the edge read the first pixel of all that has neighbours, and count for nothing.
      const pixel = v128.bitselect(
        i32x4.add(i32x4.mul(row, i32x4.splat(width)), column),
        i32x4.splat(width + 1),
        inside,
      )
      const a = plane + (<usize>i32x4.extract_lane(pixel, 0) << 2)
      const b = plane + (<usize>i32x4.extract_lane(pixel, 1) << 2)
      const c = plane + (<usize>i32x4.extract_lane(pixel, 2) << 2)
      const d = plane + (<usize>i32x4.extract_lane(pixel, 3) << 2)
      const dx = f32x4.sub(gathered(a + 4, b + 4, c + 4, d + 4), gathered(a - 4, b - 4, c - 4, d - 4))
      const dy = f32x4.sub(
        gathered(a + stride, b + stride, c + stride, d + stride),
        gathered(a - stride, b - stride, c - stride, d - stride),
      )
      const fx = f32x4.sub(px, f32x4.splat(x))
      const fy = f32x4.sub(py, f32x4.splat(y))
      // The pixel's own place counts, not that of the sample: + 0.5 for the middle of a cell, + 1 for the frame.
      const middle = f32x4.splat(<f32>(cells / 2) + 0.5)
      const cx = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(cos, fx), f32x4.mul(sin, fy)), toCells), middle)
      const cy = f32x4.add(f32x4.mul(f32x4.sub(f32x4.mul(cos, fy), f32x4.mul(sin, fx)), toCells), middle)
      const turn = f32x4.sub(turns(dy, dx), f32x4.splat(angle))
      const size = f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)))
      const counted = v128.and(inside, v128.and(inFrame(cx), inFrame(cy)))
      const amount = v128.and(f32x4.mul(size, v128.load(weights)), counted)
      spread(scratch, rowBytes, cells, cx, cy, inDirections(turn), amount)
    }
  }
  finish(scratch, out)
}

/** Whether pixels have neighbours on both sides. */
// @ts-ignore: decorator of AssemblyScript
@inline
function within(at: v128, size: i32): v128 {
  return v128.and(i32x4.ge_s(at, i32x4.splat(1)), i32x4.le_s(at, i32x4.splat(size - 2)))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function inFrame(cell: v128): v128 {
  return v128.and(f32x4.ge(cell, f32x4.splat(0)), f32x4.lt(cell, f32x4.splat(<f32>(cells + 1))))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function gathered(a: usize, b: usize, c: usize, d: usize): v128 {
  const one = v128.load32_lane(b, v128.load32_zero(a), 1)
  return v128.load32_lane(d, v128.load32_lane(c, one, 2), 3)
}

/** Turns from -1 to 1 as directions from 0 to 8. */
// @ts-ignore: decorator of AssemblyScript
@inline
function inDirections(turn: v128): v128 {
  const all = f32x4.splat(<f32>directions)
  const scaled = f32x4.mul(turn, all)
  return v128.bitselect(f32x4.add(scaled, all), scaled, f32x4.lt(scaled, f32x4.splat(0)))
}

/** Unit length, nothing above 0.2, then the square root of each share. */
function finish(histograms: usize, out: usize): void {
  let squares: f32 = 0
  for (let cell = 0; cell < cells * cells; cell++) {
    const at = cellAt(histograms, cell)
    close(at)
    for (let i: usize = 0; i < directionBytes; i += 4) {
      const value = load<f32>(at + i)
      squares += value * value
    }
  }
  const most: f32 = 0.2 * sqrt(squares)
  let sum: f32 = 1e-9
  for (let cell = 0; cell < cells * cells; cell++) {
    const at = cellAt(histograms, cell)
    for (let i: usize = 0; i < directionBytes; i += 4) sum += min(most, load<f32>(at + i))
  }
  const highest = f32x4.splat(most)
  const whole = f32x4.splat(sum)
  for (let cell = 0; cell < cells * cells; cell++, out += directions) {
    const at = cellAt(histograms, cell)
    const low = levels(v128.load(at), highest, whole)
    const high = levels(v128.load(at, 16), highest, whole)
    const words = i16x8.narrow_i32x4_s(low, high)
    v128.store64_lane(out, i8x16.narrow_i16x8_u(words, words), 0)
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function cellAt(histograms: usize, cell: i32): usize {
  return histograms + <usize>((cell >> 2) + 1) * rowBytes + <usize>((cell & 3) + 1) * cellBytes
}

// @ts-ignore: decorator of AssemblyScript
@inline
function levels(values: v128, most: v128, sum: v128): v128 {
  const roots = f32x4.sqrt(f32x4.div(f32x4.pmin(most, values), sum))
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(roots, f32x4.splat(512))))
}
