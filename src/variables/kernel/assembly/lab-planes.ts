// CIELAB of every pixel, in single precision: what superpixels are made of.

/**
 * @param tables 256 times (x, y, z, 0) of each channel's values over the white's, f32, red first
 * @param stride floats a row of the planes, a multiple of 4
 * @param l, @param a, @param b planes of f32: CIELAB times `scale`
 */
export function labPlanes(
  rgb: usize,
  width: i32,
  height: i32,
  tables: usize,
  scale: f32,
  stride: i32,
  l: usize,
  a: usize,
  b: usize,
): void {
  const forL = f32x4.splat(116 * scale)
  const footL = f32x4.splat(16 * scale)
  const forA = f32x4.splat(500 * scale)
  const forB = f32x4.splat(200 * scale)
  for (let y = 0; y < height; y++) {
    let from = rgb + <usize>(3 * y * width)
    for (let x = 0; x < width; x += 4) {
      const p = xyz(from, tables)
      const q = xyz(from + 3, tables)
      const r = xyz(from + 6, tables)
      const s = xyz(from + 9, tables)
      const xyLow = i32x4.shuffle(p, q, 0, 4, 1, 5)
      const xyHigh = i32x4.shuffle(r, s, 0, 4, 1, 5)
      const fx = compress(i64x2.shuffle(xyLow, xyHigh, 0, 2))
      const fy = compress(i64x2.shuffle(xyLow, xyHigh, 1, 3))
      const fz = compress(i64x2.shuffle(i32x4.shuffle(p, q, 2, 6, 2, 6), i32x4.shuffle(r, s, 2, 6, 2, 6), 0, 2))
      const to = <usize>(y * stride + x) << 2
      v128.store(l + to, f32x4.sub(f32x4.mul(forL, fy), footL))
      v128.store(a + to, f32x4.mul(forA, f32x4.sub(fx, fy)))
      v128.store(b + to, f32x4.mul(forB, f32x4.sub(fy, fz)))
      from += 12
    }
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function xyz(rgb: usize, tables: usize): v128 {
  const red = v128.load(tables + (<usize>load<u8>(rgb) << 4))
  const green = v128.load(tables + (<usize>load<u8>(rgb, 1) << 4), 4096)
  const blue = v128.load(tables + (<usize>load<u8>(rgb, 2) << 4), 8192)
  return f32x4.add(f32x4.add(red, green), blue)
}

/** f(t) of CIELAB: a cube root above 0.008856, by a third of the exponent and two of Halley's steps. */
// @ts-ignore: decorator of AssemblyScript
@inline
function compress(t: v128): v128 {
  const third = i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.convert_i32x4_s(t), f32x4.splat(<f32>1 / 3)))
  const root = halley(t, halley(t, i32x4.add(third, i32x4.splat(709_921_077))))
  const foot = f32x4.add(f32x4.mul(t, f32x4.splat(7.787)), f32x4.splat(<f32>16 / 116))
  return v128.bitselect(root, foot, f32x4.gt(t, f32x4.splat(0.008856)))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function halley(t: v128, root: v128): v128 {
  const cube = f32x4.mul(f32x4.mul(root, root), root)
  const above = f32x4.add(cube, f32x4.add(t, t))
  return f32x4.div(f32x4.mul(root, above), f32x4.add(f32x4.add(cube, cube), t))
}
