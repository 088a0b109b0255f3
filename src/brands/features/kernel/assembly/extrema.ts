// Extrema of differences of Gaussians, refined: Lowe (2004), sections 3 and 4.
// Differences are i16: eight are looked at in the time of four f32, and what rounding takes is below a 250th of the contrast that a place needs.

/** Pixels at the edges of a plane where nothing is looked for. */
const border = 5
const moves = 5

/**
 * @param planes differences of Gaussians of one octave, one after another, `plane` bytes apart
 * @param layers of them, those in the middle: there are layers + 2 planes
 * @param contrast that a refined extremum has to reach, in units of the planes
 * @param ratio of the principal curvatures, at most
 * @param out four f32 each: x, y, layer (fractional, from 1), |contrast|
 * @returns how many were found, at most `room`
 */
export function detect(
  planes: usize,
  plane: usize,
  width: i32,
  height: i32,
  layers: i32,
  contrast: f32,
  ratio: f32,
  out: usize,
  room: i32,
): i32 {
  let count = 0
  const stride = <usize>width << 1
  const low = i16x8.splat(<i16>(contrast * 0.5))
  // A row in all layers, then the next one: what is read once stays near.
  for (let y = border; y < height - border; y++) {
    for (let layer = 1; layer <= layers; layer++) {
      const base = planes + <usize>layer * plane
      for (let x = border; x < width - border; x += 8) {
        const at = base + <usize>y * stride + (<usize>x << 1)
        const v = v128.load(at)
        const strong = i16x8.gt_s(i16x8.abs(v), low)
        if (!v128.any_true(strong)) continue
        // Most places fail at the first six neighbours: the other 20 are seldom looked at.
        const above = at - plane
        const below = at + plane
        let mostBefore = higher(v128.load(above), higher(v128.load(at - stride), v128.load(at - 2)))
        let mostAfter = higher(v128.load(below), higher(v128.load(at + stride), v128.load(at + 2)))
        let leastBefore = lower(v128.load(above), lower(v128.load(at - stride), v128.load(at - 2)))
        let leastAfter = lower(v128.load(below), lower(v128.load(at + stride), v128.load(at + 2)))
        if (!v128.any_true(v128.and(strong, extreme(v, mostBefore, mostAfter, leastBefore, leastAfter)))) continue
        mostBefore = higher(mostBefore, higher(highestOfNine(above, stride), highestOfThree(at - stride)))
        mostAfter = higher(mostAfter, higher(highestOfNine(below, stride), highestOfThree(at + stride)))
        leastBefore = lower(leastBefore, lower(lowestOfNine(above, stride), lowestOfThree(at - stride)))
        leastAfter = lower(leastAfter, lower(lowestOfNine(below, stride), lowestOfThree(at + stride)))
        const extrema = v128.and(strong, extreme(v, mostBefore, mostAfter, leastBefore, leastAfter))
        let found = i16x8.bitmask(extrema)
        while (found) {
          const lane = <i32>ctz(found)
          found &= found - 1
          if (x + lane >= width - border || count >= room) continue
          if (refine(planes, plane, width, height, layers, x + lane, y, layer, contrast, ratio, out)) {
            count++
            out += 16
          }
        }
      }
    }
  }
  return count
}

