import type { Size } from '../../image/box.ts'
import { kernel } from './module.ts'
import { keep, type Plane, resident, room } from './resident.ts'

/**
 * Binomial blur of 5 x 5, weights 1 4 6 4 1, borders mirrored (REFLECT_101), rounded: OpenCV's GaussianBlur of 8-bit greys with
 * a kernel of 5 and no sigma.
 */
export function blurred(grey: Plane | Uint8Array, { width, height }: Size): Plane {
  const k = kernel()
  const from = resident(grey)
  const soft = keep(grey.length)
  const at = room(k, { line: width + 36, across: 2 * grey.length })
  k.blur(from, width, height, at.line, at.across, soft.at)
  return soft
}
