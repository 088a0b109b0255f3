import { quantile } from '../report/statistics/quantile.ts'
import { matchBoxes } from './match-boxes.ts'
import type { Photo } from './photo.ts'
import { type Part, type Rate, rateOf } from './rate.ts'

/** How well logos were found, over some photos. A label is a photo and a brand. */
export interface Measures {
  /** Photos with a tracked brand in which at least one of its brands was found. */
  image_recall: Rate
  /** Labels that were found, of those that are true. */
  label_recall: Rate
  /** Labels that are true, of those that were found. */
  label_precision: Rate
  /** Photos with a tracked brand in which another tracked brand was named. */
  wrong_brand: Rate
  /** Photos without a tracked brand in which one was named. */
  false_alarms: Rate
  /** True boxes that have a found box of their brand to themselves, by the least IoU. */
  box_recall: Record<Overlap, Rate>
  /** Found boxes that have a true one to themselves; those of brands that are known by image only are left out. */
  box_precision: Record<Overlap, Rate>
  /** Of true boxes that some found box of their brand overlaps, one to one; null where there is none. */
  median_iou: number | null
}

export const overlaps = ['0.3', '0.5'] as const
export type Overlap = (typeof overlaps)[number]

export function measuresOf(photos: readonly Photo[]): Measures {
  const shown = photos.filter(({ brands }) => brands.length > 0)
  const bare = photos.filter(({ brands }) => brands.length === 0)
  return {
    image_recall: rateOf(shown.map((photo) => yes(photo, rightBrands(photo).length > 0))),
    label_recall: rateOf(photos.map((photo) => part(photo, rightBrands(photo).length, photo.brands.length))),
    label_precision: rateOf(photos.map((photo) => part(photo, rightBrands(photo).length, namedBrands(photo).length))),
    wrong_brand: rateOf(shown.map((photo) => yes(photo, wrongBrands(photo).length > 0))),
    false_alarms: rateOf(bare.map((photo) => yes(photo, wrongBrands(photo).length > 0))),
    box_recall: byOverlap((least) =>
      photos.map((photo) => part(photo, matched(photo, least).length, photo.boxes.length)),
    ),
    box_precision: byOverlap((least) =>
      photos.map((photo) => part(photo, matched(photo, least).length, judged(photo).length)),
    ),
    median_iou: median(photos.flatMap((photo) => matched(photo, 0).map(({ iou }) => iou))),
  }
}

/** Brands that were named in a photo, each once. */
export function namedBrands({ logos }: Photo): string[] {
  return [...new Set(logos.map(({ brand }) => brand))]
}

export function rightBrands(photo: Photo): string[] {
  return namedBrands(photo).filter((brand) => photo.brands.includes(brand))
}

export function wrongBrands(photo: Photo): string[] {
  return namedBrands(photo).filter((brand) => !photo.brands.includes(brand))
}

export function missedBrands(photo: Photo): string[] {
  return photo.brands.filter((brand) => !photo.logos.some((logo) => logo.brand === brand))
}

export interface MatchedBox {
  brand: string
  truth: Photo['boxes'][number]
  found: Photo['logos'][number]
  iou: number
}

/** True and found boxes of one photo, one to one, brand by brand. */
export function matched({ boxes, logos }: Photo, least: number): MatchedBox[] {
  return [...new Set(boxes.map(({ brand }) => brand))].flatMap((brand) => {
    const own = boxes.filter((box) => box.brand === brand)
    const named = logos.filter((logo) => logo.brand === brand)
    const pairs = matchBoxes(
      own.map(({ box }) => box),
      named.map(({ box }) => box),
      least,
    )
    return pairs.flatMap(({ truth, found, iou }) => {
      const [trueBox, logo] = [own[truth], named[found]]
      return trueBox && logo ? [{ brand, truth: trueBox, found: logo, iou }] : []
    })
  })
}

/** Found boxes of which it is known where they should be: nowhere, or at a true box. */
function judged({ brands, boxes, logos }: Photo): Photo['logos'] {
  const boxed = new Set(boxes.map(({ brand }) => brand))
  return logos.filter(({ brand }) => boxed.has(brand) || !brands.includes(brand))
}

function byOverlap(parts: (least: number) => Part[]): Record<Overlap, Rate> {
  return { '0.3': rateOf(parts(0.3)), '0.5': rateOf(parts(0.5)) }
}

function part({ cluster }: Photo, count: number, of: number): Part {
  return { cluster, count, of }
}

function yes(photo: Photo, is: boolean): Part {
  return part(photo, is ? 1 : 0, 1)
}

function median(values: readonly number[]): number | null {
  return values.length === 0
    ? null
    : quantile(
        values.toSorted((a, b) => a - b),
        0.5,
      )
}
