import { compress } from './lab.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, floor, hypot, imul, log, max: largest, min: smallest, round, sqrt } = Math

/** How many colours there are and how they spread, in whole pictures. */
export function paletteVariables({ picture: { rgb }, pixels }: View): Row {
  const { distinct, entropy } = colourCounts(rgb)
  return {
    distinct_colours: distinct / pixels,
    colour_entropy: entropy,
    luminance_entropy_gamma: gammaEntropy(rgb),
    colourfulness_lab: pixels > 1 ? colourfulnessLab(rgb) : null,
    colourfulness_abs: colourfulnessAbs(rgb),
  }
}

/** Distinct 24-bit colours, and the entropy of their histogram in nats. Open addressing: bench/families.ts. */
function colourCounts(rgb: Uint8Array): { distinct: number; entropy: number } {
  const n = rgb.length / 3
  const bits = smallest(24, Math.ceil(Math.log2(n + 1)) + 1)
  const mask = (1 << bits) - 1
  const keys = new Int32Array(mask + 1)
  const counts = new Uint32Array(mask + 1)
  for (let at = 0; at < rgb.length; at += 3) {
    const key = (((rgb[at] as number) << 16) | ((rgb[at + 1] as number) << 8) | (rgb[at + 2] as number)) + 1
    let slot = (imul(key, 0x9e3779b1) >>> (32 - bits)) & mask
    while (keys[slot] !== key && keys[slot] !== 0) slot = (slot + 1) & mask
    keys[slot] = key
    counts[slot] = (counts[slot] as number) + 1
  }
  let [distinct, sum] = [0, 0]
  for (let slot = 0; slot <= mask; slot++) {
    const count = counts[slot] as number
    if (count === 0) continue
    distinct++
    sum += count * log(count)
  }
  return { distinct, entropy: largest(0, log(n) - sum / n) }
}

/**
 * Luminance complexity of Overgoor et al. (2022): entropy in nats of luma after a gamma of 0.5, every product of its sum
 * rounded to a whole level.
 */
function gammaEntropy(rgb: Uint8Array): number {
  const counts = new Uint32Array(257)
  for (let at = 0; at < rgb.length; at += 3) {
    const level = smallest(
      255,
      (gammaRed[rgb[at] as number] as number) +
        (gammaGreen[rgb[at + 1] as number] as number) +
        (gammaBlue[rgb[at + 2] as number] as number),
    )
    counts[level] = (counts[level] as number) + 1
  }
  const n = rgb.length / 3
  return counts.reduce((nats, count) => (count === 0 ? nats : nats - (count / n) * log(count / n)), 0)
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
function colourfulnessLab(rgb: Uint8Array): number {
  const n = rgb.length / 3
  let [chroma, sa, sb, aa, bb] = [0, 0, 0, 0, 0]
  for (let at = 0; at < rgb.length; at += 3) {
    const r = light[rgb[at] as number] as number
    const g = light[rgb[at + 1] as number] as number
    const b = light[rgb[at + 2] as number] as number
    const fy = f(y[0] * r + y[1] * g + y[2] * b)
    const a = 500 * (f(x[0] * r + x[1] * g + x[2] * b) - fy)
    const bStar = 200 * (fy - f(z[0] * r + z[1] * g + z[2] * b))
    chroma += sqrt(a * a + bStar * bStar)
    sa += a
    sb += bStar
    aa += a * a
    bb += bStar * bStar
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
function colourfulnessAbs(rgb: Uint8Array): number {
  const n = rgb.length / 3
  let [rg, yb, rgrg, ybyb] = [0, 0, 0, 0]
  for (let at = 0; at < rgb.length; at += 3) {
    const r = rgb[at] as number
    const g = rgb[at + 1] as number
    const p = abs(r - g)
    const q = abs(r + g - 2 * (rgb[at + 2] as number))
    rg += p
    yb += q
    rgrg += p * p
    ybyb += q * q
  }
  const spread = largest(0, rgrg / n - (rg / n) ** 2) + largest(0, ybyb / n - (yb / n) ** 2) / 4
  return sqrt(spread) + 0.3 * hypot(rg / n, yb / n / 2)
}
