// How much colours, contrasts and directions vary around places: means over all places of the size of an ellipsoid. It follows
// from pooled planes (means of values, then of their products) of `wide` x `high` places, one after the other, `stride` f32 a row.
// `held` says how much of the pooling Gaussian lies within the picture: of each column, then of each row (f64).

import { cubeRoots } from './cube-roots'

// Least variances of L, a and b, as the authors' code has them; and of directions.
const leastL: f64 = 0.0007 * 0.0007
const leastA: f64 = 0.1 * 0.1
const leastB: f64 = 0.05 * 0.05
const leastDirection: f64 = 0.001

/** The sixth root of the determinant of the covariance of L, a, b. @param pooled L, a, b, LL, La, Lb, aa, ab, bb */
export function colourSpread(pooled: usize, stride: i32, wide: i32, high: i32, held: usize): f64 {
  const size = <usize>(stride * high) << 2
  let sum: f64 = 0
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const at = pooled + (<usize>(y * stride + x) << 2)
      const share = shareOf(held, wide, x, y)
      const l = <f64>load<f32>(at) * share
      const a = <f64>load<f32>(at + size) * share
      const b = <f64>load<f32>(at + 2 * size) * share
      const ll = <f64>load<f32>(at + 3 * size) * share - l * l + leastL
      const la = <f64>load<f32>(at + 4 * size) * share - l * a
      const lb = <f64>load<f32>(at + 5 * size) * share - l * b
      const aa = <f64>load<f32>(at + 6 * size) * share - a * a + leastA
      const ab = <f64>load<f32>(at + 7 * size) * share - a * b
      const bb = <f64>load<f32>(at + 8 * size) * share - b * b + leastB
      const volume = ll * (aa * bb - ab * ab) - la * (la * bb - ab * lb) + lb * (la * ab - aa * lb)
      if (volume <= 0) continue
      const root = cubeRoots(f32x4.splat(<f32>volume))
      sum += <f64>sqrt<f32>(f32x4.extract_lane(root, 0))
    }
  }
  return sum / <f64>(wide * high)
}

/** The standard deviation of contrast. @param pooled contrast, its square */
export function contrastSpread(pooled: usize, stride: i32, wide: i32, high: i32, held: usize): f64 {
  const size = <usize>(stride * high) << 2
  let sum: f64 = 0
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const at = pooled + (<usize>(y * stride + x) << 2)
      const share = shareOf(held, wide, x, y)
      const mean = <f64>load<f32>(at) * share
      sum += sqrt<f64>(abs<f64>(<f64>load<f32>(at + size) * share - mean * mean))
    }
  }
  return sum / <f64>(wide * high)
}

/** The fourth root of the determinant of the covariance of directions. @param pooled c, s, cc, cs, ss */
export function directionSpread(pooled: usize, stride: i32, wide: i32, high: i32, held: usize): f64 {
  const size = <usize>(stride * high) << 2
  let sum: f64 = 0
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const at = pooled + (<usize>(y * stride + x) << 2)
      const share = shareOf(held, wide, x, y)
      const c = <f64>load<f32>(at) * share
      const s = <f64>load<f32>(at + size) * share
      const cc = <f64>load<f32>(at + 2 * size) * share - c * c + leastDirection
      const cs = <f64>load<f32>(at + 3 * size) * share - c * s
      const ss = <f64>load<f32>(at + 4 * size) * share - s * s + leastDirection
      sum += sqrt<f64>(sqrt<f64>(max<f64>(0, cc * ss - cs * cs)))
    }
  }
  return sum / <f64>(wide * high)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function shareOf(held: usize, wide: i32, x: i32, y: i32): f64 {
  return 1 / (load<f64>(held + (<usize>x << 3)) * load<f64>(held + (<usize>(wide + y) << 3)))
}
