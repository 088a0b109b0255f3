import { boxArea } from '../image/box.ts'
import { matched, missedBrands, wrongBrands } from './measures.ts'
import type { Photo } from './photo.ts'

/** A photo in which something went wrong, with how badly. */
export interface Mistake {
  photo: Photo
  brand: string
  /** The larger, the worse; of misses the share of the image that the logo takes, of wrong names their similarity. */
  weight: number
}

export interface Mistakes {
  /** A brand that is shown and was not found; the largest logos first, as they are the easiest. */
  missed: Mistake[]
  /** A brand that was named and is not shown, the surest first. */
  wrong: Mistake[]
  /** A brand that was found in another place or extent than it is boxed; the worst overlap first. */
  misplaced: Mistake[]
}

/** Below this IoU a found box is another one than the true one. */
const leastOverlap = 0.5

export function mistakesOf(photos: readonly Photo[]): Mistakes {
  return {
    missed: worst(photos, missedBrands, sizeOf),
    wrong: worst(photos, wrongBrands, surenessOf),
    misplaced: worst(photos, misplacedBrands, (photo, brand) => 1 - bestOverlap(photo, brand)),
  }
}

function worst(
  photos: readonly Photo[],
  brandsOf: (photo: Photo) => string[],
  weight: (photo: Photo, brand: string) => number,
): Mistake[] {
  return photos
    .flatMap((photo) => brandsOf(photo).map((brand) => ({ photo, brand, weight: weight(photo, brand) })))
    .sort((a, b) => b.weight - a.weight)
}

function sizeOf({ boxes, size }: Photo, brand: string): number {
  const areas = boxes.filter((box) => box.brand === brand).map(({ box }) => boxArea(box))
  return size && areas.length > 0 ? Math.max(...areas) / (size.width * size.height) : 0
}

function surenessOf({ logos }: Photo, brand: string): number {
  return Math.max(...logos.filter((logo) => logo.brand === brand).map(({ similarity, score }) => similarity ?? score))
}

function misplacedBrands(photo: Photo): string[] {
  const boxed = new Set(photo.boxes.map(({ brand }) => brand))
  const found = new Set(photo.logos.map(({ brand }) => brand))
  return [...boxed].filter((brand) => found.has(brand) && bestOverlap(photo, brand) < leastOverlap)
}

function bestOverlap(photo: Photo, brand: string): number {
  return Math.max(
    0,
    ...matched(photo, 0)
      .filter((pair) => pair.brand === brand)
      .map(({ iou }) => iou),
  )
}
