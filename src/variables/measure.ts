import type { Picture } from '../image/picture.ts'
import { edgeDensity } from './canny.ts'
import { colourSums } from './colour.ts'
import { visualComplexity } from './complexity.ts'
import { entropy } from './entropy.ts'
import { greyLevels, histogram } from './grey.ts'
import { otsuThreshold } from './otsu.ts'
import { perceptualHash, pillowGrey, resizeTo32 } from './phash.ts'
import type { Row } from './registry/index.ts'
import { sharpnessIn } from './sharpness.ts'

/** Every image variable of the registry (`registry/image.ts`) of one picture. */
export async function measure(picture: Picture): Promise<Row> {
  const complexity = visualComplexity(picture)
  const s = colourSums(picture.rgb)
  const n = s.pixels
  const grey = greyLevels(picture.rgb, picture)
  const levels = histogram(grey.levels)
  const high = otsuThreshold(levels)

  // rg = R - G, twice yb = R + G - 2 B, a thousand times luma = 299 R + 587 G + 114 B: all from sums of integers, so exact
  const rg = s.r - s.g
  const rg2 = s.rr - 2 * s.rg + s.gg
  const yb = (s.r + s.g - 2 * s.b) / 2
  const yb2 = (s.rr + s.gg + 4 * s.bb + 2 * s.rg - 4 * s.rb - 4 * s.gb) / 4
  const luma = 299 * s.r + 587 * s.g + 114 * s.b
  const luma2 =
    299 * 299 * s.rr +
    587 * 587 * s.gg +
    114 * 114 * s.bb +
    2 * (299 * 587 * s.rg + 299 * 114 * s.rb + 587 * 114 * s.gb)
  const row: Row = {
    aspect_ratio: picture.original.width / picture.original.height,
    brightness: luma / n / 255_000,
    contrast: deviation(luma, luma2, n) / 255_000,
    saturation_mean: s.saturation / n,
    saturation_sd: deviation(s.saturation, s.saturationSquares, n),
    value_mean: s.value / n / 255,
    value_sd: deviation(s.value, s.valueSquares, n) / 255,
    lab_l_mean: (116 * s.fy) / n - 16,
    lab_a_mean: (500 * (s.fx - s.fy)) / n,
    lab_b_mean: (200 * (s.fy - s.fz)) / n,
    colourfulness:
      Math.hypot(deviation(rg, rg2, n), deviation(yb, yb2, n)) + 0.3 * Math.sqrt((rg / n) ** 2 + (yb / n) ** 2),
    warm_share: s.warm / n,
    cool_share: s.cool / n,
    entropy: entropy(levels),
    sharpness: sharpnessIn(picture),
    edge_density: edgeDensity(grey, { low: high / 2, high }),
    phash: perceptualHash(resizeTo32(pillowGrey(picture.rgb), picture)),
    visual_complexity: await complexity,
  }
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number.isNaN(value) ? null : value]))
}

/** Population standard deviation from a sum and a sum of squares. */
function deviation(sum: number, squares: number, n: number): number {
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2))
}
