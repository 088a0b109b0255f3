/** atan2 in turns, 0 to 1, within 2e-5 of a turn, of four places: Abramowitz & Stegun (1964), 4.4.49, as a polynomial of degree 9. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function turns(y: v128, x: v128): v128 {
  const ax = f32x4.abs(x)
  const ay = f32x4.abs(y)
  const larger = f32x4.pmax(ax, ay)
  // Where both are zero, the angle is zero: 0 / tiny.
  const t = f32x4.div(f32x4.pmin(ax, ay), f32x4.pmax(larger, f32x4.splat(1e-30)))
  const t2 = f32x4.mul(t, t)
  let angle = f32x4.mul(t2, f32x4.splat(0.0208351))
  angle = f32x4.mul(t2, f32x4.add(angle, f32x4.splat(-0.085133)))
  angle = f32x4.mul(t2, f32x4.add(angle, f32x4.splat(0.180141)))
  angle = f32x4.mul(t2, f32x4.add(angle, f32x4.splat(-0.3302995)))
  angle = f32x4.mul(t, f32x4.add(angle, f32x4.splat(0.999866)))
  angle = f32x4.mul(angle, f32x4.splat(0.15915494309189535))
  angle = v128.bitselect(f32x4.sub(f32x4.splat(0.25), angle), angle, f32x4.gt(ay, ax))
  const zero = f32x4.splat(0)
  angle = v128.bitselect(f32x4.sub(f32x4.splat(0.5), angle), angle, f32x4.lt(x, zero))
  return v128.bitselect(f32x4.sub(f32x4.splat(1), angle), angle, f32x4.lt(y, zero))
}
