import { type Block, evenParts, innerOverAll, sixteenBlocks } from './blocks.ts'
import { spectrumOf } from './fourier.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, floor, hypot, log, min: smallest, round, sqrt } = Math

/** What the Fourier transform of the grey levels says: fine detail, self-similarity, the frequencies that carry the picture. */
export function spectrumVariables(view: View): Row {
  const { grey, width, height, pixels } = view
  const power = fullPower(grey, { x1: 0, y1: 0, x2: width, y2: height }, width)
  const slope = powerSlope(power, width, height)
  return {
    sharpness_fourier: above(power, 5 * 255) / pixels,
    frequency_factor: frequencyFactor(power, width, height),
    spectral_slope: slope,
    self_similarity: slope === null ? null : Math.exp(-0.5 * abs(slope + 2)),
    self_similarity_redies: slope === null ? null : -abs(slope + 2),
  }
}

/** Fine detail of the middle blocks over that of all: sixteen transforms, so a family of its own. */
export function fourierFocusVariables(view: View): Row {
  const { grey, width, height } = view
  if (width < 4 || height < 4) return { depth_of_field_fourier: null }
  const shares = sixteenBlocks(view, evenParts).map((block) => {
    const power = fullPower(grey, block, width)
    return above(power, 5 * 255) / power.length
  })
  return { depth_of_field_fourier: innerOverAll(shares) }
}

/** |F|² of a block at every frequency, rows of `x2 - x1`; the right half mirrors the left one. */
function fullPower(grey: Uint8Array, { x1, y1, x2, y2 }: Block, stride: number): Float64Array {
  const [width, height] = [x2 - x1, y2 - y1]
  let values = grey
  if (width * height < grey.length) {
    values = new Uint8Array(width * height)
    for (let y = 0; y < height; y++) {
      values.set(grey.subarray((y1 + y) * stride + x1, (y1 + y) * stride + x2), y * width)
    }
  }
  const { re, im, columns } = spectrumOf(values, width, height)
  const power = new Float64Array(width * height)
  for (let v = 0; v < height; v++) {
    const mirror = v === 0 ? 0 : height - v
    for (let u = 0; u < columns; u++) {
      const at = v * columns + u
      const value = (re[at] as number) ** 2 + (im[at] as number) ** 2
      power[v * width + u] = value
      if (u > 0) power[mirror * width + width - u] = value
    }
  }
  return power
}

function above(power: Float64Array, magnitude: number): number {
  const least = magnitude * magnitude
  let count = 0
  for (let i = 0; i < power.length; i++) if ((power[i] as number) > least) count++
  return count
}

/**
 * Frequency factor of Overgoor et al. (2022): the radius within which 99 % of the magnitude lies, summed over 180 points of each
 * half circle (Gonzalez & Woods), over twice the largest radius. Null below 6 px a side.
 */
function frequencyFactor(power: Float64Array, width: number, height: number): number | null {
  const radii = floor(smallest(width, height) / 2 - 1)
  if (radii < 2) return null
  const sums = Float64Array.from({ length: radii }, (_, i) => {
    if (i === 0) return sqrt(power[0] as number)
    let sum = 0
    for (let degree = 91; degree <= 270; degree++) {
      const angle = (degree * Math.PI) / 180
      const v = (round((i + 1) * Math.cos(angle)) + height) % height
      const u = (round((i + 1) * Math.sin(angle)) + width) % width
      sum += sqrt(power[v * width + u] as number)
    }
    return sum
  })
  const enough = 0.99 * sums.reduce((a, b) => a + b, 0)
  let held = 0
  const reached = sums.findIndex((sum) => {
    held += sum
    return held >= enough
  })
  return (reached + 1) / (2 * radii)
}

/**
 * Slope of ln(mean power) over ln(radius), least squares over all whole radii from 1 to the corners; radii are cut to whole
 * numbers. Null where it has no slope: fewer than two radii, or a radius without power.
 */
function powerSlope(power: Float64Array, width: number, height: number): number | null {
  const [middleX, middleY] = [width >> 1, height >> 1]
  const sums = new Float64Array(floor(hypot(middleX + 1, middleY + 1)) + 2)
  const counts = new Float64Array(sums.length)
  for (let v = 0; v < height; v++) {
    const dy = v < height - middleY ? v : v - height
    for (let u = 0; u < width; u++) {
      const dx = u < width - middleX ? u : u - width
      const radius = floor(sqrt(dx * dx + dy * dy))
      sums[radius] = (sums[radius] as number) + (power[v * width + u] as number)
      counts[radius] = (counts[radius] as number) + 1
    }
  }
  let [n, x, y, xx, xy] = [0, 0, 0, 0, 0]
  const least = 1e-18 * (power[0] as number)
  for (let radius = 1; radius < sums.length; radius++) {
    const count = counts[radius] as number
    if (count === 0) continue
    const mean = (sums[radius] as number) / count
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
