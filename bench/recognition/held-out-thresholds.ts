import { measuresOf } from '../../src/evaluate/measures.ts'
import type { Photo } from '../../src/evaluate/photo.ts'

/** What may go wrong, as shares of photos. */
export interface Limits {
  falseAlarms: number
  wrongBrand: number
}

export type Thresholds = ReadonlyMap<string, number>

/**
 * The lowest similarity a stage at which the given photos have no more false alarms and wrong brands than the limits, which the
 * stages share evenly.
 */
export function chooseThresholds(photos: readonly Photo[], limits: Limits): Thresholds {
  const stages = [...new Set(photos.flatMap(({ logos }) => logos.map(({ stage }) => stage)))]
  const share = { falseAlarms: limits.falseAlarms / stages.length, wrongBrand: limits.wrongBrand / stages.length }
  return new Map(stages.map((stage) => [stage, lowest(photos, stage, share)]))
}

function lowest(photos: readonly Photo[], stage: string, limits: Limits): number {
  const own = photos.map((photo) => ({ ...photo, logos: photo.logos.filter((logo) => logo.stage === stage) }))
  const values = own.flatMap(({ logos }) => logos.map(({ similarity }) => similarity ?? 0))
  const candidates = [0, ...new Set(values)].sort((a, b) => a - b)
  const fits = (threshold: number) => {
    const kept = own.map((photo) => ({
      ...photo,
      logos: photo.logos.filter((logo) => (logo.similarity ?? 0) >= threshold),
    }))
    const { false_alarms, wrong_brand } = measuresOf(kept)
    return (false_alarms.value ?? 0) <= limits.falseAlarms && (wrong_brand.value ?? 0) <= limits.wrongBrand
  }
  return candidates.find(fits) ?? Number.POSITIVE_INFINITY
}

/**
 * Photos as they are with thresholds that were chosen leave-one-brand-out: those of a brand come from the photos of the other
 * brands and from photos without any, with that brand's own logos taken away.
 */
export function heldOut(photos: readonly Photo[], brands: readonly string[], limits: Limits): Photo[] {
  const byBrand = new Map(brands.map((brand) => [brand, chooseThresholds(without(photos, brand), limits)]))
  return photos.map((photo) => ({
    ...photo,
    logos: photo.logos.filter(
      ({ brand, stage, similarity }) =>
        (similarity ?? 0) >= (byBrand.get(brand)?.get(stage) ?? Number.POSITIVE_INFINITY),
    ),
  }))
}

/** The photos that a threshold of this brand may be chosen on. */
function without(photos: readonly Photo[], brand: string): Photo[] {
  return photos
    .filter(({ brands }) => !brands.includes(brand))
    .map((photo) => ({ ...photo, logos: photo.logos.filter((logo) => logo.brand !== brand) }))
}
