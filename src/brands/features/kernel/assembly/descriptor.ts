import { turns } from './angle'

const cells = 4
const directions = 8
/** Samples a side: four a cell. */
const side = 16

/** Bytes of a cell's histogram: one direction more than there are, which is the first one again. */
const directionBytes: usize = directions * 4
const cellBytes = (directions + 1) * 4
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
      spread(scratch, cx, cy, turn, v128.and(f32x4.mul(size, v128.load(weights)), counted))
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

/** Adds four gradients to the cells around them, trilinear. What counts for nothing may lie anywhere. */
// @ts-ignore: decorator of AssemblyScript
@inline
function spread(histograms: usize, cx: v128, cy: v128, turn: v128, size: v128): void {
  const one = f32x4.splat(1)
  const all = f32x4.splat(<f32>directions)
  const scaled = f32x4.mul(turn, all)
  const direction = v128.bitselect(f32x4.add(scaled, all), scaled, f32x4.lt(scaled, f32x4.splat(0)))
  const last = f32x4.splat(<f32>cells)
  const column = f32x4.pmax(f32x4.splat(0), f32x4.pmin(last, f32x4.floor(cx)))
  const row = f32x4.pmax(f32x4.splat(0), f32x4.pmin(last, f32x4.floor(cy)))
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

/** Unit length, nothing above 0.2, then the square root of each share. */
function finish(histograms: usize, out: usize): void {
  let squares: f32 = 0
  for (let cell = 0; cell < cells * cells; cell++) {
    const at = cellAt(histograms, cell)
    store<f32>(at, load<f32>(at) + load<f32>(at, directionBytes))
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
