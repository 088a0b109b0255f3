import type { ResolvedModel } from '../vision/zoo.ts'
import type { Brand } from './brand.ts'
import { decide } from './decide.ts'
import type { Recogniser } from './recogniser.ts'
import type { Stage } from './stages.ts'

export interface RecognitionOptions {
  brands: readonly Brand[]
  stages: readonly Stage[]
  models: readonly ResolvedModel[]
  /** File with the brands as vectors, for the stage `embedding`. */
  gallery: string | null
  /** Folder where descriptions of references are kept, for the stage `features`. */
  store: string | null
}

/** Opens the stages that were chosen; what they find is one decision a region. Nothing of a stage that is off is loaded. */
export async function openRecognition(options: RecognitionOptions): Promise<Recogniser> {
  const recognisers: Recogniser[] = []
  for (const stage of options.stages) recognisers.push(await open[stage](options))
  return {
    async find(picture, sight) {
      const found = []
      for (const recogniser of recognisers) found.push(...(await recogniser.find(picture, sight)))
      return decide(found)
    },
  }
}

const open: Record<Stage, (options: RecognitionOptions) => Promise<Recogniser>> = {
  async wordmark({ brands, models }) {
    const { openWordmarks } = await import('./wordmarks.ts')
    return openWordmarks(brands, models)
  },
  async features({ brands, store }) {
    if (store === null) throw new TypeError('the stage features needs a folder for descriptions; none was prepared')
    const [{ brandFeatures }, { openFeatures }] = await Promise.all([
      import('./features/brand-features.ts'),
      import('./features/features.ts'),
    ])
    return openFeatures(await brandFeatures(brands, { store }))
  },
  async embedding({ gallery }) {
    if (gallery === null) throw new TypeError('the stage embedding needs a gallery of vectors; none was prepared')
    const [{ openEmbedding }, { readEmbeddedGallery }] = await Promise.all([
      import('./embedding.ts'),
      import('./gallery/embedded-gallery.ts'),
    ])
    return openEmbedding(await readEmbeddedGallery(gallery))
  },
}
