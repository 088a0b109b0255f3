import { type Box, boxArea } from '../../image/box.ts'
import { cropOf } from '../features/reference.ts'
import type { ReferenceView } from '../gallery/reference-views.ts'
import { likenessOf } from './likeness.ts'
import { shapesIn } from './picture-shapes.ts'
import { isPlain } from './plain.ts'
import type { PlacedSilhouette } from './silhouette.ts'
import type { Shape } from './stable-shapes.ts'

/** A shape of a logo, and where the whole logo is, both in px of the reference. */
export interface ReferenceShape extends PlacedSilhouette {
  logo: Box
}

const options = { side: 256, coarser: 1, least: 200, most: 0.8 }
/** A shape tells a logo when it is most of it: so much of its longest side, and of its area. A letter of a word is not. */
const leastLength = 0.5
const leastArea = 0.25
/** Shapes that are more alike than this are one. */
const same = 0.9

/** The shapes by which a reference can be recognised; none where the logo is made of letters, lines and plain shapes. */
export async function referenceShapes(views: readonly ReferenceView[]): Promise<ReferenceShape[]> {
  const kept: ReferenceShape[] = []
  // Drawings in other colours have the same shapes: the first view is enough.
  for (const { picture, box, ink = box } of views.slice(0, 1)) {
    const crop = cropOf(picture, box)
    const [left, top] = [Math.floor(box.x1), Math.floor(box.y1)]
    const logo = { x1: ink.x1 - left, y1: ink.y1 - top, x2: ink.x2 - left, y2: ink.y2 - top }
    for (const shape of await shapesIn(crop, options)) {
      if (!tells(shape, logo) || isCut(shape, crop) || isPlain(shape)) continue
      if (kept.some((other) => likenessOf(other, shape).likeness > same)) continue
      const { bits, filled, spread, centre } = shape
      kept.push({ bits, filled, spread, centre, logo })
    }
  }
  return kept
}

function tells({ box }: Shape, logo: Box): boolean {
  const longest = ({ x1, y1, x2, y2 }: Box) => Math.max(x2 - x1, y2 - y1)
  return longest(box) >= leastLength * longest(logo) && boxArea(box) >= leastArea * boxArea(logo)
}

/** Whether the shape reaches the edge: what stands there may be the ground, and is cut off. */
function isCut({ box }: Shape, { width, height }: { width: number; height: number }): boolean {
  return box.x1 <= 0 || box.y1 <= 0 || box.x2 >= width - 0.5 || box.y2 >= height - 0.5
}
