import type { Box, Size } from '../../image/box.ts'
import { type Raster, resized } from '../features/reference.ts'
import type { Grey } from './component-tree.ts'
import { colourPlanes, lightPlanes } from './planes.ts'
import { type PlacedSilhouette, silhouetteOf, weightOf } from './silhouette.ts'
import { stableRegions } from './stable-regions.ts'

/** A shape that stands out in a picture, in px of that. */
export interface Shape extends PlacedSilhouette {
  box: Box
}

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

/** The shapes that stand out from what is around them, by light or by colour. */
export async function shapesIn(picture: Raster, { side, coarser, least, most }: ShapeOptions): Promise<Shape[]> {
  const fine = await rasterOf(picture, side)
  const coarse = await rasterOf(fine, side / coarser)
  return [
    ...lightPlanes(fine).flatMap((plane) => shapesOf(plane, { ...light, least, most })),
    ...colourPlanes(coarse).flatMap((plane) => shapesOf(plane, { ...colour, least, most })),
  ]
    .filter(({ shape }) => isSolid(shape))
    .map(({ shape, plane }) => enlarged(shape, longest(picture) / longest(plane)))
}

function shapesOf(plane: Grey, options: typeof light & { least: number; most: number }) {
  const most = options.most * plane.width * plane.height
  return stableRegions(plane, { ...options, most }).map((region) => ({
    plane,
    shape: { ...silhouetteOf(region, plane.width), box: region.box },
  }))
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
