import { compress, part } from './lab.ts'

/** Sums over all pixels of a picture, from which the variables of brightness and colour follow exactly. */
export interface ColourSums {
  pixels: number
  r: number
  g: number
  b: number
  rr: number
  gg: number
  bb: number
  rg: number
  rb: number
  gb: number
  value: number
  valueSquares: number
  saturation: number
  saturationSquares: number
  /** f(X), f(Y), f(Z) of CIELAB. */
  fx: number
  fy: number
  fz: number
  warm: number
  cool: number
}

export function colourSums(rgb: Uint8Array): ColourSums {
  const s: ColourSums = {
    pixels: rgb.length / 3,
    r: 0,
    g: 0,
    b: 0,
    rr: 0,
    gg: 0,
    bb: 0,
    rg: 0,
    rb: 0,
    gb: 0,
    value: 0,
    valueSquares: 0,
    saturation: 0,
    saturationSquares: 0,
    fx: 0,
    fy: 0,
    fz: 0,
    warm: 0,
    cool: 0,
  }
  const of = (table: Float64Array, index: number) => table[index] as number
  for (let p = 0; p < rgb.length; p += 3) {
    const r = rgb[p] as number
    const g = rgb[p + 1] as number
    const b = rgb[p + 2] as number
    s.r += r
    s.g += g
    s.b += b
    s.rr += r * r
    s.gg += g * g
    s.bb += b * b
    s.rg += r * g
    s.rb += r * b
    s.gb += g * b
    const max = Math.max(r, g, b)
    const spread = max - Math.min(r, g, b)
    const saturation = max > 0 ? spread / max : 0
    s.value += max
    s.valueSquares += max * max
    s.saturation += saturation
    s.saturationSquares += saturation * saturation
    s.fx += compress(of(xr, r) + of(xg, g) + of(xb, b))
    s.fy += compress(of(yr, r) + of(yg, g) + of(yb, b))
    s.fz += compress(of(zr, r) + of(zg, g) + of(zb, b))
    if (5 * spread >= max && max >= 39) {
      if (2 * r > g + b) s.warm++
      else if (2 * r < g + b) s.cool++
    }
  }
  return s
}

const [xr, xg, xb] = [part(0, 0), part(0, 1), part(0, 2)]
const [yr, yg, yb] = [part(1, 0), part(1, 1), part(1, 2)]
const [zr, zg, zb] = [part(2, 0), part(2, 1), part(2, 2)]
