import type { FoundLogo } from '../../src/evaluate/found.ts'
import { measuresOf } from '../../src/evaluate/measures.ts'
import type { Photo } from '../../src/evaluate/photo.ts'

/** What may go wrong, as shares of photos. */
export interface Limits {
  falseAlarms: number
  wrongBrand: number
}

export type Thresholds = ReadonlyMap<string, number>

/**
 * The lowest strength a stage at which the given photos have no more false alarms and wrong brands than the limits, which the
 * stages share evenly.
 */
export function chooseThresholds(photos: readonly Photo[], limits: Limits): Thresholds {
  const stages = [...new Set(photos.flatMap(({ logos }) => logos.map(({ stage }) => stage)))]
  const share = { falseAlarms: limits.falseAlarms / stages.length, wrongBrand: limits.wrongBrand / stages.length }
  return new Map(stages.map((stage) => [stage, lowest(photos, stage, share)]))
}

function lowest(photos: readonly Photo[], stage: string, limits: Limits): number {
  const own = photos.map((photo) => ({ ...photo, logos: photo.logos.filter((logo) => logo.stage === stage) }))
  const values = own.flatMap(({ logos }) => logos.map(strength))
  const candidates = [0, ...new Set(values)].sort((a, b) => a - b)
  const fits = (threshold: number) => {
    const kept = own.map((photo) => ({
      ...photo,
      logos: photo.logos.filter((logo) => strength(logo) >= threshold),
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
      (logo) => strength(logo) >= (byBrand.get(logo.brand)?.get(logo.stage) ?? Number.POSITIVE_INFINITY),
    ),
  }))
}

/** What orders the logos of a stage: of a wordmark its likeness to the name, else how sure the stage is. */
function strength({ stage, similarity, score }: FoundLogo): number {
  return stage === 'wordmark' ? (similarity ?? 0) : score
}

/** The photos that a threshold of this brand may be chosen on. */
function without(photos: readonly Photo[], brand: string): Photo[] {
  return photos
    .filter(({ brands }) => !brands.includes(brand))
    .map((photo) => ({ ...photo, logos: photo.logos.filter((logo) => logo.brand !== brand) }))
}
