import { brightRegionsOf } from './kernel/regions.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const reach = 23
const sigma = 34 / 6

/**
 * Visual complexity of Image Analyzer: connected regions that are brighter than their surroundings and larger than a 25,000th
 * of the picture. Brighter: the mean of R, G, B, cut to a whole level, above its Gaussian mean (sigma 34/6, borders repeated in
 * reverse) by more than rounding.
 */
export function regionVariables({ picture, pixels }: View): Row {
  return { bright_regions: brightRegionsOf(picture.rgb, picture, { weights, area: pixels / 25_000 }) }
}

const weights = (() => {
  const raw = Array.from({ length: reach + 1 }, (_, d) => Math.exp((-0.5 * d * d) / (sigma * sigma)))
  const sum = raw.reduce((total, weight, d) => total + (d === 0 ? 1 : 2) * weight, 0)
  return Float64Array.from(raw, (weight) => weight / sum)
})()
