import { labPlanesOf } from './clutter.ts'
import type { Row } from './registry/index.ts'
import { leastSide, spectraOf, subbandsOf } from './subbands.ts'
import type { View } from './view.ts'

/** Colours count so much beside lightness; less spread than this is none. */
const chromaWeight = 0.0625
const least = 0.008
/** Of a larger picture the spectra would need gigabytes. */
const mostPixels = 2 ** 24

/**
 * Subband entropy (Rosenholtz, Li & Nakano 2007): how many nats a number of a picture's subbands takes, of lightness and, with
 * little weight, of the colours. Constants and CIELAB are those of the authors' code.
 */
export function subbandEntropyVariables(view: View): Row {
  const { width, height, pixels } = view
  if (Math.min(width, height) < leastSide || pixels > mostPixels) return { subband_entropy: null }
  const [l, a, b] = labPlanesOf(view)
  const [ofA, ofB] = spectraOf(a, b, view)
  const [ofL] = spectraOf(l, new Float64Array(pixels), view)
  const eachBand = subbandsOf(view)
  const entropies = [
    [l, ofL],
    [a, ofA],
    [b, ofB],
  ] as const
  const [light = 0, ...colours] = entropies.map(([plane, spectrum]) => {
    if (spread(plane) < least) return 0
    let [sum, bands] = [0, 0]
    eachBand(spectrum, (band) => {
      sum += entropy(band)
      bands++
    })
    return sum / bands
  })
  const colour = colours.reduce((sum, one) => sum + one, 0)
  return { subband_entropy: (light + chromaWeight * colour) / (1 + 2 * chromaWeight) }
}

/** Shannon entropy, in nats, of as many equal bins as the root of how many numbers there are, the last one for the largest alone. */
function entropy(band: Float64Array): number {
  const bins = Math.ceil(Math.sqrt(band.length))
  const { low, high } = limits(band)
  if (high === low || bins < 2) return 0
  const counts = new Uint32Array(bins)
  const scale = (bins - 1) / (high - low)
  for (let i = 0; i < band.length; i++) {
    const bin = Math.min(bins - 1, ((band[i] as number) - low) * scale) | 0
    counts[bin] = (counts[bin] as number) + 1
  }
  return counts.reduce((sum, count) => {
    return count === 0 ? sum : sum - (count / band.length) * Math.log(count / band.length)
  }, 0)
}

function limits(values: Float64Array): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}

function spread(values: Float64Array): number {
  const { low, high } = limits(values)
  return high - low
}
