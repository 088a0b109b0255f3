// Extrema of differences of Gaussians, refined: Lowe (2004), sections 3 and 4.
// pmin and pmax are one instruction; min and max are ten, for the sake of NaN and -0, which there are none of.

/** Pixels at the edges of a plane where nothing is looked for. */
const border = 5
const moves = 5

/**
 * @param planes differences of Gaussians of one octave, one after another, `plane` bytes apart
 * @param layers of them, those in the middle: there are layers + 2 planes
 * @param contrast that a refined extremum has to reach, 0 to 1
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
  const stride = <usize>width << 2
  const low = f32x4.splat(contrast * 0.5)
  // A row in all layers, then the next one: what is read once stays near.
  for (let y = border; y < height - border; y++) {
    for (let layer = 1; layer <= layers; layer++) {
      const base = planes + <usize>layer * plane
      for (let x = border; x < width - border; x += 4) {
        const at = base + <usize>y * stride + (<usize>x << 2)
        const v = v128.load(at)
        const strong = f32x4.gt(f32x4.abs(v), low)
        if (!v128.any_true(strong)) continue
        // Most places fail at the first six neighbours: the other 20 are seldom looked at.
        const above = at - plane
        const below = at + plane
        let most = f32x4.pmax(higher(at - 4, at + 4), f32x4.pmax(higher(at - stride, at + stride), higher(above, below)))
        let least = f32x4.pmin(lower(at - 4, at + 4), f32x4.pmin(lower(at - stride, at + stride), lower(above, below)))
        if (!v128.any_true(v128.and(strong, extreme(v, least, most)))) continue
        const others = f32x4.pmax(highestAround(above, stride), highestAround(below, stride))
        most = f32x4.pmax(most, f32x4.pmax(highestAround(at, stride), others))
        const rest = f32x4.pmin(lowestAround(above, stride), lowestAround(below, stride))
        least = f32x4.pmin(least, f32x4.pmin(lowestAround(at, stride), rest))
        let found = i32x4.bitmask(v128.and(strong, extreme(v, least, most)))
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

/** Above zero and nothing higher, or below zero and nothing lower. */
// @ts-ignore: decorator of AssemblyScript
@inline
function extreme(v: v128, least: v128, most: v128): v128 {
  const zero = f32x4.splat(0)
  return v128.or(
    v128.and(f32x4.gt(v, zero), f32x4.ge(v, most)),
    v128.and(f32x4.lt(v, zero), f32x4.le(v, least)),
  )
}

// @ts-ignore: decorator of AssemblyScript
@inline
function higher(a: usize, b: usize): v128 {
  return f32x4.pmax(v128.load(a), v128.load(b))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function lower(a: usize, b: usize): v128 {
  return f32x4.pmin(v128.load(a), v128.load(b))
}

/** Of the eight pixels around one. */
// @ts-ignore: decorator of AssemblyScript
@inline
function highestAround(at: usize, stride: usize): v128 {
  const rows = f32x4.pmax(higher(at - stride - 4, at - stride + 4), higher(at + stride - 4, at + stride + 4))
  return f32x4.pmax(rows, f32x4.pmax(higher(at - 4, at + 4), higher(at - stride, at + stride)))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function lowestAround(at: usize, stride: usize): v128 {
  const rows = f32x4.pmin(lower(at - stride - 4, at - stride + 4), lower(at + stride - 4, at + stride + 4))
  return f32x4.pmin(rows, f32x4.pmin(lower(at - 4, at + 4), lower(at - stride, at + stride)))
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
  const stride = <usize>width << 2
  for (let move = 0; move < moves; move++) {
    const at = planes + <usize>layer * plane + <usize>y * stride + (<usize>x << 2)
    const v = load<f32>(at)
    const gx = (load<f32>(at + 4) - load<f32>(at - 4)) * 0.5
    const gy = (load<f32>(at + stride) - load<f32>(at - stride)) * 0.5
    const gs = (load<f32>(at + plane) - load<f32>(at - plane)) * 0.5
    const xx = load<f32>(at + 4) + load<f32>(at - 4) - 2 * v
    const yy = load<f32>(at + stride) + load<f32>(at - stride) - 2 * v
    const ss = load<f32>(at + plane) + load<f32>(at - plane) - 2 * v
    const xy = cross(at, 4, stride)
    const xs = cross(at, 4, plane)
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
    if (abs(dx) < 0.5 && abs(dy) < 0.5 && abs(ds) < 0.5) {
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
  return (load<f32>(at + a + b) - load<f32>(at - a + b) - load<f32>(at + a - b) + load<f32>(at - a - b)) * 0.25
}
