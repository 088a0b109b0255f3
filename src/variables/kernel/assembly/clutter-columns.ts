// How much planes vary down their columns, around a row: the first half of how much they vary around a place.

/** Means of the columns around a row, one line a plane; then their variances and covariances: 00, 01, 02, 11, 12, 22. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function down(
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
export function covariance(sum: v128, share: v128, one: v128, other: v128): v128 {
  return f32x4.sub(f32x4.mul(sum, share), f32x4.mul(one, other))
}

function weightOf(weights: usize, count: i32): f64 {
  let sum: f64 = 0
  for (let i = 0; i < count; i++) sum += <f64>load<f32>(weights + (<usize>i << 2))
  return sum
}
