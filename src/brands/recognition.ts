import type { Picture } from '../image/picture.ts'
import type { Sight } from '../vision/detection.ts'
import type { Device } from '../vision/session.ts'
import type { ResolvedModel } from '../vision/zoo.ts'
import type { Brand } from './brand.ts'
import { decide, joined } from './decide.ts'
import { type Finding, isTracked, type Recogniser } from './recogniser.ts'
import type { Stage } from './stages.ts'

export interface RecognitionOptions {
  brands: readonly Brand[]
  stages: readonly Stage[]
  models: readonly ResolvedModel[]
  /** File with the brands as vectors, for the stage `embedding`. */
  gallery: string | null
  /** Folder where descriptions of references are kept, for the stages `features`, `shapes` and `learned`. */
  store: string | null
  /** Share of photos without the brands that may show one. */
  falseAlarms: number
  /** What runs the network of the stage `learned`; default: the CPU. */
  device?: Device
}

/** Opens the stages that were chosen; what they find is one decision a region. Nothing of a stage that is off is loaded. */
export async function openRecognition(options: RecognitionOptions): Promise<Recogniser> {
  const opened: Opened[] = []
  for (const stage of options.stages) opened.push(await open[stage](options))
  return {
    async find(picture, sight) {
      let found: Finding[] = []
      for (const { find } of opened) found = await find(picture, sight, found)
      let decided = decide(found)
      for (const { findAgain } of opened) {
        if (findAgain) decided = joined(decided, await findAgain(picture, decided))
      }
      return decided
    },
  }
}

/** A stage in its turn. */
interface Opened {
  /** What was found before, with what the stage adds; it may say better where that lies. */
  find(picture: Picture, sight: Sight, found: readonly Finding[]): Promise<Finding[]>
  /** More of what was decided on. */
  findAgain?(picture: Picture, decided: readonly Finding[]): Promise<Finding[]>
}

const adding = ({ find }: Recogniser): Opened => ({
  find: async (picture, sight, found) => [...found, ...(await find(picture, sight))],
})

/** What was found before is as sure, and looking once more takes time: `learned` many times that of finding objects (bench/recognition). */
const whereNothingIs = (find: Recogniser['find']): Opened => ({
  find: async (picture, sight, found) =>
    found.some(isTracked) ? [...found] : [...found, ...(await find(picture, sight))],
})

const open: Record<Stage, (options: RecognitionOptions) => Promise<Opened>> = {
  async wordmark({ brands, models }) {
    const { openWordmarks } = await import('./wordmarks.ts')
    return adding(openWordmarks(brands, models))
  },
  async features({ brands, stages, models, store }) {
    if (store === null) throw new TypeError('the stage features needs a folder for descriptions; none was prepared')
    const [{ brandFeatures, readersOf }, { openFeatures }] = await Promise.all([
      import('./features/brand-features.ts'),
      import('./features/features.ts'),
    ])
    const { findBeside, findAgain } = openFeatures(await brandFeatures(brands, { store }, readersOf(models, stages)))
    return { find: async (picture, _sight, found) => await findBeside(picture, found), findAgain }
  },
  async shapes({ brands, store, falseAlarms }) {
    if (store === null) throw new TypeError('the stage shapes needs a folder for descriptions; none was prepared')
    const [{ brandShapes }, { openShapes }] = await Promise.all([
      import('./shapes/brand-shapes.ts'),
      import('./shapes/shapes.ts'),
    ])
    const { find } = openShapes(await brandShapes(brands, { store }, falseAlarms))
    return whereNothingIs(find)
  },
  async learned({ brands, models, store, device = 'cpu' }) {
    if (store === null) throw new TypeError('the stage learned needs a folder for descriptions; none was prepared')
    const [{ brandLearned, learnedModel }, { openLearned }] = await Promise.all([
      import('./learned/brand-learned.ts'),
      import('./learned/learned.ts'),
    ])
    const model = learnedModel(models)
    const { find } = await openLearned(await brandLearned(brands, model, { store }), model, { device, threads: 1 })
    return whereNothingIs(find)
  },
  async embedding({ gallery }) {
    if (gallery === null) throw new TypeError('the stage embedding needs a gallery of vectors; none was prepared')
    const [{ openEmbedding }, { readEmbeddedGallery }] = await Promise.all([
      import('./embedding.ts'),
      import('./gallery/embedded-gallery.ts'),
    ])
    return adding(openEmbedding(await readEmbeddedGallery(gallery)))
  },
}
