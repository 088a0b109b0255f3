import { turns } from './angle'

const cells = 4
const directions = 8
/** Samples a side: four a cell. */
const side = 16

/**
 * Lowe's descriptor (2004, section 6) as RootSIFT (Arandjelović & Zisserman 2012): 4 x 4 cells of 8 directions, each the
 * square root of its share, times 512, at most 255. The cells are 3 sigma wide; they are sampled at 16 x 16 pixels.
 * @param weights 16 x 16 f32, how much a sample counts
 * @param angle in turns
 * @param scratch of 6 · 6 · 8 floats
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
  memory.fill(scratch, 0, (cells + 2) * (cells + 2) * directions * 4)
  const radians = <f64>angle * 6.283185307179586
  const cos = <f32>Math.cos(radians)
  const sin = <f32>Math.sin(radians)
  const step: f32 = 0.75 * sigma
  const toCells: f32 = 1 / (3 * sigma)
  for (let j = 0; j < side; j++) {
    for (let i = 0; i < side; i++) {
      const u = (<f32>i - 7.5) * step
      const v = (<f32>j - 7.5) * step
      const px = <i32>nearest(x + cos * u - sin * v)
      const py = <i32>nearest(y + sin * u + cos * v)
      if (px < 1 || py < 1 || px > width - 2 || py > height - 2) continue
      const at = plane + ((<usize>py * <usize>width + <usize>px) << 2)
      const dx = load<f32>(at + 4) - load<f32>(at - 4)
      const dy = load<f32>(at + (<usize>width << 2)) - load<f32>(at - (<usize>width << 2))
      const fx = <f32>px - x
      const fy = <f32>py - y
      // The pixel's own place counts, not that of the sample: + 0.5 for the middle of a cell, + 1 for the frame.
      const cx = (cos * fx + sin * fy) * toCells + <f32>(cells / 2) + 0.5
      const cy = (cos * fy - sin * fx) * toCells + <f32>(cells / 2) + 0.5
      let direction = (turns(dy, dx) - angle) * <f32>directions
      if (direction < 0) direction += <f32>directions
      if (direction >= <f32>directions) direction -= <f32>directions
      const size = sqrt(dx * dx + dy * dy) * load<f32>(weights + (<usize>(side * j + i) << 2))
      spread(scratch, cx, cy, direction, size)
    }
  }
  finish(scratch, out)
}

/** Adds a gradient to the cells around it, trilinear. */
// @ts-ignore: decorator of AssemblyScript
@inline
function spread(histograms: usize, cx: f32, cy: f32, direction: f32, size: f32): void {
  if (cx < 0 || cy < 0 || cx >= <f32>(cells + 1) || cy >= <f32>(cells + 1)) return
  const column = <i32>cx
  const row = <i32>cy
  const bin = <i32>direction
  const right = cx - <f32>column
  const down = cy - <f32>row
  const turned = direction - <f32>bin
  const one = <usize>(bin & 7) << 2
  const next = <usize>((bin + 1) & 7) << 2
  const cell = histograms + <usize>((row * (cells + 2) + column) * directions * 4)
  const below = cell + (cells + 2) * directions * 4
  const upper = size * (1 - down)
  const lower = size * down
  add(cell, one, next, upper * (1 - right), turned)
  add(cell + directions * 4, one, next, upper * right, turned)
  add(below, one, next, lower * (1 - right), turned)
  add(below + directions * 4, one, next, lower * right, turned)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function add(cell: usize, one: usize, next: usize, size: f32, turned: f32): void {
  store<f32>(cell + one, load<f32>(cell + one) + size * (1 - turned))
  store<f32>(cell + next, load<f32>(cell + next) + size * turned)
}

/** Unit length, nothing above 0.2, then the square root of each share. */
function finish(histograms: usize, out: usize): void {
  let squares: f32 = 0
  for (let row = 1; row <= cells; row++) {
    for (let i = 0; i < cells * directions; i++) {
      const value = load<f32>(histograms + <usize>((row * (cells + 2) + 1) * directions + i) * 4)
      squares += value * value
    }
  }
  const most: f32 = 0.2 * sqrt(squares)
  let sum: f32 = 1e-9
  for (let row = 1; row <= cells; row++) {
    for (let i = 0; i < cells * directions; i++) {
      sum += min(most, load<f32>(histograms + <usize>((row * (cells + 2) + 1) * directions + i) * 4))
    }
  }
  for (let row = 1; row <= cells; row++) {
    for (let i = 0; i < cells * directions; i++, out++) {
      const value = min(most, load<f32>(histograms + <usize>((row * (cells + 2) + 1) * directions + i) * 4))
      const level: f32 = nearest(<f32>512 * sqrt(value / sum))
      store<u8>(out, <u8>min<f32>(255, level))
    }
  }
}
