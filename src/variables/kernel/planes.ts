import type { Hsv } from '../hsv.ts'
import { kernel, places, resident, room } from './module.ts'

/** Grey levels as OpenCV's RGB2GRAY: Rec. 601 luma in 15-bit fixed point, rounded. */
export function greyOf(rgb: Uint8Array): Uint8Array {
  const k = kernel()
  const pixels = rgb.length / 3
  const from = resident(rgb)
  const at = room(k, { grey: pixels })
  k.greyPlane(from, Math.ceil(pixels / 16), at.grey)
  return new Uint8Array(k.memory.buffer).slice(at.grey, at.grey + pixels)
}

/** HSV in 8 bits, as `hueOf` and its neighbours in hsv.ts give it of one colour. */
export function hsvOf(rgb: Uint8Array): Hsv {
  const k = kernel()
  const pixels = rgb.length / 3
  const from = resident(rgb)
  const at = room(k, { hue: pixels, saturation: pixels, value: pixels })
  const memory = new Uint8Array(k.memory.buffer)
  k.hsvPlanes(from, Math.ceil(pixels / 16), at.hue, at.saturation, at.value)
  const plane = (from: number) => memory.slice(from, from + pixels)
  return { hue: plane(at.hue), saturation: plane(at.saturation), value: plane(at.value) }
}

/** How many of 8-bit values are 0, 1, ..., 255. */
export function histogramOf(levels: Uint8Array): Uint32Array {
  return countLevels(resident(levels), levels.length)
}

/** The same of levels that lie in the kernel already. */
export function countLevels(at: number, count: number): Uint32Array {
  const k = kernel()
  const four = new Uint32Array(k.memory.buffer, places.counts, 1024).fill(0)
  k.histogram(at, count, places.counts)
  return Uint32Array.from({ length: 256 }, (_, i) =>
    [0, 256, 512, 768].reduce((sum, from) => sum + (four[from + i] ?? 0), 0),
  )
}
