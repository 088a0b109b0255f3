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
  return spread(0, pooled, stride, wide, high, held)
}

/** The standard deviation of contrast. @param pooled contrast, its square */
export function contrastSpread(pooled: usize, stride: i32, wide: i32, high: i32, held: usize): f64 {
  return spread(1, pooled, stride, wide, high, held)
}

/** The fourth root of the determinant of the covariance of directions. @param pooled c, s, cc, cs, ss */
export function directionSpread(pooled: usize, stride: i32, wide: i32, high: i32, held: usize): f64 {
  return spread(2, pooled, stride, wide, high, held)
}

/** Each kind has a copy of its own, in which the others are left out. */
// @ts-ignore: decorator of AssemblyScript
@inline
function spread(kind: i32, pooled: usize, stride: i32, wide: i32, high: i32, held: usize): f64 {
  const size = <usize>(stride * high) << 2
  let sum: f64 = 0
  for (let y = 0; y < high; y++) {
    const row = load<f64>(held + (<usize>(wide + y) << 3))
    for (let x = 0; x < wide; x++) {
      const at = pooled + (<usize>(y * stride + x) << 2)
      const share = 1 / (load<f64>(held + (<usize>x << 3)) * row)
      if (kind === 0) sum += ofColours(at, size, share)
      else if (kind === 1) sum += ofContrast(at, size, share)
      else sum += ofDirections(at, size, share)
    }
  }
  return sum / <f64>(wide * high)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function ofColours(at: usize, size: usize, share: f64): f64 {
  const l = mean(at, share)
  const a = mean(at + size, share)
  const b = mean(at + 2 * size, share)
  const ll = mean(at + 3 * size, share) - l * l + leastL
  const la = mean(at + 4 * size, share) - l * a
  const lb = mean(at + 5 * size, share) - l * b
  const aa = mean(at + 6 * size, share) - a * a + leastA
  const ab = mean(at + 7 * size, share) - a * b
  const bb = mean(at + 8 * size, share) - b * b + leastB
  const volume = ll * (aa * bb - ab * ab) - la * (la * bb - ab * lb) + lb * (la * ab - aa * lb)
  // Rounding may leave less than nothing.
  if (volume <= 0) return 0
  return <f64>sqrt<f32>(f32x4.extract_lane(cubeRoots(f32x4.splat(<f32>volume)), 0))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function ofContrast(at: usize, size: usize, share: f64): f64 {
  const middle = mean(at, share)
  return sqrt<f64>(abs<f64>(mean(at + size, share) - middle * middle))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function ofDirections(at: usize, size: usize, share: f64): f64 {
  const c = mean(at, share)
  const s = mean(at + size, share)
  const cc = mean(at + 2 * size, share) - c * c + leastDirection
  const cs = mean(at + 3 * size, share) - c * s
  const ss = mean(at + 4 * size, share) - s * s + leastDirection
  return sqrt<f64>(sqrt<f64>(max<f64>(0, cc * ss - cs * cs)))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function mean(at: usize, share: f64): f64 {
  return <f64>load<f32>(at) * share
}
