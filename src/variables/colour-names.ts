import { nameCountsOf } from './kernel/colour-walks.ts'
import { compress, part } from './lab.ts'
import { colourTerms } from './registry/families/colour-names.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

export const colourNames = colourTerms
export type ColourName = (typeof colourNames)[number]

const chromatic = ['blue', 'brown', 'green', 'orange', 'pink', 'purple', 'red', 'yellow'] as const

/** Shares of the eleven basic colour terms of Berlin & Kay (1969), and how diverse the eight chromatic ones are. */
export function colourNameVariables({ palette, pixels }: View): Row {
  return namedShares(nameCountsOf(palette, nameTable()), pixels, { share: 'share', diversity: 'colour_diversity' })
}

/** @param counts pixels of each of `colourNames`; @param prefixes of the columns */
export function namedShares(
  counts: ArrayLike<number>,
  pixels: number,
  { share: shares, diversity }: { share: string; diversity: string },
): Record<string, number | null> {
  const share = (name: ColourName) => (counts[colourNames.indexOf(name)] as number) / pixels
  const coloured = chromatic.reduce((sum, name) => sum + share(name), 0)
  const parts = chromatic.map((name) => share(name) / coloured).filter((p) => p > 0)
  return {
    ...Object.fromEntries(colourNames.map((name) => [`${shares}_${name}`, share(name)])),
    [`${diversity}_shannon`]: coloured === 0 ? null : Math.max(0, -parts.reduce((sum, p) => sum + p * Math.log(p), 0)),
    [`${diversity}_simpson`]: coloured === 0 ? null : Math.max(0, 1 - parts.reduce((sum, p) => sum + p * p, 0)),
  }
}

let made: Uint8Array | null = null

/** The name of each of 32 x 32 x 32 cells of RGB, by the colour in the cell's middle. */
function nameTable(): Uint8Array {
  made ??= Uint8Array.from({ length: 32 ** 3 }, (_, cell) => {
    const middle = (index: number) => 8 * (index & 31) + 4
    return colourNames.indexOf(nameOf(labOf(middle(cell >> 10), middle(cell >> 5), middle(cell))))
  })
  return made
}

export interface Lab {
  l: number
  a: number
  b: number
}

const [[xr, xg, xb], [yr, yg, yb], [zr, zg, zb]] = ([0, 1, 2] as const).map((row) => [
  part(row, 0),
  part(row, 1),
  part(row, 2),
]) as [Three, Three, Three]

type Three = [Float64Array, Float64Array, Float64Array]

/** CIELAB of 8-bit sRGB. */
export function labOf(r: number, g: number, b: number): Lab {
  const x = compress((xr[r] as number) + (xg[g] as number) + (xb[b] as number))
  const y = compress((yr[r] as number) + (yg[g] as number) + (yb[b] as number))
  const z = compress((zr[r] as number) + (zg[g] as number) + (zb[b] as number))
  return { l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) }
}

/**
 * The basic colour term of a colour: by lightness where it has little chroma, else by hue angle in CIELAB, with pink, brown and
 * yellow parted from red, orange and green by lightness. Limits are our own, set by eye on sRGB's named colours.
 */
export function nameOf({ l, a, b }: Lab): ColourName {
  const chroma = Math.hypot(a, b)
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360
  if (l < 12 || (l < 20 && chroma < 15)) return 'black'
  if (chroma < 9 + (l > 85 ? 2 : 0)) return l > 85 ? 'white' : l < 22 ? 'black' : 'grey'
  if (hue < 48 || hue >= 342) return l > 62 ? 'pink' : l < 40 && chroma < 35 && hue > 20 && hue < 48 ? 'brown' : 'red'
  if (hue < 75) return l < 58 && chroma < 62 ? 'brown' : chroma < 30 ? 'brown' : 'orange'
  if (hue < 108) return l < 50 ? (hue < 95 ? 'brown' : 'green') : 'yellow'
  if (hue < 195) return 'green'
  if (hue < 303) return 'blue'
  return l > 68 && hue > 320 ? 'pink' : 'purple'
}
