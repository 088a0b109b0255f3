// How much colours, contrasts and directions vary around places: the size of the ellipsoid of one, two or three planes in a Gaussian
// window, of as much of it as lies within the picture. Planes are looked at as differences to the place in the middle, first down, then
// across (the variance of all is the mean variance of the columns and the variance of their means): where a picture is flat, single
// precision has enough left.

import { cubeRoots } from './cube-roots'

// Least variances of L, a and b, as the authors' code has them; and of directions.
const leastL: f64 = 0.0007 * 0.0007
const leastA: f64 = 0.1 * 0.1
const leastB: f64 = 0.05 * 0.05
const leastDirection: f64 = 0.001

/**
 * How much `kind` planes vary around every `step`-th place of every `step`-th row: of one, the standard deviation (contrast); of two,
 * the fourth root of the determinant of their covariance (directions); of three, the sixth root (L, a, b).
 * @param planes one after the other, each of `height` rows of `stride` f32, a multiple of 16
 * @param weights 2 · `reach` + 1 f32, and 3 of nought; @param clipped room for as many
 * @param lines 2, 5 or 9 times (`stride` + 2 · `reach` + 4) f32
 * @param to a dense f32 for each place
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
  clipped: usize,
  lines: usize,
  to: usize,
): void {
  if (kind === 1) spreadOf(1, planes, stride, width, height, weights, reach, step, clipped, lines, to)
  else if (kind === 2) spreadOf(2, planes, stride, width, height, weights, reach, step, clipped, lines, to)
  else spreadOf(3, planes, stride, width, height, weights, reach, step, clipped, lines, to)
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
  clipped: usize,
  lines: usize,
  to: usize,
): void {
  const room = <usize>(stride + 2 * reach + 4) << 2
  const count = kind + (kind * (kind + 1)) / 2
  const whole = weightOf(weights, 2 * reach + 1)
  memory.fill(lines, 0, <usize>count * room)
  for (let y = 0; y < height; y += step) {
    down(kind, planes, stride, height, y, weights, reach, lines + (<usize>reach << 2), room)
    // What lies beyond the end of a plane may be anything.
    for (let i = 0; i < count; i++) {
      memory.fill(lines + <usize>i * room + (<usize>(reach + width) << 2), 0, <usize>(stride - width) << 2)
    }
    for (let x = 0; x < width; x += step) {
      const inside = x >= reach && x + reach < width
      if (!inside) clip(weights, reach, x, width, clipped)
      const total = inside ? whole : weightOf(clipped, 2 * reach + 1)
      store<f32>(to, <f32>across(kind, lines + (<usize>x << 2), room, inside ? weights : clipped, reach, total))
      to += 4
    }
  }
}

function weightOf(weights: usize, count: i32): f64 {
  let sum: f64 = 0
  for (let i = 0; i < count; i++) sum += <f64>load<f32>(weights + (<usize>i << 2))
  return sum
}

/** The weights around a place of which some lie beyond the picture: those are nought. */
function clip(weights: usize, reach: i32, x: i32, width: i32, to: usize): void {
  for (let d = -reach; d <= reach; d++) {
    const at = <usize>(d + reach) << 2
    store<f32>(to + at, x + d >= 0 && x + d < width ? load<f32>(weights + at) : 0)
  }
}

