// What affine maps show of a plane, and how like a patch it is. Planes have fewer than 2 ^ 23 pixels, and 64 bytes beyond their end.

/** Added to a whole number from 0 to 2 ^ 23 - 1, it leaves the number in the lowest bits: quicker than to convert it. */
const whole: f32 = 8388608

/** What a map from px of the target to px of a plane shows, bilinear; edges are repeated. */
export function sample(
  plane: usize,
  width: i32,
  height: i32,
  a: f64,
  b: f64,
  c: f64,
  d: f64,
  e: f64,
  f: f64,
  across: i32,
  down: i32,
  out: usize,
): void {
  for (let v = 0; v < down; v++, out += <usize>across << 2) sampleRow(plane, width, height, a, b, c, d, e, f, v, across, out)
}

/** One row of the same. Up to 12 bytes more are written. */
export function sampleRow(
  plane: usize,
  width: i32,
  height: i32,
  a: f64,
  b: f64,
  c: f64,
  d: f64,
  e: f64,
  f: f64,
  v: i32,
  across: i32,
  out: usize,
): void {
  const middle = <f64>v + 0.5
  const startX = f32x4.splat(<f32>(0.5 * a + b * middle + c - 0.5))
  const startY = f32x4.splat(<f32>(0.5 * d + e * middle + f - 0.5))
  const stepX = f32x4.splat(<f32>a)
  const stepY = f32x4.splat(<f32>d)
  const zero = f32x4.splat(0)
  const lastX = f32x4.splat(<f32>(width - 1))
  const lastY = f32x4.splat(<f32>(height - 1))
  // The last pixel is the right one of its pair.
  const lastLeft = f32x4.splat(<f32>max(0, width - 2))
  const lastTop = f32x4.splat(<f32>max(0, height - 2))
  const stride = f32x4.splat(<f32>width)
  const below = height > 1 ? <usize>width << 2 : 0
  let u = f32x4(0, 1, 2, 3)
  for (let i = 0; i < across; i += 4, out += 16) {
    const x = f32x4.pmin(lastX, f32x4.pmax(zero, f32x4.add(startX, f32x4.mul(u, stepX))))
    const y = f32x4.pmin(lastY, f32x4.pmax(zero, f32x4.add(startY, f32x4.mul(u, stepY))))
    u = f32x4.add(u, f32x4.splat(4))
    const left = f32x4.pmin(lastLeft, f32x4.floor(x))
    const top = f32x4.pmin(lastTop, f32x4.floor(y))
    const right = f32x4.sub(x, left)
    const low = f32x4.sub(y, top)
    const pixel = v128.and(
      f32x4.add(f32x4.add(f32x4.mul(top, stride), left), f32x4.splat(whole)),
      i32x4.splat(0x7fffff),
    )
    const p = plane + (<usize>i32x4.extract_lane(pixel, 0) << 2)
    const q = plane + (<usize>i32x4.extract_lane(pixel, 1) << 2)
    const r = plane + (<usize>i32x4.extract_lane(pixel, 2) << 2)
    const s = plane + (<usize>i32x4.extract_lane(pixel, 3) << 2)
    const upper = between(pair(p, q), pair(r, s), right)
    const lower = between(pair(p + below, q + below), pair(r + below, s + below), right)
    v128.store(out, f32x4.add(upper, f32x4.mul(f32x4.sub(lower, upper), low)))
  }
}

/** Two neighbours each of two places. */
// @ts-ignore: decorator of AssemblyScript
@inline
function pair(a: usize, b: usize): v128 {
  return v128.load64_lane(b, v128.load64_zero(a), 1)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function between(one: v128, other: v128, right: v128): v128 {
  const here = v128.shuffle<f32>(one, other, 0, 2, 4, 6)
  const next = v128.shuffle<f32>(one, other, 1, 3, 5, 7)
  return f32x4.add(here, f32x4.mul(f32x4.sub(next, here), right))
}

/**
 * How like a patch is to what a map shows: the correlation of their gradients, those of inner pixels.
 * @param across width of the patch, as of its rows in `shown`
 * @param gradients of the patch: rows of across - 2, filled with zeros to steps of four, first all horizontal ones
 * @param squares sum of their squares
 * @param shown what the map shows, across x down
 */
export function gradientCorrelation(gradients: usize, squares: f64, shown: usize, across: i32, down: i32): f64 {
  const inner = across - 2
  const stride = <usize>across << 2
  const vertical = gradients + ((<usize>((inner + 3) & ~3) * <usize>(down - 2)) << 2)
  const rest = i32x4.gt_s(i32x4.splat(inner & 3), i32x4(0, 1, 2, 3))
  let both = f32x4.splat(0)
  let other = f32x4.splat(0)
  let at: usize = 0
  for (let y = 1; y < down - 1; y++) {
    let p = shown + <usize>y * stride + 4
    let i = 4
    for (; i <= inner; i += 4, p += 16, at += 16) {
      const dx = f32x4.sub(v128.load(p + 4), v128.load(p - 4))
      const dy = f32x4.sub(v128.load(p + stride), v128.load(p - stride))
      const one = f32x4.mul(dx, v128.load(gradients + at))
      both = f32x4.add(both, f32x4.add(one, f32x4.mul(dy, v128.load(vertical + at))))
      other = f32x4.add(other, f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)))
    }
    if (i - inner >= 4) continue
    const dx = v128.and(rest, f32x4.sub(v128.load(p + 4), v128.load(p - 4)))
    const dy = v128.and(rest, f32x4.sub(v128.load(p + stride), v128.load(p - stride)))
    const one = f32x4.mul(dx, v128.load(gradients + at))
    both = f32x4.add(both, f32x4.add(one, f32x4.mul(dy, v128.load(vertical + at))))
    other = f32x4.add(other, f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)))
    at += 16
  }
  const length = squares * <f64>summed(other)
  return length > 0 ? <f64>summed(both) / Math.sqrt(length) : 0
}

// @ts-ignore: decorator of AssemblyScript
@inline
function summed(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  )
}
