import type { ColourSums } from './colour.ts'
import type { Row } from './registry/index.ts'
import { summaryOf } from './summary.ts'
import type { View } from './view.ts'

const { max: largest, min: smallest, sqrt } = Math

/** What the field calls contrast, one name a definition (`contrast` itself, the spread of luma, is a core column). */
export function contrastVariables({ greyCounts, hsvCounts, scan, pixels }: View): Row {
  const shortest = shortestInterval(greyCounts, 0.9)
  const peaks = histogramPeaks(greyCounts)
  return {
    contrast_rms: summaryOf(greyCounts).sd / 255,
    contrast_value_2sd: (2 * summaryOf(hsvCounts.value).sd) / 255,
    contrast_saturation_sd: pixels > 1 ? saturationSd(scan.colours) : null,
    contrast_90: shortest.last - shortest.first + 1,
    contrast_90_low: shortest.first,
    contrast_90_high: shortest.last,
    clarity: hsvCounts.value.subarray(179).reduce((sum, count) => sum + count, 0) / pixels,
    contrast_peaks: peaks.length,
    contrast_peak_levels: peaks,
    contrast_peak_distance: peaks.length < 2 ? null : (peaks.at(-1) as number) - (peaks[0] as number),
  }
}

/** The shortest run of grey levels that holds more than a share of the pixels, the first of equals (Athec's contrast range). */
function shortestInterval(counts: Uint32Array, share: number): { first: number; last: number } {
  const total = counts.reduce((sum, count) => sum + count, 0)
  let best = { first: 0, last: 255 }
  let held = 0
  for (let first = 0, end = 0; first < 256; first++) {
    while (end < 256 && held <= share * total) held += counts[end++] as number
    if (held <= share * total) break
    if (end - 1 - first < best.last - best.first) best = { first, last: end - 1 }
    held -= counts[first] as number
  }
  return best
}

/** Sample standard deviation of HSV saturation (max - min) / max: contrast in the code of Overgoor et al. (2022). */
function saturationSd({ pixels, saturation: { sum, squares } }: ColourSums): number {
  return sqrt(largest(0, squares - (sum * sum) / pixels) / (pixels - 1))
}

const reach = 25
const neighbourhood = 20

/**
 * Peaks of the grey levels' histogram: levels whose smoothed share is larger than that of the 20 levels on either side.
 * Smoothed by Savitzky & Golay (1964), window 51, polynomial of degree 5, nothing beyond the ends.
 */
function histogramPeaks(counts: Uint32Array): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const smooth = Float64Array.from({ length: 256 }, (_, level) => {
    let sum = 0
    for (let d = -reach; d <= reach; d++) sum += (weights[d + reach] as number) * ((counts[level + d] ?? 0) / total)
    return sum
  })
  const peaks: number[] = []
  for (let level = 0; level < 256; level++) {
    let highest = true
    for (let d = 1; d <= neighbourhood && highest; d++) {
      const [below, above] = [largest(0, level - d), smallest(255, level + d)]
      highest = (smooth[level] as number) > largest(smooth[below] as number, smooth[above] as number)
    }
    if (highest) peaks.push(level)
  }
  return peaks
}

/** Weights of the least-squares polynomial's middle: by Gram polynomials of even degree up to 4 (the 5th adds nothing there). */
const weights = (() => {
  const x = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach)
  const basis: number[][] = []
  for (const degree of [0, 2, 4]) {
    let row = x.map((v) => (v / reach) ** degree)
    for (const known of basis) {
      const along = dot(row, known)
      row = row.map((v, i) => v - along * (known[i] as number))
    }
    const length = sqrt(dot(row, row))
    basis.push(row.map((v) => v / length))
  }
  return Float64Array.from(x, (_, i) =>
    basis.reduce((sum, row) => sum + (row[i] as number) * (row[reach] as number), 0),
  )
})()

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, v, i) => sum + v * (b[i] as number), 0)
}
