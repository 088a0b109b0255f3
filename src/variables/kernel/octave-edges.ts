import type { Size } from '../../image/box.ts'
import { kernel } from './module.ts'
import { type Plane, resident, room } from './resident.ts'

/** A Gaussian of sigma sqrt(2) as Octave has it: 16 taps, none of them in the middle. */
const weights = (() => {
  const raw = Array.from({ length: 16 }, (_, i) => Math.exp(-((i - 7.5) ** 2) / 4))
  const sum = raw.reduce((a, b) => a + b, 0)
  return Float32Array.from(raw, (weight) => weight / sum)
})()

/**
 * How many pixels are on an edge by `edge(levels, 'canny')` of GNU Octave's image package: the high threshold is the mean
 * length of the gradient, the low one 0.4 of it. Pixels of the border are never on one.
 */
export function octaveEdges(levels: Plane | Uint8Array, { width, height }: Size): number {
  if (width < 3 || height < 3) return 0
  const k = kernel()
  const pixels = width * height
  const grey = resident(levels)
  const floats = 4 * pixels
  const at = room(k, {
    ...{ weights: weights.byteLength, line: 4 * (width + 48) },
    ...{ smooth: floats, lengths: floats, sides: pixels, crests: pixels + 16 },
  })
  new Float32Array(k.memory.buffer, at.weights, weights.length).set(weights)
  const { line, smooth, lengths, sides } = at
  const mean = k.gradients(grey, width, height, at.weights, line, smooth, lengths, sides) / pixels
  new Uint8Array(k.memory.buffer, at.crests, pixels + 16).fill(0)
  k.crestsOf(lengths, sides, width, height, 0.4 * mean, mean, at.crests)
  const stack = smooth // what was smoothed is needed no more
  return k.followCrests(sides, width, height, at.crests, stack)
}
