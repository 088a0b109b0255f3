import { quantileOf, tailFrom } from './tail.ts'

/** What it takes for one reference to be recognised: similarities less `location`, in units of `scale`, compare between references. */
export interface Yardstick {
  location: number
  scale: number
}

/** From which standardised similarity on recognition speaks, and how rare it is by chance. */
export interface Calibration {
  /** One a reference. */
  yardsticks: Yardstick[]
  /** Lowest standardised similarity that is believed. */
  threshold: number
  /** The highest standardised similarity of each photo of the bank, lowest first. */
  highest: Float32Array
}

/** (q90 - q50) of a standard Gumbel distribution, that of maxima: -ln(-ln .9) + ln(ln 2). */
const gumbelSpread = -Math.log(-Math.log(0.9)) + Math.log(Math.LN2)
/** Of cosines. */
const smallestScale = 1e-3

/**
 * Puts references on one scale, and chooses the threshold at which the expected share of photos with a false alarm, over all brands
 * together, is `falseAlarms`. For each photo of the bank, its highest similarity to a reference has a distribution of maxima
 * (Fisher & Tippett 1928), whose place and spread are taken from two quantiles, as a photo of the bank may show a brand after all. The
 * photo's highest standardised similarity over all references is the statistic: however many brands are tracked, the threshold is on that.
 * @param maxima for each reference: its highest cosine similarity to each photo of the bank
 * @param falseAlarms share of photos, above 0
 * @param leastScale smallest scale of a yardstick
 */
export function calibrate(
  maxima: readonly Float32Array[],
  falseAlarms: number,
  leastScale = smallestScale,
): Calibration {
  const yardsticks = maxima.map((values) => yardstickOf(values, leastScale))
  const photos = maxima[0]?.length ?? 0
  const highest = new Float32Array(photos).fill(Number.NEGATIVE_INFINITY)
  for (const [i, values] of maxima.entries()) {
    const yardstick = yardsticks[i] as Yardstick
    for (let photo = 0; photo < photos; photo++) {
      const value = standardised(values[photo] as number, yardstick)
      if (value > (highest[photo] as number)) highest[photo] = value
    }
  }
  const sorted = highest.sort()
  return { yardsticks, threshold: tailFrom(sorted).valueAt(falseAlarms), highest: sorted }
}

/** The place and spread of maxima, one a photo, from two of their quantiles. @param leastScale smallest spread */
export function yardstickOf(maxima: Float32Array, leastScale = smallestScale): Yardstick {
  const location = quantileOf(maxima, 0.5)
  return { location, scale: Math.max(leastScale, (quantileOf(maxima, 0.9) - location) / gumbelSpread) }
}

/** A value in units of what is so by chance. */
export function standardised(value: number, { location, scale }: Yardstick): number {
  return (value - location) / scale
}
