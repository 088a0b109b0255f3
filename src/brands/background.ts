import type { Box } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'

/** Share of the picture's sides that the frame takes, on each side. */
const frame = 0.06
/** A pixel is of the background's colour when each channel is this near to the median. */
const near = 28
/** Every so many pixels one is looked at, along both axes. */
const step = 2

/** How uniform the frame around a picture is: share of its pixels whose colour is near the frame's median, 0 to 1. */
export function backgroundUniformity({ rgb, width, height }: Picture): number {
  const depth = Math.max(1, Math.round(frame * Math.min(width, height)))
  const pixels: number[] = []
  for (let y = 0; y < height; y += step) {
    const inside = y >= depth && y < height - depth
    for (let x = 0; x < width; x += step) {
      if (inside && x >= depth && x < width - depth) x = width - depth
      pixels.push(3 * (y * width + x))
    }
  }
  const medians = [0, 1, 2].map((channel) => median(pixels.map((at) => rgb[at + channel] as number)))
  const alike = pixels.filter((at) =>
    medians.every((m, channel) => Math.abs((rgb[at + channel] as number) - m) <= near),
  )
  return alike.length / pixels.length
}

/**
 * Share of pixels of skin's chroma in the ring around a box: Cb 77 to 127, Cr 133 to 173 (Chai & Ngan 1999), a range
 * that holds light and dark skin, and wood, sand and cardboard too; so it is weak evidence.
 * @param box px of the picture
 * @returns 0 to 1; 0 where the ring lies outside of the picture
 */
export function skinAround({ rgb, width, height }: Picture, box: Box): number {
  const reach = Math.max(4, Math.min(box.x2 - box.x1, box.y2 - box.y1))
  let skin = 0
  let count = 0
  for (let y = Math.max(0, Math.floor(box.y1 - reach)); y < Math.min(height, box.y2 + reach); y += step) {
    for (let x = Math.max(0, Math.floor(box.x1 - reach)); x < Math.min(width, box.x2 + reach); x += step) {
      if (x >= box.x1 && x < box.x2 && y >= box.y1 && y < box.y2) continue
      const at = 3 * (y * width + x)
      if (isSkin(rgb[at] as number, rgb[at + 1] as number, rgb[at + 2] as number)) skin++
      count++
    }
  }
  return count > 0 ? skin / count : 0
}

function isSkin(r: number, g: number, b: number): boolean {
  const cb = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b
  const cr = 128 + 0.5 * r - 0.418688 * g - 0.081312 * b
  return cb >= 77 && cb <= 127 && cr >= 133 && cr <= 173
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}
