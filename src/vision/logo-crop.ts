import type { Box, Size } from '../image/box.ts'
import { type Part, resample } from './resample.ts'

/** The box is grown by this share of its longer side on each side: what surrounds a logo helps to tell it. */
const growth = 0.08

/**
 * Writes the square around a box, `side` x `side`, as planes R, G, B of 0-255: the crop on which the embedding was trained.
 * @param box px of the picture
 * @param at where in `tensor` the crop begins; it takes 3 · side² numbers
 */
export function writeLogoCrop(
  tensor: Float32Array,
  at: number,
  picture: Size & { rgb: Uint8Array },
  { box, side }: { box: Box; side: number },
): void {
  const planes = { data: tensor, at, stride: side, plane: side * side }
  resample(picture, squareAround(box), { width: side, height: side }, planes)
}

/** The box grown by 8 % on each side, its shorter side about its centre (context, not stretching), in whole px: as training/ has it. */
export function squareAround({ x1, y1, x2, y2 }: Box): Part {
  const half = Math.max(x2 - x1, y2 - y1) * (0.5 + growth)
  const [x, y] = [Math.floor((x1 + x2) / 2 - half), Math.floor((y1 + y2) / 2 - half)]
  const size = Math.max(1, Math.ceil(2 * half))
  return { x, y, width: size, height: size }
}
