// Cube roots in single precision: by a third of the exponent and two of Halley's steps.

/** f(t) of CIELAB: a cube root above 0.008856, straight below. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function compressed(t: v128): v128 {
  const foot = f32x4.add(f32x4.mul(t, f32x4.splat(7.787)), f32x4.splat(<f32>16 / 116))
  // A third of an exponent from here on is a float between 2^28 and 2^29: its bits are the whole number, five places lower.
  const third = i32x4.shl(v128.and(thirds(t), i32x4.splat(0x7f_ffff)), 5)
  const root = halley(t, halley(t, i32x4.add(third, i32x4.splat(nought + (1 << 28)))))
  return v128.bitselect(root, foot, f32x4.gt(t, f32x4.splat(0.008856)))
}

/** Of four positive numbers. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function cubeRoots(t: v128): v128 {
  return halley(t, halley(t, i32x4.add(i32x4.trunc_sat_f32x4_s(thirds(t)), i32x4.splat(nought))))
}

/** What is added to a third of a number's bits to be near the bits of its root. */
const nought: i32 = 709_921_077

/** A third of numbers' bits. */
// @ts-ignore: decorator of AssemblyScript
@inline
function thirds(t: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(t), f32x4.splat(<f32>1 / 3))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function halley(t: v128, root: v128): v128 {
  const cube = f32x4.mul(f32x4.mul(root, root), root)
  const above = f32x4.add(cube, f32x4.add(t, t))
  return f32x4.div(f32x4.mul(root, above), f32x4.add(f32x4.add(cube, cube), t))
}
