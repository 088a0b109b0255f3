import { type Box, boxArea, type Size, unionArea } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import { sharpnessIn } from '../variables/sharpness.ts'
import type { Logo } from './recogniser.ts'

/** How one brand appears in an image: a row of `exposures`, without `row_id`. */
export interface Exposure {
  brand: string
  logo_count: number
  logo_size: number
  logo_centrality: number
  logo_clarity: number | null
  logo_position: string
  logo_share: number
  score: number
}

/** One exposure a brand, the largest first; brands of one size by name. */
export function exposures(logos: readonly Logo[], picture: Picture): Exposure[] {
  if (logos.length === 0) return []
  const sharpness = sharpnessIn(picture)
  const clarity = (box: Box) => (sharpness > 0 ? sharpnessIn(picture, onPicture(box, picture)) / sharpness : null)
  return exposuresIn(logos, picture.original, clarity)
}

/**
 * The same from the boxes alone.
 * @param size of the upright original
 * @param clarity of what is in a box; not known where there is no picture
 */
export function exposuresIn(
  logos: readonly Logo[],
  size: Size,
  clarity: (box: Box) => number | null = () => null,
): Exposure[] {
  const brands = [...new Set(logos.map((logo) => logo.brand))]
  return brands
    .map((brand) => {
      const own = logos.filter((logo) => logo.brand === brand)
      const { box } = largest(own)
      return {
        brand,
        logo_count: own.length,
        logo_size: Math.min(1, unionArea(own.map((logo) => logo.box)) / area(size)),
        logo_centrality: centrality(box, size),
        logo_clarity: clarity(box),
        logo_position: position(box, size),
        logo_share: own.length / logos.length,
        score: Math.max(...own.map((logo) => logo.score)),
      }
    })
    .sort((a, b) => b.logo_size - a.logo_size || (a.brand < b.brand ? -1 : 1))
}

/** 1 - distance of the box's centre from the image's / half the diagonal: 1 in the middle, 0 in a corner. */
export function centrality(box: Box, { width, height }: Size): number {
  const distance = Math.hypot((box.x1 + box.x2 - width) / 2, (box.y1 + box.y2 - height) / 2)
  return Math.max(0, 1 - distance / (Math.hypot(width, height) / 2))
}

/** `top left` ... `bottom right`: the cell of a 3 x 3 grid that holds the box's centre; the middle one is `centre`. */
export function position(box: Box, { width, height }: Size): string {
  const third = (share: number) => Math.max(0, Math.min(2, Math.floor(3 * share)))
  const row = ['top', 'middle', 'bottom'][third((box.y1 + box.y2) / 2 / height)]
  const column = ['left', 'centre', 'right'][third((box.x1 + box.x2) / 2 / width)]
  return row === 'middle' && column === 'centre' ? 'centre' : `${row} ${column}`
}

/** A box of the original in pixels of the picture. */
export function onPicture({ x1, y1, x2, y2 }: Box, { width, height, original }: Picture): Box {
  const x = width / original.width
  const y = height / original.height
  return { x1: x1 * x, y1: y1 * y, x2: x2 * x, y2: y2 * y }
}

export function largest(logos: readonly Logo[]): Logo {
  return logos.reduce((best, logo) => (boxArea(logo.box) > boxArea(best.box) ? logo : best))
}

function area({ width, height }: Size): number {
  return width * height
}
