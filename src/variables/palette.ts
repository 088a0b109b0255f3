import type { Palette } from './kernel/palette.ts'
import { compress } from './lab.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, floor, hypot, log, max: largest, min: smallest, round, sqrt } = Math

/** How many colours there are and how they spread, in whole pictures. */
export function paletteVariables({ palette, pixels }: View): Row {
  return {
    distinct_colours: palette.colours.length / pixels,
    colour_entropy: colourEntropy(palette, pixels),
    luminance_entropy_gamma: gammaEntropy(palette, pixels),
    colourfulness_lab: pixels > 1 ? colourfulnessLab(palette, pixels) : null,
    colourfulness_abs: colourfulnessAbs(palette, pixels),
  }
}

/** Entropy of the histogram of 24-bit colours, in nats. */
function colourEntropy({ counts }: Palette, n: number): number {
  let sum = 0
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number
    if (count > 1) sum += count * log(count)
  }
  return largest(0, log(n) - sum / n)
}

/**
 * Luminance complexity of Overgoor et al. (2022): entropy in nats of luma after a gamma of 0.5, every product of its sum
 * rounded to a whole level.
 */
function gammaEntropy({ colours, counts }: Palette, n: number): number {
  const levels = new Uint32Array(256)
  for (let i = 0; i < colours.length; i++) {
    const colour = colours[i] as number
    const red = gammaRed[colour >> 16] as number
    const level = smallest(255, red + (gammaGreen[(colour >> 8) & 255] as number) + (gammaBlue[colour & 255] as number))
    levels[level] = (levels[level] as number) + (counts[i] as number)
  }
  return levels.reduce((nats, count) => (count === 0 ? nats : nats - (count / n) * log(count / n)), 0)
}

const gammaRed = gammaTable(0.299)
const gammaGreen = gammaTable(0.587)
const gammaBlue = gammaTable(0.114)

function gammaTable(weight: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, v) => round(weight * round(255 * sqrt(v / 255))))
}

/**
 * Colourfulness of Hasler & Süsstrunk (2003), M(1), in CIELAB: 0.94 mean chroma + sqrt(var a* + var b*) with sample variances;
 * linear light by the curve of BT.709, as in the code of Overgoor et al. (2022). f by a table of 16,384 steps: within 1e-4.
 */
function colourfulnessLab({ colours, counts }: Palette, n: number): number {
  let [chroma, sa, sb, aa, bb] = [0, 0, 0, 0, 0]
  for (let i = 0; i < colours.length; i++) {
    const colour = colours[i] as number
    const count = counts[i] as number
    const r = light[colour >> 16] as number
    const g = light[(colour >> 8) & 255] as number
    const b = light[colour & 255] as number
    const fy = f(y[0] * r + y[1] * g + y[2] * b)
    const a = 500 * (f(x[0] * r + x[1] * g + x[2] * b) - fy)
    const bStar = 200 * (fy - f(z[0] * r + z[1] * g + z[2] * b))
    chroma += count * sqrt(a * a + bStar * bStar)
    sa += count * a
    sb += count * bStar
    aa += count * a * a
    bb += count * bStar * bStar
  }
  const spread = largest(0, aa - (sa * sa) / n) + largest(0, bb - (sb * sb) / n)
  return 0.94 * (chroma / n) + sqrt(spread / (n - 1))
}

const light = Float64Array.from({ length: 256 }, (_, v) => {
  const u = v / 255
  const curved = ((u + 0.099) / 1.099) ** (1 / 0.45)
  return curved < 0.018 ? u / 4.5138 : curved
})
const [x, y, z] = xyzRows()
const steps = 16_384
const roots = Float64Array.from({ length: steps + 2 }, (_, i) => bt709Root(i / steps))

function f(t: number): number {
  const place = smallest(steps, t * steps)
  const below = floor(place)
  const low = roots[below] as number
  return low + (place - below) * ((roots[below + 1] as number) - low)
}

function bt709Root(t: number): number {
  return t > 0.008856 ? compress(t) : (841 / 108) * t + 4 / 29
}

/** The inverse of the matrix from XYZ to BT.709's RGB, rows over the white. */
function xyzRows(): [Three, Three, Three] {
  const [a, b, c, d, e, g, h, i, j] = [
    3.240479, -1.53715, -0.498535, -0.969256, 1.875992, 0.041556, 0.055648, -0.204043, 1.057311,
  ] as const
  const det = a * (e * j - g * i) - b * (d * j - g * h) + c * (d * i - e * h)
  const row = (p: number, q: number, r: number, white: number): Three => [
    p / det / white,
    q / det / white,
    r / det / white,
  ]
  return [
    row(e * j - g * i, c * i - b * j, b * g - c * e, 0.950456),
    row(g * h - d * j, a * j - c * h, c * d - a * g, 1),
    row(d * i - e * h, b * h - a * i, a * e - b * d, 1.088754),
  ]
}

type Three = readonly [number, number, number]

/** The variant of tutorials, with |R - G| and |(R + G) / 2 - B|: not the paper's, offered because papers have used it. */
function colourfulnessAbs({ colours, counts }: Palette, n: number): number {
  let [rg, yb, rgrg, ybyb] = [0, 0, 0, 0]
  for (let i = 0; i < colours.length; i++) {
    const colour = colours[i] as number
    const count = counts[i] as number
    const r = colour >> 16
    const g = (colour >> 8) & 255
    const p = abs(r - g)
    const q = abs(r + g - 2 * (colour & 255))
    rg += count * p
    yb += count * q
    rgrg += count * p * p
    ybyb += count * q * q
  }
  const spread = largest(0, rgrg / n - (rg / n) ** 2) + largest(0, ybyb / n - (yb / n) ** 2) / 4
  return sqrt(spread) + 0.3 * hypot(rg / n, yb / n / 2)
}
