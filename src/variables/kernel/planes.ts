import { kernel, places } from './module.ts'
import { keep, type Plane, resident } from './resident.ts'

/** Planes of one byte a pixel. */
export interface Hsv {
  /** Half degrees, 0 to 179; 0 for grey. */
  hue: Plane
  saturation: Plane
  value: Plane
}

/** HSV in 8 bits by the fixed-point arithmetic that OpenCV documents for RGB2HSV (12 bits after the point). */
export function hsvOf(rgb: Uint8Array): Hsv {
  const pixels = rgb.length / 3
  const from = resident(rgb)
  const planes = { hue: keep(pixels), saturation: keep(pixels), value: keep(pixels) }
  kernel().hsvPlanes(from, Math.ceil(pixels / 16), planes.hue.at, planes.saturation.at, planes.value.at)
  return planes
}

/** Two greys of MATLAB code: see `assembly/planes.ts`. */
export interface MatlabGreys {
  /** Each product with a factor is rounded, then their sum. */
  products: Plane
  /** The sum is rounded, as rgb2gray has it. */
  rounded: Plane
}

export function matlabGreysOf(rgb: Uint8Array): MatlabGreys {
  const pixels = rgb.length / 3
  const from = resident(rgb)
  const planes = { products: keep(pixels), rounded: keep(pixels) }
  kernel().matlabGreys(from, Math.ceil(pixels / 16), planes.products.at, planes.rounded.at)
  return planes
}

/** How many of 8-bit values are 0, 1, ..., 255. */
export function histogramOf(levels: Plane | Uint8Array): Uint32Array {
  const k = kernel()
  const at = resident(levels)
  const four = new Uint32Array(k.memory.buffer, places.counts, 1024).fill(0)
  k.histogram(at, levels.length, places.counts)
  return Uint32Array.from({ length: 256 }, (_, i) =>
    [0, 256, 512, 768].reduce((sum, from) => sum + (four[from + i] ?? 0), 0),
  )
}
