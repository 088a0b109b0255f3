const { max: largest, min: smallest } = Math

export interface Hsv {
  /** Half degrees, 0 to 179; 0 for grey. */
  hue: Uint8Array
  saturation: Uint8Array
  value: Uint8Array
}

/** HSV in 8 bits by the fixed-point arithmetic that OpenCV documents for RGB2HSV (12 bits after the point). */
export function hsvOf(rgb: Uint8Array): Hsv {
  const n = rgb.length / 3
  const hue = new Uint8Array(n)
  const saturation = new Uint8Array(n)
  const value = new Uint8Array(n)
  for (let i = 0, at = 0; i < n; i++, at += 3) {
    const r = rgb[at] as number
    const g = rgb[at + 1] as number
    const b = rgb[at + 2] as number
    const max = largest(largest(r, g), b)
    const min = smallest(smallest(r, g), b)
    const spread = max - min
    value[i] = max
    if (spread === 0) continue
    saturation[i] = (spread * (perValue[max] as number) + 2048) >> 12
    const turned = max === r ? g - b : max === g ? b - r + 2 * spread : r - g + 4 * spread
    const h = (turned * (perSpread[spread] as number) + 2048) >> 12
    hue[i] = h < 0 ? h + 180 : h
  }
  return { hue, saturation, value }
}

const perValue = Int32Array.from({ length: 256 }, (_, v) => (v === 0 ? 0 : halfEven((255 * 4096) / v)))
const perSpread = Int32Array.from({ length: 256 }, (_, d) => (d === 0 ? 0 : halfEven((180 * 4096) / (6 * d))))

/** To the nearest whole number, halves to the even one, as C's rint. */
export function halfEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1
}
