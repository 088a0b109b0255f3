import type { Size } from '../../image/box.ts'
import { kernel, room } from './module.ts'

/**
 * Binomial blur of 5 x 5, weights 1 4 6 4 1, borders mirrored (REFLECT_101), rounded: OpenCV's GaussianBlur of 8-bit greys with
 * a kernel of 5 and no sigma.
 */
export function blurred(grey: Uint8Array, { width, height }: Size): Uint8Array {
  const k = kernel()
  const at = room(k, { grey: grey.length, soft: grey.length, line: width + 36, across: 2 * grey.length })
  const memory = new Uint8Array(k.memory.buffer)
  memory.set(grey, at.grey)
  k.blur(at.grey, width, height, at.line, at.across, at.soft)
  return memory.slice(at.soft, at.soft + grey.length)
}
