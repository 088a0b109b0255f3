import { turns } from './angle'

const bins = 36
/** A second direction counts from this share of the strongest one on. */
const second: f32 = 0.8

/**
 * The directions of a place, Lowe (2004), section 5: peaks of a histogram of gradient directions.
 * @param plane the Gaussian of its scale
 * @param sigma of the place, px of the plane
 * @param scratch of 2 · 36 floats
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
  memory.fill(scratch, 0, bins * 4)
  const reach: f32 = 1.5 * sigma
  const radius = <i32>nearest(<f32>3 * reach)
  const scale: f32 = <f32>-0.5 / (reach * reach)
  const left = <i32>nearest(x)
  const top = <i32>nearest(y)
  for (let j = max(1, top - radius); j <= min(height - 2, top + radius); j++) {
    for (let i = max(1, left - radius); i <= min(width - 2, left + radius); i++) {
      const at = plane + ((<usize>j * <usize>width + <usize>i) << 2)
      const dx = load<f32>(at + 4) - load<f32>(at - 4)
      const dy = load<f32>(at + (<usize>width << 2)) - load<f32>(at - (<usize>width << 2))
      const fx = <f32>i - x
      const fy = <f32>j - y
      const weight = falling((fx * fx + fy * fy) * scale)
      const place = turns(dy, dx) * <f32>bins
      const bin = <i32>nearest(place) % bins
      const cell = scratch + (<usize>bin << 2)
      store<f32>(cell, load<f32>(cell) + weight * sqrt(dx * dx + dy * dy))
    }
  }
  const smooth = scratch + bins * 4
  let most: f32 = 0
  for (let bin = 0; bin < bins; bin++) {
    const value: f32 =
      (bar(scratch, bin - 2) + bar(scratch, bin + 2)) * (1.0 / 16.0) +
      (bar(scratch, bin - 1) + bar(scratch, bin + 1)) * (4.0 / 16.0) +
      bar(scratch, bin) * (6.0 / 16.0)
    store<f32>(smooth + (<usize>bin << 2), value)
    most = max(most, value)
  }
  let count = 0
  for (let bin = 0; bin < bins && count < 4; bin++) {
    const value = bar(smooth, bin)
    const before = bar(smooth, bin - 1)
    const after = bar(smooth, bin + 1)
    if (value <= before || value < after || value < second * most) continue
    const peak: f32 = <f32>bin + (0.5 * (before - after)) / (before - 2 * value + after)
    const turn = peak / <f32>bins
    store<f32>(out + (<usize>count << 2), turn < 0 ? turn + 1 : turn >= 1 ? turn - 1 : turn)
    count++
  }
  return count
}

function bar(histogram: usize, bin: i32): f32 {
  return load<f32>(histogram + (<usize>((bin + bins) % bins) << 2))
}

/** exp(x) for x from -5 to 0, within 1 %: (1 + x / 256) ^ 256. */
// @ts-ignore: decorator of AssemblyScript
@inline
function falling(x: f32): f32 {
  let v: f32 = max<f32>(0, 1 + x * (1.0 / 256.0))
  for (let i = 0; i < 8; i++) v *= v
  return v
}
