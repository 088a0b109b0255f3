import { normalise } from '../brands/normalise.ts'
import type { Box, Size } from '../image/box.ts'
import type { FoundImage, FoundLogo } from './found.ts'
import type { TrueImage } from './truth.ts'

/** An image of which both is known, what is true and what was found, in one language: tracked brands, boxes in its own pixels. */
export interface Photo {
  found: FoundImage
  size: Size | null
  /** Tracked brands that are to be seen; empty: none of them. */
  brands: string[]
  /** Their boxes, in pixels of the upright image; a brand of `brands` without any is known by image only. */
  boxes: { brand: string; box: Box }[]
  logos: FoundLogo[]
  /** Photos of one cluster are not independent. */
  cluster: string
}

export interface Spelling {
  /** As the run calls its tracked brands. */
  tracked: readonly string[]
  /** What the truth calls a brand, to what the run calls it. */
  renamed: ReadonlyMap<string, string>
}

/** The run's name of a brand of the truth; null where the run does not track it. */
export function trackedName(name: string, { tracked, renamed }: Spelling): string | null {
  const wanted = normalise(renamed.get(name) ?? name)
  return tracked.find((brand) => normalise(brand) === wanted) ?? null
}

/**
 * One image, joined. Boxes that were drawn on a copy of another size are scaled; where the shape differs (a picture that was
 * not upright), they can't be used, and the brands are known by image only.
 */
export function photoOf(
  truth: TrueImage,
  found: FoundImage,
  spelling: Spelling,
): { photo: Photo; note: string | null } {
  const brands = truth.brands.flatMap((name) => trackedName(name, spelling) ?? [])
  const scale = scaleOf(truth, found)
  const boxes = scale
    ? truth.boxes.flatMap(({ brand, box, unit }) => {
        const name = trackedName(brand, spelling)
        const { x, y } = unit === 'shares' ? scale.shares : scale.pixels
        return name ? [{ brand: name, box: { x1: box.x1 * x, y1: box.y1 * y, x2: box.x2 * x, y2: box.y2 * y } }] : []
      })
    : []
  const photo: Photo = {
    found,
    size: found.size,
    brands: [...new Set(brands)],
    boxes,
    logos: found.logos.filter(({ brand }) => spelling.tracked.includes(brand)),
    cluster: truth.author ?? found.account ?? found.row_id,
  }
  const lost = !scale && found.size !== null && truth.boxes.length > 0
  const note = lost
    ? `${truth.place}: ${truth.file} is ${shown(truth.size)} in the truth and ${shown(found.size)} in the run: its boxes are not used`
    : null
  return { photo, note }
}

interface Scale {
  x: number
  y: number
}

function scaleOf({ size: stated }: TrueImage, { size }: FoundImage): { pixels: Scale; shares: Scale } | null {
  if (!size) return null
  const pixels = stated ? { x: size.width / stated.width, y: size.height / stated.height } : { x: 1, y: 1 }
  // A copy that was made smaller has its sides rounded, so that the two scales differ a little.
  if (Math.abs(pixels.x / pixels.y - 1) > 0.02) return null
  return { pixels, shares: { x: size.width, y: size.height } }
}

function shown(size: Size | null): string {
  return size ? `${size.width} x ${size.height} px` : 'of no stated size'
}