/** Above zero and nothing higher, or below zero and nothing lower. Of neighbours that are equal it is the first one. */
// @ts-ignore: decorator of AssemblyScript
@inline
function extreme(v: v128, mostBefore: v128, mostAfter: v128, leastBefore: v128, leastAfter: v128): v128 {
  const zero = i16x8.splat(0)
  const highest = v128.and(i16x8.gt_s(v, higher(zero, mostBefore)), i16x8.ge_s(v, mostAfter))
  const lowest = v128.and(i16x8.lt_s(v, lower(zero, leastBefore)), i16x8.le_s(v, leastAfter))
  return v128.or(highest, lowest)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function higher(a: v128, b: v128): v128 {
  return i16x8.max_s(a, b)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function lower(a: v128, b: v128): v128 {
  return i16x8.min_s(a, b)
}

/** Of a pixel and its two neighbours in the row. */
// @ts-ignore: decorator of AssemblyScript
@inline
function highestOfThree(at: usize): v128 {
  return higher(v128.load(at), higher(v128.load(at - 2), v128.load(at + 2)))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function lowestOfThree(at: usize): v128 {
  return lower(v128.load(at), lower(v128.load(at - 2), v128.load(at + 2)))
}

/** The same of three rows. */
// @ts-ignore: decorator of AssemblyScript
@inline
function highestOfNine(at: usize, stride: usize): v128 {
  return higher(highestOfThree(at), higher(highestOfThree(at - stride), highestOfThree(at + stride)))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function lowestOfNine(at: usize, stride: usize): v128 {
  return lower(lowestOfThree(at), lower(lowestOfThree(at - stride), lowestOfThree(at + stride)))
}

/** Fits a quadratic to the neighbourhood, moves to its extremum, and keeps what is strong and no edge. */
function refine(
  planes: usize,
  plane: usize,
  width: i32,
  height: i32,
  layers: i32,
  x: i32,
  y: i32,
  layer: i32,
  contrast: f32,
  ratio: f32,
  out: usize,
): bool {
  const stride = <usize>width << 1
  for (let move = 0; move < moves; move++) {
    const at = planes + <usize>layer * plane + <usize>y * stride + (<usize>x << 1)
    const v = level(at)
    const gx = (level(at + 2) - level(at - 2)) * 0.5
    const gy = (level(at + stride) - level(at - stride)) * 0.5
    const gs = (level(at + plane) - level(at - plane)) * 0.5
    const xx = level(at + 2) + level(at - 2) - 2 * v
    const yy = level(at + stride) + level(at - stride) - 2 * v
    const ss = level(at + plane) + level(at - plane) - 2 * v
    const xy = cross(at, 2, stride)
    const xs = cross(at, 2, plane)
    const ys = cross(at, stride, plane)
    // The 3 x 3 system by its adjugate.
    const a = yy * ss - ys * ys
    const b = xs * ys - xy * ss
    const c = xy * ys - xs * yy
    const det = xx * a + xy * b + xs * c
    if (det === 0) return false
    const d = xx * ss - xs * xs
    const e = xy * xs - xx * ys
    const f = xx * yy - xy * xy
    const dx: f32 = -(a * gx + b * gy + c * gs) / det
    const dy: f32 = -(b * gx + d * gy + e * gs) / det
    const ds: f32 = -(c * gx + e * gy + f * gs) / det
    if (abs(dx) <= 0.5 && abs(dy) <= 0.5 && abs(ds) <= 0.5) {
      const peak: f32 = abs(v + 0.5 * (gx * dx + gy * dy + gs * ds))
      if (peak < contrast || f <= 0 || (xx + yy) * (xx + yy) * ratio >= (ratio + 1) * (ratio + 1) * f) return false
      store<f32>(out, <f32>x + dx)
      store<f32>(out, <f32>y + dy, 4)
      store<f32>(out, <f32>layer + ds, 8)
      store<f32>(out, peak, 12)
      return true
    }
    if (abs(dx) > 100 || abs(dy) > 100 || abs(ds) > 100) return false
    x += <i32>nearest(dx)
    y += <i32>nearest(dy)
    layer += <i32>nearest(ds)
    if (layer < 1 || layer > layers || x < border || x >= width - border || y < border || y >= height - border)
      return false
  }
  return false
}

function cross(at: usize, a: usize, b: usize): f32 {
  return (level(at + a + b) - level(at - a + b) - level(at + a - b) + level(at - a - b)) * 0.25
}

// @ts-ignore: decorator of AssemblyScript
@inline
function level(at: usize): f32 {
  return <f32>load<i16>(at)
}
