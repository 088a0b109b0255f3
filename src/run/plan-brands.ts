import { join } from 'node:path'
import type { Brand } from '../brands/brand.ts'
import type { Stage } from '../brands/stages.ts'
import type { Environment } from '../environment.ts'
import { sha256 } from '../hash.ts'
import type { Task } from '../vision/detection.ts'
import type { ModelTask } from '../vision/models.ts'
import type { ResolvedModel } from '../vision/zoo.ts'
import type { RunOptions } from './options.ts'

/** How brands are looked for in a run. */
export interface BrandPlan {
  brands: Brand[] | null
  /** None where brands are not looked for. */
  stages: Stage[]
  leftOut: { task: string; why: string }[]
  /** The brands as vectors, a file for the lanes; null without the stage `embedding`. */
  gallery: string | null
  /** Folder of this machine where descriptions of references are kept; null where brands are not looked for. */
  store: string | null
  /** What of this changes numbers. */
  content: unknown
}

export const noBrands: BrandPlan = { brands: null, stages: [], leftOut: [], gallery: null, store: null, content: null }

/** The tasks whose models the run needs: embedding needs the regions that may be logos. */
export function tasksNeeded({ tasks, brands, stages }: Pick<RunOptions, 'tasks' | 'brands' | 'stages'>): Task[] {
  const embeds = brands !== null && stages.includes('embedding')
  return [...new Set([...tasks, ...(embeds ? (['logos'] as const) : [])])]
}

/** What models the run needs: those of its tasks, and those of ways to find brands. */
export function modelsNeeded(options: Pick<RunOptions, 'tasks' | 'brands' | 'stages'>): ModelTask[] {
  const learned = options.brands !== null && options.stages.includes('learned')
  return [...tasksNeeded(options), ...(learned ? (['brands'] as const) : [])]
}

/**
 * @param tasks those that have their models
 * @throws UsageError for brands that are not right
 */
export async function planBrands(
  { brands: spec, cwd, stages: wanted, falseAlarms }: RunOptions,
  { tasks, models }: { tasks: readonly Task[]; models: readonly ResolvedModel[] },
  { cacheFolder: cache }: Environment,
): Promise<BrandPlan> {
  if (spec === null) return noBrands
  const [{ loadBrands }, { brandsContent }, { galleryFolder, isGallery }, { descriptionStore }] = await Promise.all([
    import('../brands/catalogue.ts'),
    import('../brands/digest.ts'),
    import('../brands/gallery/gallery-brands.ts'),
    import('../brands/gallery/prepare.ts'),
  ])
  const brands = await loadBrands(spec, cwd)
  const content: unknown[] = [await brandsContent(brands)]
  const store = descriptionStore(cache)
  const leftOut: BrandPlan['leftOut'] = []
  if (wanted.includes('wordmark') && !tasks.includes('text')) {
    leftOut.push({ task: 'wordmarks', why: 'logos that are text are read, which needs the task text' })
  }
  const stages = wanted.filter((stage) => stage !== 'wordmark' || tasks.includes('text'))
  if (stages.includes('features')) {
    const { brandFeatures, readersOf } = await import('../brands/features/brand-features.ts')
    // Here, so that a reference that is not right ends the run before it begins, and lanes find the work done.
    await brandFeatures(brands, { store }, readersOf(models, stages))
  }
  if (stages.includes('shapes')) {
    const { brandShapes, bankHash } = await import('../brands/shapes/brand-shapes.ts')
    await brandShapes(brands, { store }, falseAlarms)
    content.push({ falseAlarms, shapes: await bankHash() })
  }
  if (stages.includes('learned')) {
    const { brandLearned, learnedModel, bankHash } = await import('../brands/learned/brand-learned.ts')
    await brandLearned(brands, learnedModel(models), { store })
    content.push({ learned: await bankHash() })
  }
  if (!stages.includes('embedding')) return { brands, stages, leftOut, gallery: null, store, content }

  const { embeddingBasis, prepareGallery } = await import('../brands/gallery/prepare.ts')
  const basis = await embeddingBasis({ models, cache, folder: isGallery(spec, cwd) ? galleryFolder(spec, cwd) : null })
  if ('why' in basis) {
    leftOut.push({ task: 'embedding', why: basis.why })
    return { brands, stages: stages.filter((stage) => stage !== 'embedding'), leftOut, gallery: null, store, content }
  }
  const { packGallery } = await import('../brands/gallery/embedded-gallery.ts')
  const prepared = await prepareGallery({ brands, cache }, basis, falseAlarms)
  const gallery = await storeForLanes(packGallery(prepared.gallery), cache)
  return {
    brands,
    stages,
    leftOut,
    gallery,
    store,
    content: [...content, { falseAlarms, negatives: basis.negatives.sha256 }],
  }
}

/** In the cache, or, where that can't be written, among the temporary files; under the hash of the content. */
async function storeForLanes(packed: Uint8Array, cache: string): Promise<string> {
  const [{ replaceFile }, { tmpdir }] = await Promise.all([import('../replace-file.ts'), import('node:os')])
  const path = (folder: string) => join(folder, 'galleries', `${sha256(packed).slice(0, 32)}.pack`)
  try {
    await replaceFile(path(cache), packed)
    return path(cache)
  } catch {
    const other = path(join(tmpdir(), 'limelight'))
    await replaceFile(other, packed)
    return other
  }
}
