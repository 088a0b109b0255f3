import { type Box, clip } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import { variance } from './colour.ts'

/**
 * Sharpness: population variance of the Laplacian (4 neighbours) of the grey levels (Pech-Pacheco et al. 2000), borders
 * mirrored as OpenCV's REFLECT_101. Within a box its pixels count, neighbours outside of it are seen.
 * @param box px of the picture, not of the original; what lies outside of the picture is cut off
 * @returns >= 0; 0 for an empty box. Of the whole picture it is the variable `sharpness`
 */
export function sharpnessIn(picture: Picture, box?: Box): number {
  const { width, height } = picture
  const part = clip(box ?? { x1: 0, y1: 0, x2: width, y2: height }, picture)
  const [x1, y1, x2, y2] = [Math.floor(part.x1), Math.floor(part.y1), Math.ceil(part.x2), Math.ceil(part.y2)]
  const count = (x2 - x1) * (y2 - y1)
  if (count <= 0) return 0

  const framed = framedGreys(picture, { x1, y1, x2, y2 })
  const stride = x2 - x1 + 2
  let sum = 0
  let squares = 0
  for (let y = 1; y <= y2 - y1; y++) {
    for (let at = y * stride + 1; at < (y + 1) * stride - 1; at++) {
      const beside = level(framed, at - 1) + level(framed, at + 1)
      const value = beside + level(framed, at - stride) + level(framed, at + stride) - 4 * level(framed, at)
      sum += value
      squares += value * value
    }
  }
  return variance(count, sum, squares)
}

/** Grey levels of a box and one pixel around it, as OpenCV makes them: Rec. 601 luma in 15-bit fixed point, rounded. */
function framedGreys({ rgb, width, height }: Picture, { x1, y1, x2, y2 }: Box): Uint8Array {
  const greys = new Uint8Array((x2 - x1 + 2) * (y2 - y1 + 2))
  let to = 0
  for (let y = y1 - 1; y <= y2; y++) {
    const row = mirrored(y, height) * width
    for (let x = x1 - 1; x <= x2; x++) {
      const at = 3 * (row + mirrored(x, width))
      greys[to++] = (9798 * level(rgb, at) + 19235 * level(rgb, at + 1) + 3735 * level(rgb, at + 2) + 16384) >> 15
    }
  }
  return greys
}

/** REFLECT_101: ... 2 1 | 0 1 2 ... n-1 | n-2 n-3 ... */
function mirrored(index: number, size: number): number {
  if (size === 1) return 0
  if (index < 0) return -index
  return index < size ? index : 2 * size - 2 - index
}

function level(bytes: Uint8Array, index: number): number {
  return bytes[index] as number
}