/** Means of the columns around a row, one line a plane; then their variances and covariances: 00, 01, 02, 11, 12, 22. */
// @ts-ignore: decorator of AssemblyScript
@inline
function down(
  kind: i32,
  planes: usize,
  stride: i32,
  height: i32,
  y: i32,
  weights: usize,
  reach: i32,
  to: usize,
  room: usize,
): void {
  const line = <usize>stride << 2
  const plane = line * <usize>height
  const first = max<i32>(0, y - reach)
  const last = min<i32>(height - 1, y + reach)
  const from = weights + (<usize>(first - y + reach) << 2)
  const share = f32x4.splat(<f32>(1 / weightOf(from, last - first + 1)))
  const nought = f32x4.splat(0)
  for (let x: usize = 0; x < line; x += 16) {
    const here = planes + <usize>y * line + x
    const c0 = v128.load(here)
    const c1 = kind > 1 ? v128.load(here + plane) : nought
    const c2 = kind > 2 ? v128.load(here + 2 * plane) : nought
    let m0 = nought
    let m1 = nought
    let m2 = nought
    let s00 = nought
    let s01 = nought
    let s02 = nought
    let s11 = nought
    let s12 = nought
    let s22 = nought
    let at = planes + <usize>first * line + x
    let tap = from
    for (let row = first; row <= last; row++) {
      const weight = v128.load32_splat(tap)
      const d0 = f32x4.sub(v128.load(at), c0)
      const w0 = f32x4.mul(weight, d0)
      m0 = f32x4.add(m0, w0)
      s00 = f32x4.add(s00, f32x4.mul(w0, d0))
      if (kind > 1) {
        const d1 = f32x4.sub(v128.load(at + plane), c1)
        const w1 = f32x4.mul(weight, d1)
        m1 = f32x4.add(m1, w1)
        s01 = f32x4.add(s01, f32x4.mul(w0, d1))
        s11 = f32x4.add(s11, f32x4.mul(w1, d1))
        if (kind > 2) {
          const d2 = f32x4.sub(v128.load(at + 2 * plane), c2)
          const w2 = f32x4.mul(weight, d2)
          m2 = f32x4.add(m2, w2)
          s02 = f32x4.add(s02, f32x4.mul(w0, d2))
          s12 = f32x4.add(s12, f32x4.mul(w1, d2))
          s22 = f32x4.add(s22, f32x4.mul(w2, d2))
        }
      }
      at += line
      tap += 4
    }
    m0 = f32x4.mul(m0, share)
    m1 = f32x4.mul(m1, share)
    m2 = f32x4.mul(m2, share)
    const out = to + x
    const covariances = out + <usize>kind * room
    v128.store(out, f32x4.add(c0, m0))
    if (kind > 1) v128.store(out + room, f32x4.add(c1, m1))
    if (kind > 2) v128.store(out + 2 * room, f32x4.add(c2, m2))
    v128.store(covariances, covariance(s00, share, m0, m0))
    if (kind > 1) v128.store(covariances + room, covariance(s01, share, m0, m1))
    if (kind === 2) v128.store(covariances + 2 * room, covariance(s11, share, m1, m1))
    if (kind > 2) {
      v128.store(covariances + 2 * room, covariance(s02, share, m0, m2))
      v128.store(covariances + 3 * room, covariance(s11, share, m1, m1))
      v128.store(covariances + 4 * room, covariance(s12, share, m1, m2))
      v128.store(covariances + 5 * room, covariance(s22, share, m2, m2))
    }
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function covariance(sum: v128, share: v128, one: v128, other: v128): v128 {
  return f32x4.sub(f32x4.mul(sum, share), f32x4.mul(one, other))
}

/** The size of the ellipsoid at a place. @param lines what `down` gives, from the window's first place on */
// @ts-ignore: decorator of AssemblyScript
@inline
function across(kind: i32, lines: usize, room: usize, weights: usize, reach: i32, total: f64): f64 {
  const covariances = lines + <usize>kind * room
  const middle = lines + (<usize>reach << 2)
  const nought = f32x4.splat(0)
  const c0 = v128.load32_splat(middle)
  const c1 = kind > 1 ? v128.load32_splat(middle + room) : nought
  const c2 = kind > 2 ? v128.load32_splat(middle + 2 * room) : nought
  let m0 = nought
  let m1 = nought
  let m2 = nought
  let s00 = nought
  let s01 = nought
  let s02 = nought
  let s11 = nought
  let s12 = nought
  let s22 = nought
  for (let t: usize = 0; t < (<usize>(2 * reach + 1) << 2); t += 16) {
    const weight = v128.load(weights + t)
    const d0 = f32x4.sub(v128.load(lines + t), c0)
    const w0 = f32x4.mul(weight, d0)
    const v = covariances + t
    m0 = f32x4.add(m0, w0)
    s00 = f32x4.add(s00, f32x4.add(f32x4.mul(w0, d0), f32x4.mul(weight, v128.load(v))))
    if (kind > 1) {
      const d1 = f32x4.sub(v128.load(lines + room + t), c1)
      const w1 = f32x4.mul(weight, d1)
      m1 = f32x4.add(m1, w1)
      s01 = f32x4.add(s01, f32x4.add(f32x4.mul(w0, d1), f32x4.mul(weight, v128.load(v + room))))
      if (kind === 2) s11 = f32x4.add(s11, f32x4.add(f32x4.mul(w1, d1), f32x4.mul(weight, v128.load(v + 2 * room))))
      if (kind > 2) {
        const d2 = f32x4.sub(v128.load(lines + 2 * room + t), c2)
        const w2 = f32x4.mul(weight, d2)
        m2 = f32x4.add(m2, w2)
        s02 = f32x4.add(s02, f32x4.add(f32x4.mul(w0, d2), f32x4.mul(weight, v128.load(v + 2 * room))))
        s11 = f32x4.add(s11, f32x4.add(f32x4.mul(w1, d1), f32x4.mul(weight, v128.load(v + 3 * room))))
        s12 = f32x4.add(s12, f32x4.add(f32x4.mul(w1, d2), f32x4.mul(weight, v128.load(v + 4 * room))))
        s22 = f32x4.add(s22, f32x4.add(f32x4.mul(w2, d2), f32x4.mul(weight, v128.load(v + 5 * room))))
      }
    }
  }
  const share = 1 / total
  const l = sumOf(m0) * share
  const ll = sumOf(s00) * share - l * l
  if (kind === 1) return sqrt<f64>(max<f64>(0, ll))
  const a = sumOf(m1) * share
  const la = sumOf(s01) * share - l * a
  const aa = sumOf(s11) * share - a * a
  if (kind === 2) return sqrt<f64>(sqrt<f64>(max<f64>(0, (ll + leastDirection) * (aa + leastDirection) - la * la)))
  const b = sumOf(m2) * share
  const lb = sumOf(s02) * share - l * b
  const ab = sumOf(s12) * share - a * b
  const bb = sumOf(s22) * share - b * b
  return <f64>sixthRoot(determinant(ll + leastL, la, lb, aa + leastA, ab, bb + leastB))
}

function determinant(ll: f64, la: f64, lb: f64, aa: f64, ab: f64, bb: f64): f64 {
  return ll * (aa * bb - ab * ab) - la * (la * bb - ab * lb) + lb * (la * ab - aa * lb)
}

function sixthRoot(volume: f64): f32 {
  // Rounding may leave less than nothing.
  if (volume <= 0) return 0
  return sqrt<f32>(f32x4.extract_lane(cubeRoots(f32x4.splat(<f32>volume)), 0))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function sumOf(v: v128): f64 {
  const two = f32x4.add(v, i64x2.shuffle(v, v, 1, 1))
  return <f64>(f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1))
}
