import { turns } from './angle'

const bins = 36
/** A second direction counts from this share of the strongest one on. */
const second: f32 = 0.8

/**
 * The directions of a place, Lowe (2004), section 5: peaks of a histogram of gradient directions.
 * @param plane the Gaussian of its scale
 * @param sigma of the place, px of the plane
 * @param scratch of 2 · 37 floats
 * @param out up to four f32, in turns (0 to 1) from the x axis towards the y axis
 * @returns how many
 */
export function orientations(
  plane: usize,
  width: i32,
  height: i32,
  x: f32,
  y: f32,
  sigma: f32,
  scratch: usize,
  out: usize,
): i32 {
  memory.fill(scratch, 0, (bins + 1) * 4)
  const reach: f32 = 1.5 * sigma
  const radius = <i32>nearest(<f32>3 * reach)
  const scale = f32x4.splat(<f32>-0.5 / (reach * reach))
  const across = f32x4.splat(x)
  const stride = <usize>width << 2
  const left = max(1, <i32>nearest(x) - radius)
  const right = min(width - 2, <i32>nearest(x) + radius)
  const top = <i32>nearest(y)
  for (let j = max(1, top - radius); j <= min(height - 2, top + radius); j++) {
    const fy = <f32>j - y
    const down = f32x4.splat(fy * fy)
    let at = plane + <usize>j * stride + (<usize>left << 2)
    for (let i = left; i <= right; i += 4, at += 16) {
      const dx = f32x4.sub(v128.load(at + 4), v128.load(at - 4))
      const dy = f32x4.sub(v128.load(at + stride), v128.load(at - stride))
      const fx = f32x4.sub(f32x4.convert_i32x4_s(i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3))), across)
      const weight = falling(f32x4.mul(f32x4.add(f32x4.mul(fx, fx), down), scale))
      const size = f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)))
      const amount = f32x4.mul(weight, size)
      const bin = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(turns(dy, dx), f32x4.splat(<f32>bins))))
      const more = right - i
      count(scratch, i32x4.extract_lane(bin, 0), f32x4.extract_lane(amount, 0))
      if (more > 0) count(scratch, i32x4.extract_lane(bin, 1), f32x4.extract_lane(amount, 1))
      if (more > 1) count(scratch, i32x4.extract_lane(bin, 2), f32x4.extract_lane(amount, 2))
      if (more > 2) count(scratch, i32x4.extract_lane(bin, 3), f32x4.extract_lane(amount, 3))
    }
  }
  // A whole turn is none.
  count(scratch, 0, load<f32>(scratch + (bins << 2)))
  const smooth = scratch + (bins + 1) * 4
  let most: f32 = 0
  for (let bin = 0; bin < bins; bin++) {
    const value: f32 =
      (bar(scratch, bin - 2) + bar(scratch, bin + 2)) * (1.0 / 16.0) +
      (bar(scratch, bin - 1) + bar(scratch, bin + 1)) * (4.0 / 16.0) +
      bar(scratch, bin) * (6.0 / 16.0)
    store<f32>(smooth + (<usize>bin << 2), value)
    most = max(most, value)
  }
  let found = 0
  for (let bin = 0; bin < bins && found < 4; bin++) {
    const value = bar(smooth, bin)
    const before = bar(smooth, bin - 1)
    const after = bar(smooth, bin + 1)
    if (value <= before || value < after || value < second * most) continue
    const peak: f32 = <f32>bin + (0.5 * (before - after)) / (before - 2 * value + after)
    const turn = peak / <f32>bins
    store<f32>(out + (<usize>found << 2), turn < 0 ? turn + 1 : turn >= 1 ? turn - 1 : turn)
    found++
  }
  return found
}

function bar(histogram: usize, bin: i32): f32 {
  return load<f32>(histogram + (<usize>((bin + bins) % bins) << 2))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function count(histogram: usize, bin: i32, amount: f32): void {
  const cell = histogram + (<usize>bin << 2)
  store<f32>(cell, load<f32>(cell) + amount)
}

/** exp(x) for x from -5 to 0, within 1 %: (1 + x / 256) ^ 256. */
// @ts-ignore: decorator of AssemblyScript
@inline
function falling(x: v128): v128 {
  const one = f32x4.add(f32x4.splat(1), f32x4.mul(x, f32x4.splat(1.0 / 256.0)))
  let v = f32x4.pmax(f32x4.splat(0), one)
  for (let i = 0; i < 8; i++) v = f32x4.mul(v, v)
  return v
}
