import type { Box } from '../../image/box.ts'
import { lookSide } from './look.ts'
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
const fewestSteps = 3
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
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1]
  const step = Math.max(width, height) / steps
  const inside = insideOf(small) + noise
  const around = (share: number) => {
    const by = share * Math.min(width, height)
    const [x1, y1, x2, y2] = [box.x1 - by, box.y1 - by, box.x2 + by, box.y2 + by]
    const sides = [
      { x: x1, y: y1, dx: x2 - x1, dy: 0 },
      { x: x1, y: y2, dx: x2 - x1, dy: 0 },
      { x: x1, y: y1, dx: 0, dy: y2 - y1 },
      { x: x2, y: y1, dx: 0, dy: y2 - y1 },
    ]
    return sides.reduce((sum, side) => sum + alongOf(picture, side, step), 0) / sides.length
  }
  return { beyond: around(offsets.beyond) / inside, within: around(offsets.within) / inside }
}

/** Mean difference of neighbours, across and down, of the channel in which they differ most. */
function insideOf(small: Uint8Array): number {
  let sum = 0
  for (let y = 0; y < lookSide - 1; y++) {
    for (let x = 0; x < lookSide - 1; x++) {
      let [across, down] = [0, 0]
      const here = 3 * (y * lookSide + x)
      for (let at = here; at < here + 3; at++) {
        across = Math.max(across, Math.abs((small[at + 3] as number) - (small[at] as number)))
        down = Math.max(down, Math.abs((small[at + 3 * lookSide] as number) - (small[at] as number)))
      }
      sum += across + down
    }
  }
  return sum / (2 * (lookSide - 1) ** 2)
}

interface Line {
  x: number
  y: number
  dx: number
  dy: number
}

/** The same along a line. */
function alongOf(picture: Raster, { x, y, dx, dy }: Line, step: number): number {
  const count = Math.max(fewestSteps, Math.round(Math.hypot(dx, dy) / step))
  let sum = 0
  for (let channel = 0; channel < 3; channel++) channels[channel] = levelAt(picture, { x, y, channel, step })
  for (let i = 1; i <= count; i++) {
    let most = 0
    for (let channel = 0; channel < 3; channel++) {
      const level = levelAt(picture, { x: x + (dx * i) / count, y: y + (dy * i) / count, channel, step })
      most = Math.max(most, Math.abs(level - (channels[channel] as number)))
      channels[channel] = level
    }
    sum += most
  }
  return sum / count
}

/** The place before, one after another. */
const channels = new Float32Array(3)

/** Mean of four px around a place; edges are repeated. */
function levelAt(
  { rgb, width, height }: Raster,
  { x, y, channel, step }: { x: number; y: number; channel: number; step: number },
): number {
  const by = step / 3
  const [left, right] = [3 * within(x - by, width), 3 * within(x + by, width)]
  const upper = 3 * width * within(y - by, height) + channel
  const lower = 3 * width * within(y + by, height) + channel
  const [a, b, c, d] = [rgb[upper + left], rgb[upper + right], rgb[lower + left], rgb[lower + right]]
  return ((a as number) + (b as number) + (c as number) + (d as number)) / 4
}

function within(at: number, size: number): number {
  return Math.max(0, Math.min(size - 1, at | 0))
}
