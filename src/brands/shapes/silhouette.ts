import type { Point } from '../../vision/detection.ts'

export const rings = 16
export const directions = 64
/** Standard deviations of the region from its middle to the outermost ring. */
const reach = 3

/** Where each direction of each ring is looked at: x and y in units of the spread. */
export const places = Float64Array.from({ length: 2 * rings * directions }, (_, i) => {
  const [ring, k] = [Math.floor(i / 2 / directions), (i >> 1) % directions]
  const [radius, angle] = [((ring + 0.5) * reach) / rings, (2 * Math.PI * k) / directions]
  return radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle))
})

/**
 * A region freed of where it lies, how large it is and how far it is seen from aside: looked at in units of its own spread (moments of
 * second order are 1 in all directions, as Suk & Flusser 2003 normalise shapes), it is the same but for a turn.
 */
export interface Silhouette {
  /** For each ring, from the middle outwards, 64 directions, a bit each: whether the region is there. */
  bits: Int32Array
  /** Directions of each ring in which it is. */
  filled: Uint8Array
  /** Square root of the covariance of the region's pixels: what takes a circle to the region's ellipse. */
  spread: Spread
}

/** A symmetric matrix. */
export type Spread = readonly [xx: number, xy: number, yy: number]

/** A silhouette where it was seen. */
export interface PlacedSilhouette extends Silhouette {
  /** Mean of the pixels. */
  centre: Point
}

/** Directions in which each ring is filled. */
export function filledOf(bits: Int32Array): Uint8Array {
  return Uint8Array.from(
    { length: rings },
    (_, ring) => ones(bits[2 * ring] as number) + ones(bits[2 * ring + 1] as number),
  )
}

/** What a direction of a ring stands for: outer rings are longer. The whole of a silhouette is the sum over `filled`. */
export function weightOf(ring: number): number {
  return 2 * ring + 1
}

function ones(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
