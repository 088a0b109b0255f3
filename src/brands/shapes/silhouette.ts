import type { Point } from '../../vision/detection.ts'
import type { Region } from './stable-regions.ts'

export const rings = 16
export const directions = 64
/** Standard deviations of the region from its middle to the outermost ring. */
const reach = 3

/** Where each direction of each ring is looked at: x and y in units of the spread. */
const places = Float64Array.from({ length: 2 * rings * directions }, (_, i) => {
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

/** @param width of the picture that the region is in */
export function silhouetteOf({ pixels, box }: Region, width: number): PlacedSilhouette {
  // An empty row and column all around.
  const [across, down] = [box.x2 - box.x1 + 2, box.y2 - box.y1 + 2]
  const mask = new Uint8Array(across * down)
  for (let i = 0; i < pixels.length; i++) {
    const at = pixels[i] as number
    const row = Math.floor(at / width)
    mask[(row - box.y1 + 1) * across + at - row * width - box.x1 + 1] = 1
  }
  const [{ x, y }, spread] = momentsOf(mask, across, down)
  const bits = new Int32Array(2 * rings)
  for (let ring = 0; ring < rings; ring++) {
    for (let k = 0; k < directions; k++) {
      const [u, v] = [places[2 * (ring * directions + k)] as number, places[2 * (ring * directions + k) + 1] as number]
      const px = x + spread[0] * u + spread[1] * v
      const py = y + spread[1] * u + spread[2] * v
      if (px < 0 || py < 0 || px >= across - 1 || py >= down - 1 || coverage(mask, across, px, py) < 0.5) continue
      const word = 2 * ring + (k >> 5)
      bits[word] = (bits[word] as number) | (1 << (k & 31))
    }
  }
  return { bits, filled: filledOf(bits), spread, centre: { x: x + box.x1 - 0.5, y: y + box.y1 - 0.5 } }
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

/** Bits that are set. */
export function ones(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  const eights = (fours + (fours >>> 4)) & 0x0f0f0f0f
  const halves = eights + (eights >>> 8)
  return (halves + (halves >>> 16)) & 63
}

/** Mean and spread of what is 1, at the middles of pixels. */
function momentsOf(mask: Uint8Array, width: number, height: number): [Point, Spread] {
  let [n, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0]
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      if (mask[at] === 0) continue
      n++
      x += column
      y += row
      xx += column * column
      xy += column * row
      yy += row * row
    }
  }
  const [mx, my] = [x / n, y / n]
  // A pixel is a square: its own variance is 1/12 each way.
  return [{ x: mx, y: my }, rootOf(xx / n - mx * mx + 1 / 12, xy / n - mx * my, yy / n - my * my + 1 / 12)]
}

/** Square root of a symmetric positive definite matrix. */
function rootOf(xx: number, xy: number, yy: number): Spread {
  const s = Math.sqrt(Math.max(1e-9, xx * yy - xy * xy))
  const t = Math.sqrt(xx + yy + 2 * s)
  return [(xx + s) / t, xy / t, (yy + s) / t]
}

/** Bilinear between the middles of pixels. */
function coverage(mask: Uint8Array, stride: number, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)]
  const [fx, fy] = [x - x0, y - y0]
  const at = y0 * stride + x0
  const above = (1 - fx) * (mask[at] as number) + fx * (mask[at + 1] as number)
  const below = (1 - fx) * (mask[at + stride] as number) + fx * (mask[at + stride + 1] as number)
  return (1 - fy) * above + fy * below
}
