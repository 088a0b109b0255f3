import { type Box, clip } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import { greyLevels } from './grey.ts'

/**
 * Sharpness: population variance of the Laplacian (4 neighbours) of the grey levels (Pech-Pacheco et al. 2000), borders
 * mirrored as OpenCV's REFLECT_101. Within a box its pixels count, neighbours outside of it are seen.
 * @param box px of the picture, not of the original; what lies outside of the picture is cut off
 * @returns >= 0; 0 for an empty box
 */
export function sharpnessIn(picture: Picture, box?: Box): number {
  const { width, height } = picture
  const part = clip(box ?? { x1: 0, y1: 0, x2: width, y2: height }, picture)
  const [x1, y1, x2, y2] = [Math.floor(part.x1), Math.floor(part.y1), Math.ceil(part.x2), Math.ceil(part.y2)]
  const count = (x2 - x1) * (y2 - y1)
  if (count <= 0) return 0

  const { levels } = greyLevels(picture.rgb, picture)
  let sum = 0
  let squares = 0
  for (let y = y1; y < y2; y++) {
    const row = y * width
    const above = mirrored(y - 1, height) * width
    const below = mirrored(y + 1, height) * width
    for (let x = x1; x < x2; x++) {
      const beside = at(levels, row + mirrored(x - 1, width)) + at(levels, row + mirrored(x + 1, width))
      const value = at(levels, above + x) + at(levels, below + x) + beside - 4 * at(levels, row + x)
      sum += value
      squares += value * value
    }
  }
  return (squares - (sum * sum) / count) / count
}

/** REFLECT_101: ... 2 1 | 0 1 2 ... n-1 | n-2 n-3 ... */
function mirrored(index: number, size: number): number {
  if (size === 1) return 0
  if (index < 0) return -index
  return index < size ? index : 2 * size - 2 - index
}

function at(levels: Uint8Array, index: number): number {
  return levels[index] as number
}
