import type { Hsv } from '../hsv.ts'
import { kernel, room } from './module.ts'

/** Grey levels as OpenCV's RGB2GRAY: Rec. 601 luma in 15-bit fixed point, rounded. */
export function greyOf(rgb: Uint8Array): Uint8Array {
  const k = kernel()
  const pixels = rgb.length / 3
  const at = room(k, { rgb: rgb.length, grey: pixels })
  const memory = new Uint8Array(k.memory.buffer)
  memory.set(rgb, at.rgb)
  k.greyPlane(at.rgb, Math.ceil(pixels / 16), at.grey)
  return memory.slice(at.grey, at.grey + pixels)
}

/** HSV in 8 bits, as `hueOf` and its neighbours in hsv.ts give it of one colour. */
export function hsvOf(rgb: Uint8Array): Hsv {
  const k = kernel()
  const pixels = rgb.length / 3
  const at = room(k, { rgb: rgb.length, hue: pixels, saturation: pixels, value: pixels })
  const memory = new Uint8Array(k.memory.buffer)
  memory.set(rgb, at.rgb)
  k.hsvPlanes(at.rgb, Math.ceil(pixels / 16), at.hue, at.saturation, at.value)
  const plane = (from: number) => memory.slice(from, from + pixels)
  return { hue: plane(at.hue), saturation: plane(at.saturation), value: plane(at.value) }
}
