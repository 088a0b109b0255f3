// How much colours, contrasts and directions vary around places: the size of the ellipsoid of one, two or three planes in a Gaussian
// window, of as much of it as lies within the picture. Planes are looked at as differences to the place in the middle, first down, then
// across (the variance of all is the mean variance of the columns and the variance of their means): where a picture is flat, single
// precision has enough left.

import { covariance, down } from './clutter-columns'
import { ellipseSize, ellipsoidSize } from './ellipsoids'

/**
 * How much `kind` planes vary around every `step`-th place of every `step`-th row: of one, the standard deviation (contrast); of two,
 * the fourth root of the determinant of their covariance (directions); of three, the sixth root (L, a, b).
 * @param planes one after the other, each of `height` rows of `stride` f32, a multiple of 16
 * @param weights 2 · `reach` + 1 f32
 * @param lines 2, 5 or 9 times (`stride` + 2 · `reach`) f32, then 3, 6 or 10 times (`stride` + 2 · `reach` + 9 · `step`) f32
 * @param to a dense f32 for each place, and 3 more
 */
export function spread(
  kind: i32,
  planes: usize,
  stride: i32,
  width: i32,
  height: i32,
  weights: usize,
  reach: i32,
  step: i32,
  lines: usize,
  to: usize,
): void {
  if (kind === 1) spreadOf(1, planes, stride, width, height, weights, reach, step, lines, to)
  else if (kind === 2) spreadOf(2, planes, stride, width, height, weights, reach, step, lines, to)
  else spreadOf(3, planes, stride, width, height, weights, reach, step, lines, to)
}

/** Each number of planes has a copy of its own, in which the others are left out. */
// @ts-ignore: decorator of AssemblyScript
@inline
function spreadOf(
  kind: i32,
  planes: usize,
  stride: i32,
  width: i32,
  height: i32,
  weights: usize,
  reach: i32,
  step: i32,
  lines: usize,
  to: usize,
): void {
  const count = kind + (kind * (kind + 1)) / 2
  const length = stride + 2 * reach
  const room = <usize>length << 2
  // What is looked at across: every `step`-th number of a line, then those beside them, and so on.
  const part = <usize>(length / step + 9) << 2
  const whole = <usize>step * part
  const parts = lines + <usize>count * room
  const presence = parts + <usize>count * whole
  memory.fill(lines, 0, presence + whole - lines)
  for (let x = 0; x < width; x++) store<f32>(lines + (<usize>(reach + x) << 2), 1)
  separate(lines, length, step, part, presence)
  for (let y = 0; y < height; y += step) {
    down(kind, planes, stride, height, y, weights, reach, lines + (<usize>reach << 2), room)
    for (let i = 0; i < count; i++) {
      const line = lines + <usize>i * room
      // What lies beyond the end of a plane may be anything.
      memory.fill(line + (<usize>(reach + width) << 2), 0, <usize>(stride - width) << 2)
      separate(line, length, step, part, parts + <usize>i * whole)
    }
    const end = to + (<usize>((width + step - 1) / step) << 2)
    for (let x: usize = 0; to + x < end; x += 16) {
      v128.store(to + x, across(kind, parts + x, whole, part, weights, reach, step))
    }
    to = end
  }
}

/** Every `step`-th number of a line, in as many parts. */
function separate(line: usize, length: i32, step: i32, part: usize, to: usize): void {
  if (step === 1) {
    memory.copy(to, line, <usize>length << 2)
    return
  }
  for (let first = 0; first < step; first++) {
    let at = to + <usize>first * part
    for (let x = first; x < length; x += step) {
      store<f32>(at, load<f32>(line + (<usize>x << 2)))
      at += 4
    }
  }
}

/**
 * The size of the ellipsoid at four places.
 * @param lines what `down` gives and then 1 where the picture is, `whole` bytes each, in parts of `part` bytes: from the first number of
 *   the first window on
 */
// @ts-ignore: decorator of AssemblyScript
@inline
function across(
  kind: i32,
  lines: usize,
  whole: usize,
  part: usize,
  weights: usize,
  reach: i32,
  step: i32,
): v128 {
  const covariances = <usize>kind * whole
  const presence = covariances + <usize>((kind * (kind + 1)) / 2) * whole
  const middle = lines + <usize>(reach % step) * part + (<usize>(reach / step) << 2)
  const nought = f32x4.splat(0)
  const c0 = v128.load(middle)
  const c1 = kind > 1 ? v128.load(middle + whole) : nought
  const c2 = kind > 2 ? v128.load(middle + 2 * whole) : nought
  let total = nought
  let m0 = nought
  let m1 = nought
  let m2 = nought
  let s00 = nought
  let s01 = nought
  let s02 = nought
  let s11 = nought
  let s12 = nought
  let s22 = nought
  for (let first = 0; first < step; first++) {
    let at = lines + <usize>first * part
    for (let tap = first; tap <= 2 * reach; tap += step) {
      const weight = f32x4.mul(v128.load32_splat(weights + (<usize>tap << 2)), v128.load(at + presence))
      const v = at + covariances
      const d0 = f32x4.sub(v128.load(at), c0)
      const w0 = f32x4.mul(weight, d0)
      total = f32x4.add(total, weight)
      m0 = f32x4.add(m0, w0)
      s00 = f32x4.add(s00, f32x4.add(f32x4.mul(w0, d0), f32x4.mul(weight, v128.load(v))))
      if (kind > 1) {
        const d1 = f32x4.sub(v128.load(at + whole), c1)
        const w1 = f32x4.mul(weight, d1)
        m1 = f32x4.add(m1, w1)
        s01 = f32x4.add(s01, f32x4.add(f32x4.mul(w0, d1), f32x4.mul(weight, v128.load(v + whole))))
        const s = kind === 2 ? v + 2 * whole : v + 3 * whole
        s11 = f32x4.add(s11, f32x4.add(f32x4.mul(w1, d1), f32x4.mul(weight, v128.load(s))))
        if (kind > 2) {
          const d2 = f32x4.sub(v128.load(at + 2 * whole), c2)
          const w2 = f32x4.mul(weight, d2)
          m2 = f32x4.add(m2, w2)
          s02 = f32x4.add(s02, f32x4.add(f32x4.mul(w0, d2), f32x4.mul(weight, v128.load(v + 2 * whole))))
          s12 = f32x4.add(s12, f32x4.add(f32x4.mul(w1, d2), f32x4.mul(weight, v128.load(v + 4 * whole))))
          s22 = f32x4.add(s22, f32x4.add(f32x4.mul(w2, d2), f32x4.mul(weight, v128.load(v + 5 * whole))))
        }
      }
      at += 4
    }
  }
  const share = f32x4.div(f32x4.splat(1), total)
  m0 = f32x4.mul(m0, share)
  const ll = covariance(s00, share, m0, m0)
  if (kind === 1) return f32x4.sqrt(f32x4.max(nought, ll))
  m1 = f32x4.mul(m1, share)
  const la = covariance(s01, share, m0, m1)
  const aa = covariance(s11, share, m1, m1)
  if (kind === 2) return ellipseSize(ll, la, aa)
  m2 = f32x4.mul(m2, share)
  const lb = covariance(s02, share, m0, m2)
  const ab = covariance(s12, share, m1, m2)
  return ellipsoidSize(ll, la, lb, aa, ab, covariance(s22, share, m2, m2))
}
