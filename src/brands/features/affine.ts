import type { Point } from '../../vision/detection.ts'

/** x' = a x + b y + c; y' = d x + e y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

/** Two points that belong together: `from` in a reference, `to` in a photo. */
export interface Pair {
  from: Point
  to: Point
}

export function moved([a, b, c, d, e, f]: Affine, { x, y }: Point): Point {
  return { x: a * x + b * y + c, y: d * x + e * y + f }
}

/** First the inner map, then the outer one. */
export function chained(outer: Affine, inner: Affine): Affine {
  const [a, b, c, d, e, f] = inner
  const [p, q, r, s, t, u] = outer
  return [p * a + q * d, p * b + q * e, p * c + q * f + r, s * a + t * d, s * b + t * e, s * c + t * f + u]
}

/** The map back. @throws never; of a map that flattens, the entries are not finite */
export function inverse(affine: Affine): Affine {
  const [a, b, c, d, e, f] = affine
  const det = determinant(affine)
  return [e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det]
}

/** How many times larger areas become; negative for a mirror image. */
export function determinant([a, b, , d, e]: Affine): number {
  return a * e - b * d
}

/** Ratio of the two singular values, 1 or more: how much a circle is squeezed. */
export function squeeze(affine: Affine): number {
  const [a, b, , d, e] = affine
  const squares = a * a + b * b + d * d + e * e
  const det = Math.abs(determinant(affine))
  const root = Math.sqrt(Math.max(0, squares * squares - 4 * det * det))
  return det === 0 ? Number.POSITIVE_INFINITY : Math.sqrt((squares + root) / Math.max(1e-12, squares - root))
}

/** The map that only turns, scales and moves, with the least squared errors; null where all points are one. */
export function fitSimilarity(pairs: readonly Pair[]): Affine | null {
  const n = pairs.length
  const mean = (value: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + value(pair), 0) / n
  const [mx, my] = [mean(({ from }) => from.x), mean(({ from }) => from.y)]
  const [mu, mv] = [mean(({ to }) => to.x), mean(({ to }) => to.y)]
  let [squares, along, across] = [0, 0, 0]
  for (const { from, to } of pairs) {
    const [x, y, u, v] = [from.x - mx, from.y - my, to.x - mu, to.y - mv]
    squares += x * x + y * y
    along += x * u + y * v
    across += x * v - y * u
  }
  if (!(squares > 0)) return null
  const [cos, sin] = [along / squares, across / squares]
  return [cos, -sin, mu - cos * mx + sin * my, sin, cos, mv - sin * mx - cos * my]
}

/**
 * The affine map with the least squared errors.
 * @returns null for fewer than three pairs, and for points that lie on a line
 */
export function fitAffine(pairs: readonly Pair[]): Affine | null {
  const n = pairs.length
  if (n < 3) return null
  const mean = (value: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + value(pair), 0) / n
  const [mx, my] = [mean(({ from }) => from.x), mean(({ from }) => from.y)]
  const [mu, mv] = [mean(({ to }) => to.x), mean(({ to }) => to.y)]
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0]
  for (const { from, to } of pairs) {
    const [x, y, u, v] = [from.x - mx, from.y - my, to.x - mu, to.y - mv]
    xx += x * x
    xy += x * y
    yy += y * y
    xu += x * u
    yu += y * u
    xv += x * v
    yv += y * v
  }
  const det = xx * yy - xy * xy
  // The smaller spread across is this share of the larger one: less, and the points are a line.
  if (det <= 0.003 * (xx + yy) ** 2) return null
  const [a, b] = [(xu * yy - yu * xy) / det, (yu * xx - xu * xy) / det]
  const [d, e] = [(xv * yy - yv * xy) / det, (yv * xx - xv * xy) / det]
  return [a, b, mu - a * mx - b * my, d, e, mv - d * mx - e * my]
}
