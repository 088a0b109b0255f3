import { cosine } from '../clusters.ts'
import { bestMatch, speaks } from '../embedding.ts'
import { standardised } from './calibration.ts'
import type { EmbeddedReference } from './embed-references.ts'
import type { EmbeddedBrand, EmbeddedGallery } from './embedded-gallery.ts'
import { chanceLikeness } from './likeness.ts'
import type { PreparedGallery } from './prepare.ts'
import { tailFrom } from './tail.ts'

/** How well a brand will be told apart by vectors, from its own references and the bank of negatives. */
export interface BrandCheck {
  name: string
  /** Photos among the references that are recognised by the other references of the brand, and how many there are: leave one out. */
  recognised: number
  photos: number
  /** Photos among the references that another brand would be named for. */
  confused: number
  /** Share of photos without any of the brands in which this one would be named, 0 to 1. */
  falseAlarms: number
  /** Other brands with the reference most like one of its own, the most like first. */
  nearest: { name: string; similarity: number }[]
  /** Lowest similarity of two of its photos to each other; null of less than two. */
  leastAlike: number | null
}

const nearestShown = 3

/** @param isDrawing of a brand's reference, by their numbers: nobody meets drawings, so they are not left out */
export function checkBrands(
  { gallery, embedded }: PreparedGallery,
  isDrawing: (brand: number, reference: number) => boolean,
): BrandCheck[] {
  return gallery.brands.map((brand, i) => {
    const references = embedded[i] ?? []
    const photos = references.filter((_, j) => !isDrawing(i, j))
    const judged = photos.map((photo) => judge(photo, { gallery, brand }))
    return {
      name: brand.name,
      recognised: judged.filter((name) => name === brand.name).length,
      photos: photos.length,
      confused: judged.filter((name) => name !== null && name !== brand.name).length,
      falseAlarms: falseAlarmsOf(brand, references, gallery),
      nearest: nearestTo(brand, gallery),
      leastAlike: leastAlike(photos),
    }
  })
}

/** The brand that would be named for a reference if the gallery did not have it; null: none. */
function judge(
  { vectors: [vector] }: EmbeddedReference,
  { gallery, brand }: { gallery: EmbeddedGallery; brand: EmbeddedBrand },
): string | null {
  if (!vector) return null
  const rest = brand.vectors.flatMap((other, i) => (sameVector(other, vector) ? [] : [i]))
  const without: EmbeddedBrand = {
    ...brand,
    vectors: rest.map((i) => brand.vectors[i] as Float32Array),
    references: rest.map((i) => brand.references[i] as number),
    yardsticks: rest.flatMap((i) => brand.yardsticks[i] ?? []),
  }
  const others = gallery.brands.map((one) => (one === brand ? without : one))
  const match = bestMatch({ ...gallery, brands: others }, { vector })
  return match && speaks(match, gallery) ? match.brand.name : null
}

function falseAlarmsOf(
  brand: EmbeddedBrand,
  references: readonly EmbeddedReference[],
  gallery: EmbeddedGallery,
): number {
  const { together, threshold } = brand
  const maxima = references.flatMap((reference) => reference.maxima)
  if ((maxima[0]?.length ?? 0) === 0) return 0
  const highest =
    threshold === null
      ? chanceLikeness(maxima, brand).map((likeness) => standardised(likeness, together))
      : highestOf(maxima)
  return Math.min(1, gallery.commoner * tailFrom(highest).chanceOf(threshold ?? gallery.threshold))
}

/** Photo by photo the highest similarity to any reference. */
function highestOf(maxima: readonly Float32Array[]): Float32Array {
  return Float32Array.from(maxima[0] ?? [], (_, photo) => Math.max(...maxima.map((values) => values[photo] as number)))
}

function nearestTo(brand: EmbeddedBrand, { brands }: EmbeddedGallery): BrandCheck['nearest'] {
  return brands
    .filter((other) => other !== brand && other.vectors.length > 0 && brand.vectors.length > 0)
    .map((other) => ({
      name: other.name,
      similarity: Math.max(...brand.vectors.flatMap((a) => other.vectors.map((b) => cosine(a, b)))),
    }))
    .toSorted((a, b) => b.similarity - a.similarity)
    .slice(0, nearestShown)
}

function leastAlike(photos: readonly EmbeddedReference[]): number | null {
  const vectors = photos.flatMap((photo) => photo.vectors)
  const pairs = vectors.flatMap((a, i) => vectors.slice(0, i).map((b) => cosine(a, b)))
  return pairs.length > 0 ? Math.min(...pairs) : null
}

function sameVector(a: Float32Array, b: Float32Array): boolean {
  return a.every((value, i) => value === b[i])
}
