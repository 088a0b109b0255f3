import { boxArea, type Size } from '../image/box.ts'
import { type Measures, matched, measuresOf, rightBrands } from './measures.ts'
import type { Photo } from './photo.ts'
import { type Rate, rateOf } from './rate.ts'

export interface BrandMeasures {
  brand: string
  /** Photos that show it, in which it was found. */
  recall: Rate
  /** Photos in which it was named, and which show it. */
  precision: Rate
  /** Photos that don't show it, in which it was named. */
  false_alarms: Rate
  box_recall: Measures['box_recall']
}

export function byBrand(photos: readonly Photo[], brands: readonly string[]): BrandMeasures[] {
  return brands.map((brand) => {
    const own = photos.map((photo) => onlyBrand(photo, brand))
    const { label_recall, label_precision, false_alarms, box_recall } = measuresOf(own)
    return { brand, recall: label_recall, precision: label_precision, false_alarms, box_recall }
  })
}

function onlyBrand(photo: Photo, brand: string): Photo {
  return {
    ...photo,
    brands: photo.brands.filter((name) => name === brand),
    boxes: photo.boxes.filter((box) => box.brand === brand),
    logos: photo.logos.filter((logo) => logo.brand === brand),
  }
}

export interface SizeMeasures {
  /** Share of the image that the true box takes: at least `from`, less than `to`. */
  from: number
  to: number
  /** True boxes of this size whose brand was found anywhere in the photo. */
  recall: Rate
  box_recall: Measures['box_recall']
}

const sizeLimits = [0, 0.01, 0.04, 0.16, 1.000001]

/** By the size of the logo; sizes of which there is no box are left out. */
export function bySize(photos: readonly Photo[]): SizeMeasures[] {
  return sizeLimits
    .slice(1)
    .map((to, index) => sizeMeasures(photos, { from: sizeLimits[index] as number, to }))
    .filter(({ recall }) => recall.of > 0)
}

function sizeMeasures(photos: readonly Photo[], { from, to }: { from: number; to: number }): SizeMeasures {
  const isOfSize = (photo: Photo) => (box: Photo['boxes'][number]) => {
    const share = photo.size ? boxArea(box.box) / areaOf(photo.size) : -1
    return share >= from && share < to
  }
  const rate = (hits: (photo: Photo) => Photo['boxes']) =>
    rateOf(
      photos.map((photo) => ({
        cluster: photo.cluster,
        count: hits(photo).filter(isOfSize(photo)).length,
        of: photo.boxes.filter(isOfSize(photo)).length,
      })),
    )
  const overlapping = (least: number) => rate((photo) => matched(photo, least).map(({ truth }) => truth))
  return {
    from,
    to: Math.min(1, to),
    recall: rate((photo) => photo.boxes.filter(({ brand }) => rightBrands(photo).includes(brand))),
    box_recall: { '0.3': overlapping(0.3), '0.5': overlapping(0.5) },
  }
}

export interface StageMeasures {
  stage: string
  /** As if only what this stage said were there. */
  measures: Measures
  /** True labels that this stage found and no other. */
  alone: number
}

export function byStage(photos: readonly Photo[]): StageMeasures[] {
  const stages = [...new Set(photos.flatMap(({ logos }) => logos.map(({ stage }) => stage)))].sort()
  return stages.map((stage) => {
    const keep = (photo: Photo, wanted: (other: string) => boolean): Photo => ({
      ...photo,
      logos: photo.logos.filter((logo) => wanted(logo.stage)),
    })
    const alone = photos.map((photo) => {
      const others = rightBrands(keep(photo, (other) => other !== stage))
      return rightBrands(keep(photo, (other) => other === stage)).filter((brand) => !others.includes(brand)).length
    })
    return {
      stage,
      measures: measuresOf(photos.map((photo) => keep(photo, (other) => other === stage))),
      alone: alone.reduce((sum, labels) => sum + labels, 0),
    }
  })
}

function areaOf({ width, height }: Size): number {
  return width * height
}
