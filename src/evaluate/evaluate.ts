import type { DatasetReader } from '../dataset/read.ts'
import { UsageError } from '../errors.ts'
import { type BrandMeasures, byBrand, bySize, byStage, type SizeMeasures, type StageMeasures } from './breakdowns.ts'
import { type ExposureErrors, exposureErrors } from './exposure-error.ts'
import { type FoundImage, foundImages } from './found.ts'
import { type Measures, measuresOf } from './measures.ts'
import { pairImages } from './pair-images.ts'
import { type Photo, photoOf, trackedName } from './photo.ts'
import type { Truth, TruthFormat } from './truth.ts'

/** How a run's logos compare with what is true. */
export interface Evaluation {
  truth: {
    format: TruthFormat
    /** Images of the truth, those of them that the run has, and of these the ones that it could not measure. */
    images: number
    compared: number
    not_in_dataset: number
    not_measured: number
    /** Compared images with a tracked brand, and without. */
    with_brand: number
    without_brand: number
    /** Compared images with boxes, and all their boxes. */
    boxed: number
    boxes: number
    clusters: number
  }
  brands: string[]
  /** Brands of the truth that the run did not look for. */
  untracked: string[]
  measures: Measures
  by_brand: BrandMeasures[]
  by_size: SizeMeasures[]
  by_stage: StageMeasures[]
  exposure: ExposureErrors
  notes: string[]
}

export interface EvaluateOptions {
  /** Only this part of the truth. */
  split: string | null
  /** What the truth calls a brand, to what the run calls it. */
  renamed: ReadonlyMap<string, string>
}

export interface Compared {
  evaluation: Evaluation
  photos: Photo[]
  /** Every image of the dataset, labelled or not. */
  found: FoundImage[]
}

/**
 * Compares the logos of a dataset with the truth. An image that could not be measured counts as one in which nothing was found.
 * @throws UsageError where nothing can be compared
 */
export async function evaluate(reader: DatasetReader, truth: Truth, options: EvaluateOptions): Promise<Compared> {
  const images = truth.images.filter(({ split }) => options.split === null || split === options.split)
  if (images.length === 0) throw new UsageError(`--split ${options.split}: the truth has ${splitsOf(truth)}`)
  const found = await foundImages(reader)
  const tracked = reader.runInfo?.brands ?? [...new Set(found.flatMap(({ logos }) => logos.map(({ brand }) => brand)))]
  if (tracked.length === 0) throw new UsageError('the run looked for no brand; run it with --brands')
  const spelling = { tracked, renamed: options.renamed }
  const { pairs, missing } = pairImages(images, found)
  if (pairs.length === 0) {
    throw new UsageError(
      `no image of the truth (${images[0]?.file}, ...) is in the dataset (${found[0]?.key ?? 'which has none'}, ...); the file names have to be the same`,
    )
  }
  const joined = pairs.map((pair) => photoOf(pair.truth, pair.found, spelling))
  const photos = joined.map(({ photo }) => photo)
  const named = [...new Set(images.flatMap(({ brands }) => brands))]
  return {
    photos,
    found,
    evaluation: {
      truth: { format: truth.format, images: images.length, not_in_dataset: missing.length, ...counts(photos) },
      brands: [...tracked],
      untracked: named.filter((name) => trackedName(name, spelling) === null).sort(),
      measures: measuresOf(photos),
      by_brand: byBrand(photos, tracked),
      by_size: bySize(photos),
      by_stage: byStage(photos),
      exposure: exposureErrors(photos),
      notes: [...truth.notes, ...joined.flatMap(({ note }) => note ?? [])],
    },
  }
}

function counts(photos: readonly Photo[]) {
  const count = (is: (photo: Photo) => boolean) => photos.filter(is).length
  return {
    compared: photos.length,
    not_measured: count(({ size }) => size === null),
    with_brand: count(({ brands }) => brands.length > 0),
    without_brand: count(({ brands }) => brands.length === 0),
    boxed: count(({ boxes }) => boxes.length > 0),
    boxes: photos.reduce((sum, { boxes }) => sum + boxes.length, 0),
    clusters: new Set(photos.map(({ cluster }) => cluster)).size,
  }
}

function splitsOf(truth: Truth): string {
  const splits = [...new Set(truth.images.flatMap(({ split }) => split ?? []))]
  return splits.length > 0 ? `${splits.join(', ')}` : 'no parts'
}
