import { directions, rings, type Spread } from '../../../src/brands/shapes/silhouette.ts'
import type { Shape } from '../../../src/brands/shapes/stable-shapes.ts'
import type { Point } from '../../../src/vision/detection.ts'

/**
 * The silhouette of a region, plainly.
 * @param pixels places, row by row
 * @param width of the picture that it is in
 */
export function silhouetteOf(pixels: readonly number[], width: number): Shape {
  const [columns, rows] = [pixels.map((at) => at % width), pixels.map((at) => Math.floor(at / width))]
  const [x1, y1] = [columns.reduce((a, b) => Math.min(a, b)), rows.reduce((a, b) => Math.min(a, b))]
  const [x2, y2] = [columns.reduce((a, b) => Math.max(a, b)) + 1, rows.reduce((a, b) => Math.max(a, b)) + 1]
  // An empty row and column all around.
  const [across, down] = [x2 - x1 + 2, y2 - y1 + 2]
  const mask = new Uint8Array(across * down)
  for (let i = 0; i < pixels.length; i++)
    mask[((rows[i] as number) - y1 + 1) * across + (columns[i] as number) - x1 + 1] = 1
  const [middle, [xx, xy, yy]] = momentsOf(mask, across)
  const bits = new Int32Array(2 * rings)
  const filled = new Uint8Array(rings)
  for (let ring = 0; ring < rings; ring++) {
    for (let k = 0; k < directions; k++) {
      const [radius, angle] = [((ring + 0.5) * 3) / rings, (2 * Math.PI * k) / directions]
      const [u, v] = [radius * Math.cos(angle), radius * Math.sin(angle)]
      const [x, y] = [middle.x + xx * u + xy * v, middle.y + xy * u + yy * v]
      if (x < 0 || y < 0 || x >= across - 1 || y >= down - 1 || coverage(mask, across, x, y) < 0.5) continue
      const word = 2 * ring + (k >> 5)
      bits[word] = (bits[word] as number) | (1 << (k & 31))
      filled[ring] = (filled[ring] as number) + 1
    }
  }
  const centre = { x: middle.x + x1 - 0.5, y: middle.y + y1 - 0.5 }
  return { bits, filled, spread: [xx, xy, yy], centre, box: { x1, y1, x2, y2 } }
}

/** Mean and spread of what is 1, at the middles of pixels. */
function momentsOf(mask: Uint8Array, width: number): [Point, Spread] {
  let [n, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0]
  for (const [at, value] of mask.entries()) {
    if (value === 0) continue
    const [column, row] = [at % width, Math.floor(at / width)]
    n++
    x += column
    y += row
    xx += column * column
    xy += column * row
    yy += row * row
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
