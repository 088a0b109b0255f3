import { iou } from '../image/box.ts'
import type { LogoRegion, Sight } from '../vision/detection.ts'
import { standardised, type Yardstick } from './gallery/calibration.ts'
import type { EmbeddedBrand, EmbeddedGallery } from './gallery/embedded-gallery.ts'
import { likenessOf } from './gallery/likeness.ts'
import { tailFrom } from './gallery/tail.ts'
import type { Finding, Logo, Recogniser } from './recogniser.ts'

/** A brand is believed when it is this much more like the region than the next one, in standardised similarity. */
const leastLead = 3
/** Something looks like a logo, of whatever brand, from this score of the detector on. */
export const unknownScore = 0.3
/** Of two sightings of one brand that overlap by more (IoU), the better one stays. */
const overlap = 0.3

/**
 * Finds logos by vectors: what stands in a region is of the brand whose references are most like it, several together, if that likeness is
 * rare enough in photos that do not show the brands. Needs no picture: regions and their vectors are in the sight, and in the dataset of an old run.
 */
export function openEmbedding(gallery: EmbeddedGallery): Recogniser {
  return { find: async (_picture, sight) => findEmbedded(gallery, sight) }
}

/** The same, at once. */
export function findEmbedded(gallery: EmbeddedGallery, { logos }: Pick<Sight, 'logos'>): Finding[] {
  const tail = tailFrom(gallery.highest)
  const findings = (logos ?? []).flatMap((region) => {
    const match = bestMatch(gallery, region)
    if (match && speaks(match, gallery))
      return [
        logoOf(match, region, { gallery, chance: Math.min(1, gallery.commoner * tail.chanceOf(match.standardised)) }),
      ]
    return region.label === 'logo' && region.score >= unknownScore ? [unknownOf(match, region, gallery)] : []
  })
  return findings
    .toSorted(
      (a, b) => Number(a.brand === null) - Number(b.brand === null) || b.score - a.score || b.similarity - a.similarity,
    )
    .filter(
      (one, i, all) =>
        !all.slice(0, i).some((better) => better.brand === one.brand && iou(better.box, one.box) > overlap),
    )
}

/** How like the brands a region is: the best one, and the next. */
export interface Match {
  brand: EmbeddedBrand
  /** Cosine to its nearest reference. */
  similarity: number
  /** Likeness to its nearest references together, in units of what is so by chance. */
  standardised: number
  /** `similarity` minus that of the next brand; null where there is one only. */
  margin: number | null
  /** `standardised` minus that of the next brand. */
  lead: number
}

export function bestMatch({ brands }: EmbeddedGallery, { vector }: Pick<LogoRegion, 'vector'>): Match | null {
  const likeness = brands.filter(({ vectors }) => vectors.length > 0).map((brand) => likenessTo(brand, vector))
  const [best, next] = likeness.toSorted((a, b) => b.standardised - a.standardised)
  if (!best) return null
  return {
    ...best,
    margin: next ? best.similarity - next.similarity : null,
    lead: next ? best.standardised - next.standardised : Number.POSITIVE_INFINITY,
  }
}

function likenessTo(brand: EmbeddedBrand, vector: Float32Array) {
  const cosines = brand.vectors.map((reference) => {
    let cosine = 0
    for (let j = 0; j < vector.length; j++) cosine += (vector[j] as number) * (reference[j] as number)
    return cosine
  })
  const likeness = likenessOf(
    cosines.map((cosine, i) => standardised(cosine, brand.yardsticks[i] as Yardstick)),
    brand.references,
  )
  return { brand, similarity: Math.max(-1, ...cosines), standardised: standardised(likeness, brand.together) }
}

/** Whether a likeness is believed: rare enough by chance, and no other brand is nearly as like. */
export function speaks({ brand, similarity, standardised, lead }: Match, { threshold }: EmbeddedGallery): boolean {
  const likeEnough = brand.threshold === null ? standardised >= threshold : similarity >= brand.threshold
  return likeEnough && lead >= leastLead
}

function logoOf(
  { brand, similarity, margin }: Match,
  { box }: LogoRegion,
  { gallery, chance }: { gallery: EmbeddedGallery; chance: number },
): Logo {
  return {
    label: 'embedding',
    stage: 'embedding',
    // How surely it is no chance: the share of photos without the brands that show nothing as like.
    score: 1 - chance,
    box,
    brand: brand.name,
    similarity: Math.max(0, similarity),
    margin,
    text: null,
    model: gallery.model.name,
    modelSha256: gallery.model.sha256,
  }
}

function unknownOf(match: Match | null, { box, score }: LogoRegion, { model }: EmbeddedGallery): Finding {
  return {
    label: 'unknown',
    stage: 'embedding',
    score,
    box,
    brand: null,
    similarity: Math.max(0, match?.similarity ?? 0),
    margin: match?.margin ?? null,
    text: null,
    model: model.name,
    modelSha256: model.sha256,
  }
}
