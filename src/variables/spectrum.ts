import { evenParts, innerOverAll, sixteenBlocks } from './blocks.ts'
import { type Spectrum, spectrumOf } from './kernel/spectrum.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, log } = Math

/** The magnitude of fine detail, of grey levels from 0 to 1 (Athec): 5. */
const fine = 5 * 255

/** What the Fourier transform of the grey levels says: fine detail, self-similarity, the frequencies that carry the picture. */
export function spectrumVariables({ grey, width, height, pixels }: View): Row {
  const block = { x1: 0, y1: 0, x2: width, y2: height }
  const spectrum = spectrumOf(grey, width, { block, magnitude: fine, radial: true })
  const slope = powerSlope(spectrum.radii)
  return {
    sharpness_fourier: spectrum.above / pixels,
    frequency_factor: frequencyFactor(spectrum.circles),
    spectral_slope: slope,
    self_similarity: selfSimilarity(slope),
    self_similarity_redies: slope === null ? null : -abs(slope + 2),
  }
}

/** Self-similarity of the luma that the file stores: a transform more, and a second decoding, so a family of its own. */
export function lumaSpectrumVariables({ picture, grey, width, height }: View): Row {
  const block = { x1: 0, y1: 0, x2: width, y2: height }
  const { radii } = spectrumOf(picture.luma ?? grey, width, { block, magnitude: fine, radial: true })
  return { self_similarity_luma: selfSimilarity(powerSlope(radii)) }
}

function selfSimilarity(slope: number | null): number | null {
  return slope === null ? null : Math.exp(-0.5 * abs(slope + 2))
}

/** Fine detail of the middle blocks over that of all: sixteen transforms, so a family of its own. */
export function fourierFocusVariables(view: View): Row {
  const { grey, width, height } = view
  if (width < 4 || height < 4) return { depth_of_field_fourier: null }
  const shares = sixteenBlocks(view, evenParts).map((block) => {
    const { above } = spectrumOf(grey, width, { block, magnitude: fine, radial: false })
    return above / ((block.x2 - block.x1) * (block.y2 - block.y1))
  })
  return { depth_of_field_fourier: innerOverAll(shares) }
}

/**
 * Frequency factor of Overgoor et al. (2022): the radius within which 99 % of the magnitude lies, summed over 180 points of each
 * half circle (Gonzalez & Woods), over twice the largest radius. Null below 6 px a side.
 */
function frequencyFactor(circles: Float64Array): number | null {
  if (circles.length === 0) return null
  const enough = 0.99 * circles.reduce((a, b) => a + b, 0)
  let held = 0
  const reached = circles.findIndex((sum) => {
    held += sum
    return held >= enough
  })
  return (reached + 1) / (2 * circles.length)
}

/**
 * Slope of ln(mean power) over ln(radius), least squares over all whole radii from 1 to the corners; radii are cut to whole
 * numbers. Null where it has no slope: fewer than two radii, or a radius without power.
 */
function powerSlope({ power, count }: Spectrum['radii']): number | null {
  let [n, x, y, xx, xy] = [0, 0, 0, 0, 0]
  const least = 1e-18 * (power[0] as number)
  for (let radius = 1; radius < power.length; radius++) {
    const frequencies = count[radius] as number
    if (frequencies === 0) continue
    const mean = (power[radius] as number) / frequencies
    if (mean <= least) return null
    const [a, b] = [log(radius), log(mean)]
    n++
    x += a
    y += b
    xx += a * a
    xy += a * b
  }
  return n < 2 ? null : (n * xy - x * y) / (n * xx - x * x)
}
