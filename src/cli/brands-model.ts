import { Option } from 'commander'
import type { Brand } from '../brands/brand.ts'
import type { Negatives } from '../brands/gallery/negatives.ts'
import type { PreparedGallery } from '../brands/gallery/prepare.ts'
import { UsageError } from '../errors.ts'

/** The model that embeds, on this machine, with its negatives. */
export type ModelAtHand =
  | { why: string }
  | {
      /** SHA-256 of the negatives. */
      negatives: string
      bank: Negatives
      prepare(brands: readonly Brand[], falseAlarms: number): Promise<PreparedGallery>
    }

/**
 * The model whose vectors a dataset has; without a dataset, that of a run.
 * @param spec what names the brands: a gallery may have negatives of its own
 */
export async function modelFor(
  dir: string | null,
  { spec, config }: { spec: string; config: string | null },
): Promise<ModelAtHand> {
  const cwd = process.cwd()
  const [{ readConfig }, { configure }, { resolveModels }, { readEnvironment }, prepare, gallery] = await Promise.all([
    import('../run/config.ts'),
    import('../run/configure.ts'),
    import('../vision/zoo.ts'),
    import('../environment.ts'),
    import('../brands/gallery/prepare.ts'),
    import('../brands/gallery/gallery-brands.ts'),
  ])
  const environment = readEnvironment()
  const { models: own } = configure({ sources: ['-'], out: '-', ...(await readConfig(config, cwd)) }, cwd)
  const { models } = await resolveModels(['logos'], environment, own)
  const folder = gallery.isGallery(spec, cwd) ? gallery.galleryFolder(spec, cwd) : null
  const cache = environment.cacheFolder
  const basis = await prepare.embeddingBasis({ models, folder, cache })
  if ('why' in basis) return basis
  const stored = dir === null ? null : await modelsOf(dir)
  if (stored && !stored.some(({ sha256 }) => sha256 === basis.embedder.sha256)) {
    const has = stored.map(({ model }) => model).join(', ')
    return {
      why: has
        ? `${dir} has vectors of ${has}, and ${basis.embedder.name} is at hand; give the run's own --config, or run it again`
        : `${dir} has no vectors; run it with --tasks text,logos`,
    }
  }
  return {
    negatives: basis.negatives.sha256,
    bank: basis.negatives,
    prepare: (brands, falseAlarms) => prepare.prepareGallery({ brands, cache }, basis, falseAlarms),
  }
}

export function falseAlarmsOption(): Option {
  return new Option('--false-alarms <share>', 'share of photos without the brands in which one may be seen')
    .argParser((text) => {
      const value = Number(text)
      if (!(value > 0 && value <= 0.5)) {
        throw new UsageError(`--false-alarms ${text}: is no share; give a number above 0, up to 0.5`)
      }
      return value
    })
    .default(0.02)
}

async function modelsOf(dir: string) {
  const [{ openDataset }, { storedModels }] = await Promise.all([
    import('../dataset/read.ts'),
    import('../run/stored-regions.ts'),
  ])
  const reader = await openDataset(dir)
  try {
    return await storedModels(reader)
  } finally {
    reader.close()
  }
}
