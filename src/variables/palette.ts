import { colourfulnessSums, levelCountsOf } from './kernel/colour-walks.ts'
import { numbersOf, type Palette } from './kernel/palette.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { hypot, log, max: largest, round, sqrt } = Math

/** How many colours there are and how they spread, in whole pictures. */
export function paletteVariables({ palette, pixels }: View): Row {
  const { lab, abs } = colourfulness(palette, pixels)
  return {
    distinct_colours: palette.size / pixels,
    colour_entropy: colourEntropy(palette, pixels),
    luminance_entropy_gamma: gammaEntropy(palette, pixels),
    colourfulness_lab: lab,
    colourfulness_abs: abs,
  }
}

/** Entropy of the histogram of 24-bit colours, in nats. */
function colourEntropy(palette: Palette, n: number): number {
  const { counts } = numbersOf(palette)
  let sum = 0
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number
    sum += count < small ? (timesLog[count] as number) : count * log(count)
  }
  return largest(0, log(n) - sum / n)
}

/** x ln x of the counts that most colours have. */
const small = 4096
const timesLog = Float64Array.from({ length: small }, (_, count) => (count < 2 ? 0 : count * log(count)))

/**
 * Luminance complexity of Overgoor et al. (2022): entropy in nats of luma after a gamma of 0.5, every product of its sum
 * rounded to a whole level.
 */
function gammaEntropy(palette: Palette, n: number): number {
  const levels = levelCountsOf(palette, gammaTables)
  return levels.reduce((nats, count) => (count === 0 ? nats : nats - (count / n) * log(count / n)), 0)
}

/** What R, G and B add to the level. */
const gammaTables = Uint8Array.from([0.299, 0.587, 0.114].flatMap(gammaTable))

function gammaTable(weight: number): number[] {
  return Array.from({ length: 256 }, (_, v) => round(weight * round(255 * sqrt(v / 255))))
}

/**
 * Of `lab`: colourfulness of Hasler & Süsstrunk (2003), M(1), in CIELAB, 0.94 mean chroma + sqrt(var a* + var b*) with sample
 * variances, light as in `video-lab.ts`. Of `abs`: the variant of tutorials, with |R - G| and |(R + G) / 2 - B|: not the
 * paper's, offered because papers have used it.
 */
function colourfulness(palette: Palette, n: number): { lab: number | null; abs: number } {
  const { chroma, a, b, aa, bb, rg, yb, rgrg, ybyb } = colourfulnessSums(palette)
  const labSpread = largest(0, aa - (a * a) / n) + largest(0, bb - (b * b) / n)
  const absSpread = largest(0, rgrg / n - (rg / n) ** 2) + largest(0, ybyb / n - (yb / n) ** 2) / 4
  return {
    lab: n > 1 ? 0.94 * (chroma / n) + sqrt(labSpread / (n - 1)) : null,
    abs: sqrt(absSpread) + 0.3 * hypot(rg / n, yb / n / 2),
  }
}
