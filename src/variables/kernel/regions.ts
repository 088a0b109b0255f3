import type { Size } from '../../image/box.ts'
import { kernel } from './module.ts'
import { resident, room } from './resident.ts'

/**
 * Connected regions (8 neighbours) of more than `area` pixels that are brighter than their surroundings: the mean of R, G, B, cut
 * to a whole level, above its Gaussian mean, borders repeated in reverse.
 * @param weights of the Gaussian, from the middle on: 24
 */
export function brightRegionsOf(
  rgb: Uint8Array,
  { width, height }: Size,
  { weights, area }: { weights: Float64Array; area: number },
): number {
  const k = kernel()
  const pixels = width * height
  const runs = (width >> 1) + 1
  const from = resident(rgb)
  const at = room(k, {
    ...{ levels: 4 * pixels, weights: 12 * weights.length, rows: 14 * width + 1536 },
    ...{ bright: width, runs: 24 * runs, labels: 8 * runs * height },
  })
  new Float64Array(k.memory.buffer, at.weights, weights.length).set(weights)
  new Float32Array(k.memory.buffer, at.weights + weights.byteLength, weights.length).set(weights)
  k.means(from, Math.ceil(pixels / 16), at.levels)
  return k.brightRegions(
    ...([at.levels, width, height, at.weights, at.rows, at.bright, at.runs, at.labels, area] as const),
  )
}
