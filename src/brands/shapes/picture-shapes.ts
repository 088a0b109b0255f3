import type { Size } from '../../image/box.ts'
import { type Raster, resized } from '../features/reference.ts'
import { lightness, opponents } from './planes.ts'
import { weightOf } from './silhouette.ts'
import { type Shape, stableShapes } from './stable-shapes.ts'

export interface ShapeOptions {
  /** Longest side, px, at which light and dark are looked at. */
  side: number
  /** Colours are looked at this many times smaller: photos store them coarsely, too. */
  coarser: number
  /** Smallest region, px, and the largest, as a share of the picture. */
  least: number
  most: number
}

export const photoOptions: ShapeOptions = { side: 360, coarser: 2, least: 60, most: 0.6 }

/** Greys over which a region has to stay as it is; colours differ by less than light does. */
const light = { over: 12, mostGrowth: 0.25, diversity: 0.2 }
const colour = { ...light, over: 5 }
/** What is thinner than this is a line: of it a silhouette has too few bits. An ellipse has 7744. */
const leastFilled = 1500

/** The shapes that stand out from what is around them, by light or by colour; in px of the picture. */
export async function shapesIn(picture: Raster, options: ShapeOptions): Promise<Shape[]> {
  const fine = await rasterOf(picture, options.side)
  const coarse = await rasterOf(fine, options.side / options.coarser)
  const planes = [
    { plane: lightness(fine), steady: light },
    ...opponents(coarse).map((plane) => ({ plane, steady: colour })),
  ]
  return planes.flatMap(({ plane, steady }) => {
    const most = options.most * plane.width * plane.height
    const times = longest(picture) / longest(plane)
    return [false, true]
      .flatMap((lighter) => stableShapes(plane, { ...steady, lighter, least: options.least, most }))
      .filter(isSolid)
      .map((shape) => enlarged(shape, times))
  })
}

function isSolid({ filled }: Shape): boolean {
  return filled.reduce((sum, directions, ring) => sum + weightOf(ring) * directions, 0) >= leastFilled
}

function enlarged(shape: Shape, times: number): Shape {
  const { centre, spread, box } = shape
  return {
    ...shape,
    centre: { x: times * centre.x, y: times * centre.y },
    spread: [times * spread[0], times * spread[1], times * spread[2]],
    box: { x1: times * box.x1, y1: times * box.y1, x2: times * box.x2, y2: times * box.y2 },
  }
}

async function rasterOf(picture: Raster, side: number): Promise<Raster> {
  const scale = side / longest(picture)
  const size = {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  }
  return { rgb: await resized(picture, size), ...size }
}

/** Of both sides the one that rounding moves least. */
function longest({ width, height }: Size): number {
  return Math.max(width, height)
}
