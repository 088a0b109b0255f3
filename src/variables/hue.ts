import { numbersOf, type Palette } from './kernel/palette.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { hypot, log, max: largest, min: smallest, sqrt } = Math

/** Hue as a circle, how many hues there are, and warm and cool as the field counts them. */
export function hueVariables({ palette, pixels, hsvCounts }: View): Row {
  const counts = hsvCounts.hue
  const { mean, sd } = circular(counts)
  let green = 0
  for (let hue = 15; hue <= 55; hue++) green += counts[hue] as number
  return {
    hue_mean: mean,
    hue_sd: sd,
    hue_count: hueCount(hsvCounts.hueBins),
    hue_cold_image_analyzer: green / pixels,
    hue_warm_image_analyzer: 1 - green / pixels,
    hue_warm_overgoor: between30And110(palette) / pixels,
  }
}

/**
 * Circular mean and standard deviation of hues in half degrees (Mardia & Jupp 2000, eq. 2.2.4 and 2.3.11; as SciPy's circmean
 * and circstd).
 * @returns degrees, mean from 0 to 360; nulls where all directions cancel out
 */
export function circular(counts: Uint32Array): { mean: number | null; sd: number | null } {
  let [x, y, n] = [0, 0, 0]
  for (let hue = 0; hue < counts.length; hue++) {
    const count = counts[hue] as number
    x += count * Math.cos((hue * Math.PI) / 90)
    y += count * Math.sin((hue * Math.PI) / 90)
    n += count
  }
  const length = smallest(1, hypot(x, y) / n)
  if (length < 1e-12) return { mean: null, sd: null }
  const mean = (Math.atan2(y, x) * 180) / Math.PI
  // A full circle less a rounding error is none.
  const turned = mean < -1e-9 ? mean + 360 : largest(0, mean)
  if (counts.some((count) => count === n)) return { mean: turned, sd: 0 }
  return { mean: turned, sd: (sqrt(largest(0, -2 * log(length))) * 180) / Math.PI }
}

/**
 * Hue count (Ke, Tang & Jing 2006; thresholds of Athec): of 20 bins of 18 degrees, those with more than 5 % of the largest, over
 * pixels with saturation >= 0.2 and value from 0.15 to 0.95.
 */
function hueCount(bins: Uint32Array): number {
  const least = 0.05 * largest(...bins)
  return bins.filter((count) => count > least).length
}

/**
 * Pixels whose hue is from 30 to 110 degrees: whole numbers decide, and right at a limit the rounding of
 * 60 (G - B) / spread and 60 (2 + (B - R) / spread) in double precision, as there.
 */
function between30And110(palette: Palette): number {
  const { colours, counts } = numbersOf(palette)
  let found = 0
  for (let i = 0; i < colours.length; i++) {
    const colour = colours[i] as number
    const r = colour >> 16
    const g = (colour >> 8) & 255
    const b = colour & 255
    const max = largest(r, g)
    if (b > max || (b === max && b > smallest(r, g))) continue // 180 to 300 degrees, or its ends
    const spread = max - b
    if (spread === 0) continue
    const over = r >= g ? 2 * (g - b) - spread : 6 * (r - b) - spread
    if (over > 0 || (over === 0 && atLimit(r / 255, g / 255, b / 255))) found += counts[i] as number
  }
  return found
}

function atLimit(r: number, g: number, b: number): boolean {
  const hue = r >= g ? 60 * ((g - b) / (r - b)) : 60 * (2 + (b - r) / (g - b))
  return hue >= 30 && hue <= 110
}
