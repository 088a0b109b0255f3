import { UsageError } from '../errors.ts'
import type { BrandCorrection, Correction } from '../report/correction.ts'
import { wilson } from '../report/statistics/wilson.ts'
import { correctedMean } from './corrected-mean.ts'
import { correctedShare } from './corrected-share.ts'
import { boxesOf, exposureOf } from './exposure-error.ts'
import type { FoundImage } from './found.ts'
import type { Photo } from './photo.ts'
import { roganGladen } from './rogan-gladen.ts'

/** With fewer labels a correction says nothing. */
const fewestLabelled = 30

export interface Sampled {
  /** Labelled images: a random sample of all. */
  photos: readonly Photo[]
  /** Every image of the dataset. */
  found: readonly FoundImage[]
  brands: readonly string[]
  pipelineDigest: string | null
}

/**
 * Shares of images and mean sizes, brand by brand and for any of them, freed of the detector's errors.
 * @throws UsageError with too few labelled images
 */
export function correct({ photos, found, brands, pipelineDigest }: Sampled): Correction {
  const labelled = photos.filter(({ size }) => size !== null)
  if (labelled.length < fewestLabelled) {
    throw new UsageError(
      `--correct: ${labelled.length} images are labelled; it takes a random sample of at least ${fewestLabelled}, better 300 (limelight eval OUT --draw 300)`,
    )
  }
  const known = new Set(labelled.map((photo) => photo.found.row_id))
  const measured = found.filter(({ size }) => size !== null)
  const rest = measured.filter(({ row_id }) => !known.has(row_id))
  const seen = new Set(
    [...measured.flatMap(({ logos }) => logos), ...labelled.flatMap(labelsOf)].map(({ brand }) => brand),
  )
  const asked = [...brands.filter((brand) => seen.has(brand)), ...(brands.length > 1 ? [null] : [])]
  return {
    version: 1,
    pipeline_digest: pipelineDigest,
    labelled: labelled.length,
    images: measured.length,
    warnings: warnings(labelled, rest),
    brands: asked.map((brand) => correctBrand(brand, { labelled, rest, measured })),
  }
}

interface Images {
  labelled: readonly Photo[]
  rest: readonly FoundImage[]
  measured: readonly FoundImage[]
}

function correctBrand(brand: string | null, { labelled, rest, measured }: Images): BrandCorrection {
  const isIt = (one: { brand: string }) => brand === null || one.brand === brand
  const seen = labelled.map((photo) => ({
    shown: labelsOf(photo).some(isIt),
    found: photo.logos.some(isIt),
    cluster: photo.cluster,
  }))
  const others = rest.map((image) => ({ found: image.logos.some(isIt), cluster: clusterOf(image) }))
  const foundIn = measured.filter(({ logos }) => logos.some(isIt)).length
  const [shown, absent] = [seen.filter((image) => image.shown), seen.filter((image) => !image.shown)]
  const counted = {
    shown: shown.length,
    found_where_shown: shown.filter((image) => image.found).length,
    absent: absent.length,
    silent_where_absent: absent.filter((image) => !image.found).length,
  }
  const share = correctedShare(seen, others)
  return {
    brand,
    found: { value: foundIn / measured.length, interval: wilson(foundIn, measured.length) },
    corrected: { value: share?.value ?? null, interval: share?.interval ?? null },
    rogan_gladen: roganGladen({ found: foundIn, all: measured.length }, counted),
    labels_alone: { value: shown.length / seen.length, interval: wilson(shown.length, seen.length) },
    shown: counted.shown,
    found_where_shown: counted.found_where_shown,
    size: brand === null ? null : sizeOf(brand, { labelled, rest, measured }),
  }
}

/** Null where the boxes of some labelled image that shows the brand are not known: the mean of the others is another mean. */
function sizeOf(brand: string, { labelled, rest, measured }: Images): BrandCorrection['size'] {
  const foundSize = ({ logos, size }: Pick<FoundImage, 'logos' | 'size'>) => {
    const boxes = boxesOf(logos, brand)
    return size && boxes.length > 0 ? exposureOf(boxes, size).size : null
  }
  const trueSize = ({ boxes, size }: Photo) => {
    const own = boxesOf(boxes, brand)
    return size && own.length > 0 ? exposureOf(own, size).size : null
  }
  if (labelled.some((photo) => photo.brands.includes(brand) && trueSize(photo) === null)) return null
  const mean = correctedMean(
    labelled.map((photo) => ({ shown: trueSize(photo), found: foundSize(photo), cluster: photo.cluster })),
    rest.map((image) => ({ found: foundSize(image), cluster: clusterOf(image) })),
  )
  if (!mean) return null
  const sizes = measured.flatMap((image) => foundSize(image) ?? [])
  return {
    found: sizes.length > 0 ? sizes.reduce((sum, size) => sum + size, 0) / sizes.length : null,
    corrected: { value: mean.value, interval: mean.interval },
  }
}

/** What was found must be as frequent in a random sample as elsewhere; a difference of three standard errors is no chance. */
function warnings(labelled: readonly Photo[], rest: readonly FoundImage[]): string[] {
  const [inside, outside] = [labelled, rest].map((images) => images.filter(({ logos }) => logos.length > 0).length) as [
    number,
    number,
  ]
  if (rest.length === 0) return []
  const pooled = (inside + outside) / (labelled.length + rest.length)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / labelled.length + 1 / rest.length))
  const [here, there] = [inside / labelled.length, outside / rest.length]
  if (!(Math.abs(here - there) > 3 * error)) return []
  return [
    `the labelled images do not look like a random sample: a brand was found in ${percent(here)} of them and in ${percent(there)} of the others; the correction holds for random samples only`,
  ]
}

function labelsOf({ brands }: Photo): { brand: string }[] {
  return brands.map((brand) => ({ brand }))
}

function clusterOf({ account, row_id }: FoundImage): string {
  return account ?? row_id
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
