import type { Palette } from './kernel/palette.ts'

const { floor, max: largest, min: smallest } = Math

/** How many pixels have each 8-bit hue, saturation and value; and each of 20 bins of hue, where there is a colour to see. */
export interface HsvCounts {
  hue: Uint32Array
  saturation: Uint32Array
  value: Uint32Array
  /** Of 9 half degrees each: pixels with saturation >= 0.2 and value from 0.15 to 0.95. */
  hueBins: Uint32Array
}

/** HSV of every colour, by the fixed-point arithmetic that OpenCV documents for RGB2HSV of 8 bits (12 bits after the point). */
export function hsvCountsOf({ colours, counts }: Palette): HsvCounts {
  const [hue, saturation, value] = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)]
  const hueBins = new Uint32Array(20)
  for (let i = 0; i < colours.length; i++) {
    const colour = colours[i] as number
    const count = counts[i] as number
    const r = colour >> 16
    const g = (colour >> 8) & 255
    const b = colour & 255
    const max = largest(largest(r, g), b)
    const spread = max - smallest(smallest(r, g), b)
    const s = (spread * (perValue[max] as number) + 2048) >> 12
    const h = hueOf(r, g, b, max, spread)
    hue[h] = (hue[h] as number) + count
    saturation[s] = (saturation[s] as number) + count
    value[max] = (value[max] as number) + count
    if (s < 51 || max < 39 || max > 242) continue
    const bin = floor(h / 9)
    hueBins[bin] = (hueBins[bin] as number) + count
  }
  return { hue, saturation, value, hueBins }
}

/** Half degrees, 0 to 179; 0 for grey. */
function hueOf(r: number, g: number, b: number, max: number, spread: number): number {
  const turned = max === r ? g - b : max === g ? b - r + 2 * spread : r - g + 4 * spread
  const h = (turned * (perSpread[spread] as number) + 2048) >> 12
  return h < 0 ? h + 180 : h
}

const perValue = Int32Array.from({ length: 256 }, (_, v) => (v === 0 ? 0 : halfEven((255 * 4096) / v)))
const perSpread = Int32Array.from({ length: 256 }, (_, d) => (d === 0 ? 0 : halfEven((180 * 4096) / (6 * d))))

/** To the nearest whole number, halves to the even one, as C's rint. */
export function halfEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1
}
