import type { Box } from '../../image/box.ts'
import { memoryWith } from './look-memory.ts'
import type { Raster } from './reference.ts'

/** How much there is along lines around something, as shares of what there is in it. */
export interface Border {
  /** Along a line outside of the box. */
  beyond: number
  /** Along one inside. */
  within: number
}

/** Steps along the longer side of the box. */
const steps = 28
/** Where the lines are, shares of the box's shorter side outwards. */
const offsets = { beyond: 0.12, within: -0.08 }
/** Differences of grey levels that are noise. */
const noise = 2

/**
 * Whether a box ends where something ends: a line around a thing crosses few edges, one through it many. The straddling of Alexe,
 * Deselaers & Ferrari (2012), by differences of neighbours along the line.
 * @param small what is in the box, as `smallPicture` gives it
 */
export function borderOf(picture: Raster, box: Box, small: Uint8Array): Border {
  const { kernel, rgb, small: at } = memoryWith(picture)
  new Uint8Array(kernel.memory.buffer).set(small, at)
  const inside = kernel.insideOf(at) + noise
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1]
  const step = Math.max(width, height) / steps
  const along = (x: number, y: number, dx: number, dy: number) =>
    kernel.alongOf(rgb, picture.width, picture.height, x, y, dx, dy, step)
  const around = (share: number) => {
    const by = share * Math.min(width, height)
    const [x1, y1, x2, y2] = [box.x1 - by, box.y1 - by, box.x2 + by, box.y2 + by]
    const [across, down] = [x2 - x1, y2 - y1]
    return (along(x1, y1, across, 0) + along(x1, y2, across, 0) + along(x1, y1, 0, down) + along(x2, y1, 0, down)) / 4
  }
  return { beyond: around(offsets.beyond) / inside, within: around(offsets.within) / inside }
}
