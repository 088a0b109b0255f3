import type { ResolvedModel } from '../../vision/zoo.ts'
import { brandFeatures, readersOf } from '../features/brand-features.ts'
import { brandLearned } from '../learned/brand-learned.ts'
import { normalise } from '../normalise.ts'
import { brandShapes } from '../shapes/brand-shapes.ts'
import { stages } from '../stages.ts'
import { galleryBrands } from './gallery-brands.ts'
import { descriptionStore, embeddingBasis, embedReferences } from './prepare.ts'

/**
 * Describes a brand's references for all stages, and keeps that in the gallery, beside the pictures: a run need not, here or where
 * the gallery is copied to.
 * @throws UsageError for a gallery that is not right, RunError if it can't be written
 */
export async function describeGallery(
  folder: string,
  { name, models, cache }: { name: string; models: readonly ResolvedModel[]; cache: string },
): Promise<void> {
  const all = await galleryBrands(folder, folder)
  const brands = all.filter((brand) => normalise(brand.name) === normalise(name))
  const keeping = { store: descriptionStore(cache), beside: true }
  await brandFeatures(brands, keeping, readersOf(models, stages))
  await brandShapes(brands, keeping, 1)
  const learned = models.find(({ adapter }) => adapter === 'xfeat')
  if (learned) await brandLearned(brands, learned, keeping)
  const basis = await embeddingBasis({ models, folder, cache })
  if (!('why' in basis)) await embedReferences(brands, basis, keeping)
}
