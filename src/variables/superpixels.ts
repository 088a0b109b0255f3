import type { Size } from '../image/box.ts'
import { type Grid, rangeOf, type Superpixel, superpixelsOf } from './kernel/superpixels.ts'
import { part } from './lab.ts'
import type { Row } from './registry/index.ts'
import { halfEven } from './rounding.ts'
import { lines } from './saliency.ts'
import type { View } from './view.ts'

const wanted = 10
const compactness = 10
/** More would need more than the four gigabytes that a kernel's memory can have: superpixels take 45 bytes a pixel. */
const mostPixels = 2 ** 26

/**
 * Diagonal dominance and rule of thirds as Image Analyzer has them: of the middle of the most salient of some ten superpixels.
 * It hands blue for red and red for blue to scikit-image's `slic`; we do, too, for other colours part a picture in other places.
 */
export function superpixelVariables({ picture, pixels, saliency }: View): Row {
  const found =
    saliency && pixels <= mostPixels
      ? superpixelsOf(picture.rgb, picture, {
          ...{ grid: gridOf(picture, wanted), tables: tablesOf(picture.rgb) },
          ...{ scale: 1 / compactness, weights: saliency.bytes },
        })
      : []
  const salient = found.reduce<Superpixel | null>((best, one) => (best && mean(best) >= mean(one) ? best : one), null)
  if (!salient) return { diagonal_dominance_image_analyzer: null, rule_of_thirds_image_analyzer: null }
  const { diagonal_dominance, rule_of_thirds } = lines(
    ...([salient.x / salient.pixels, salient.y / salient.pixels, picture] as const),
  )
  return { diagonal_dominance_image_analyzer: diagonal_dominance, rule_of_thirds_image_analyzer: rule_of_thirds }
}

function mean({ weight, pixels }: Superpixel): number {
  return weight / pixels
}

/** X, Y and Z over the white's of each channel's values, stretched so that the least and the largest of a picture are 0 and 255. */
function tablesOf(rgb: Uint8Array): Float32Array {
  const [least, most] = rangeOf(rgb)
  const level = (value: number) => (most > least ? ((value - least) / (most - least)) * 255 : 0)
  const tables = new Float32Array(3 * 256 * 4)
  for (const channel of [0, 1, 2] as const) {
    for (const row of [0, 1, 2] as const) {
      const values = part(row, (2 - channel) as 0 | 1 | 2, level)
      for (let value = 0; value < 256; value++) tables[4 * (256 * channel + value) + row] = values[value] as number
    }
  }
  return tables
}

/** The centres that SLIC begins with: scikit-image's `regular_grid` of about so many, and how far each reaches. */
export function gridOf({ width, height }: Size, count: number): Grid {
  const [across, down] = [steps({ width, height }, count).x, steps({ width, height }, count).y]
  const places = ({ first, step }: Step, length: number) => {
    const list: number[] = []
    for (let place = first; place < length; place += step) list.push(place)
    return list
  }
  const centres = places(down, height).flatMap((y) => places(across, width).map((x) => ({ x, y })))
  const reach = steps({ width, height }, centres.length)
  return {
    centres,
    step: Math.max(across.step, down.step),
    window: { x: reach.x.step, y: reach.y.step },
  }
}

interface Step {
  first: number
  step: number
}

/** The same step on both sides; where the shorter side is shorter than it, one place in its middle. */
function steps({ width, height }: Size, count: number): { x: Step; y: Step } {
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  if (short * long <= count) return { x: { first: 0, step: 1 }, y: { first: 0, step: 1 } }
  const even = Math.sqrt((short * long) / count)
  const rounded = (step: number): Step => ({ first: Math.floor(step / 2), step: halfEven(step) })
  const [ofShort, ofLong] = short < even ? [rounded(short), rounded(long / count)] : [rounded(even), rounded(even)]
  return width <= height ? { x: ofShort, y: ofLong } : { x: ofLong, y: ofShort }
}
