import type { FoundLogo } from '../../src/evaluate/found.ts'
import type { Photo } from '../../src/evaluate/photo.ts'

/** What may go wrong, as shares of photos. */
export interface Limits {
  falseAlarms: number
  wrongBrand: number
}

export type Thresholds = ReadonlyMap<string, number>

/**
 * A least strength for each stage, such that the given photos have no more false alarms and wrong brands than the limits. From none
 * at all, the threshold is raised, above what it said wrongly, of that stage which loses the fewest right brands by it, until
 * the limits are kept.
 */
export function chooseThresholds(photos: readonly Photo[], limits: Limits): Thresholds {
  const stages = [...new Set(photos.flatMap(({ logos }) => logos.map(({ stage }) => stage)))]
  let thresholds: Thresholds = new Map(stages.map((stage) => [stage, 0]))
  while (!keeps(photos, thresholds, limits)) {
    const raised = stages.flatMap((stage) => raise(photos, thresholds, stage) ?? [])
    const found = raised.map((candidate) => ({ candidate, right: rightOf(photos, candidate) }))
    const [best] = found.sort((a, b) => b.right - a.right)
    if (!best) break
    thresholds = best.candidate
  }
  return thresholds
}

/** The same thresholds, that of one stage just above the weakest wrong brand that it lets through; null where it has none. */
function raise(photos: readonly Photo[], thresholds: Thresholds, stage: string): Thresholds | null {
  const wrong = photos.flatMap((photo) =>
    kept(photo.logos, thresholds).filter((logo) => logo.stage === stage && !photo.brands.includes(logo.brand)),
  )
  if (wrong.length === 0) return null
  const weakest = Math.min(...wrong.map(strength))
  const stronger = photos.flatMap(({ logos }) => logos.filter((logo) => logo.stage === stage).map(strength))
  const next = Math.min(...stronger.filter((value) => value > weakest))
  return new Map([...thresholds, [stage, next]])
}

function keeps(photos: readonly Photo[], thresholds: Thresholds, { falseAlarms, wrongBrand }: Limits): boolean {
  const shareWrong = (of: readonly Photo[]) => {
    const wrong = of.filter(({ brands, logos }) => kept(logos, thresholds).some(({ brand }) => !brands.includes(brand)))
    return of.length === 0 ? 0 : wrong.length / of.length
  }
  const [shown, bare] = [
    photos.filter(({ brands }) => brands.length > 0),
    photos.filter(({ brands }) => brands.length === 0),
  ]
  return shareWrong(bare) <= falseAlarms && shareWrong(shown) <= wrongBrand
}

function rightOf(photos: readonly Photo[], thresholds: Thresholds): number {
  return photos.filter(({ brands, logos }) => kept(logos, thresholds).some(({ brand }) => brands.includes(brand)))
    .length
}

function kept(logos: readonly FoundLogo[], thresholds: Thresholds): FoundLogo[] {
  return logos.filter((logo) => strength(logo) >= (thresholds.get(logo.stage) ?? 0))
}

/**
 * Photos as they are with thresholds that were chosen leave-one-brand-out: those of a brand come from the photos of the other
 * brands and from photos without any, with that brand's own logos taken away.
 */
export function heldOut(photos: readonly Photo[], brands: readonly string[], limits: Limits): Photo[] {
  const byBrand = new Map(brands.map((brand) => [brand, chooseThresholds(without(photos, brand), limits)]))
  return photos.map((photo) => ({
    ...photo,
    logos: photo.logos.filter((logo) => strength(logo) >= (byBrand.get(logo.brand)?.get(logo.stage) ?? 0)),
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
