import type { Size } from '../../image/box.ts'
import { kernel, resident, room } from './module.ts'

/**
 * Binomial blur of 5 x 5, weights 1 4 6 4 1, borders mirrored (REFLECT_101), rounded: OpenCV's GaussianBlur of 8-bit greys with
 * a kernel of 5 and no sigma.
 */
export function blurred(grey: Uint8Array, { width, height }: Size): Uint8Array {
  const k = kernel()
  const from = resident(grey)
  const at = room(k, { soft: grey.length, line: width + 36, across: 2 * grey.length })
  k.blur(from, width, height, at.line, at.across, at.soft)
  return new Uint8Array(k.memory.buffer).slice(at.soft, at.soft + grey.length)
}
