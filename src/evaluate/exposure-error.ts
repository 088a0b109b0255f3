import { centrality } from '../brands/exposure.ts'
import { type Box, boxArea, clip, unionArea } from '../image/box.ts'
import type { Kind } from '../report/statistics/clustered-estimate.ts'
import { clusteredMean } from '../report/statistics/clustered-mean.ts'
import type { Estimate } from '../report/statistics/interval.ts'
import { rightBrands } from './measures.ts'
import type { Photo } from './photo.ts'
import { clusterSums } from './rate.ts'

/** How far a measure of exposure is off, over labels that are boxed in the truth and were found. */
export interface ExposureError {
  labels: number
  /** Mean of the true values. */
  mean: number | null
  /** Mean of found minus true. */
  bias: Estimate
  /** Mean of |found - true|. */
  mean_absolute_error: Estimate
}

export interface ExposureErrors {
  /** Share of the image, 0 to 1. */
  logo_size: ExposureError
  /** 0 to 1. */
  logo_centrality: ExposureError
}

/** Logo size and centrality, as exposures are computed, from the found boxes against the same from the true ones. */
export function exposureErrors(photos: readonly Photo[]): ExposureErrors {
  const labels = photos.flatMap((photo) => {
    const { size } = photo
    if (!size) return []
    const boxed = rightBrands(photo).filter((brand) => photo.boxes.some((box) => box.brand === brand))
    return boxed.map((brand) => ({
      cluster: photo.cluster,
      truth: exposureOf(boxesOf(photo.boxes, brand), size),
      found: exposureOf(boxesOf(photo.logos, brand), size),
    }))
  })
  const error = (of: keyof Exposed) =>
    errorOf(labels.map(({ cluster, truth, found }) => ({ cluster, truth: truth[of], found: found[of] })))
  return { logo_size: error('size'), logo_centrality: error('centrality') }
}

export interface Exposed {
  size: number
  centrality: number
}

/** Of one brand in one image, by its boxes (at least one). */
export function exposureOf(boxes: readonly Box[], size: { width: number; height: number }): Exposed {
  const inside = boxes.map((box) => clip(box, size))
  const largest = inside.reduce((best, box) => (boxArea(box) > boxArea(best) ? box : best))
  return {
    size: Math.min(1, unionArea(inside) / (size.width * size.height)),
    centrality: centrality(largest, size),
  }
}

export function boxesOf(boxes: readonly { brand: string; box: Box }[], brand: string): Box[] {
  return boxes.filter((box) => box.brand === brand).map(({ box }) => box)
}

function errorOf(labels: readonly { cluster: string; truth: number; found: number }[]): ExposureError {
  const mean = (value: (label: { truth: number; found: number }) => number, kind: Kind): Estimate => {
    const cell = clusterSums(labels.map((label) => ({ cluster: label.cluster, count: value(label), of: 1 })))
    return clusteredMean(cell, kind)
  }
  return {
    labels: labels.length,
    mean: mean(({ truth }) => truth, 'part').value,
    bias: mean(({ truth, found }) => found - truth, 'any'),
    mean_absolute_error: mean(({ truth, found }) => Math.abs(found - truth), 'part'),
  }
}
