import { readFile } from 'node:fs/promises'
import { UsageError } from '../../errors.ts'
import { sha256 } from '../../hash.ts'
import { openXFeat } from '../../vision/xfeat.ts'
import type { ResolvedModel } from '../../vision/zoo.ts'
import type { Brand } from '../brand.ts'
import { type Describer, describeReferences, type Keeping } from '../gallery/describe.ts'
import type { Packable } from '../gallery/pack.ts'
import { stageVersions } from '../stages.ts'
import { builtInBank, readBank } from './bank.ts'
import type { BrandReference } from './matches.ts'
import { type LearnedReference, referencePlaces } from './reference-places.ts'

/**
 * The model that the stage works with.
 * @throws UsageError where it is not on this machine
 */
export function learnedModel(models: readonly ResolvedModel[]): ResolvedModel {
  const model = models.find(({ adapter }) => adapter === 'xfeat')
  if (model) return model
  throw new UsageError(
    'the stage learned needs the weights of xfeat, which are not on this machine; `limelight models pull xfeat` gets them',
  )
}

/**
 * The places of all references of some brands. Each reference is described once on a machine.
 * @throws UsageError for a reference that is no picture
 */
export async function brandLearned(
  brands: readonly Brand[],
  model: ResolvedModel,
  keeping: Keeping,
): Promise<BrandReference[]> {
  const [key, bank] = [
    `learned ${stageVersions.learned} ${model.sha256} ${await bankHash()}`,
    await readBank(builtInBank),
  ]
  const network = await openXFeat(model, { device: 'cpu', threads: 1 })
  try {
    const describer: Describer<Packable> = {
      key,
      describe: async (views) => (await referencePlaces(views, network, bank)) as unknown as Packable,
      accepts: (stored): stored is Packable => Array.isArray(stored) && stored.every(isLearned),
    }
    const described = (await describeReferences(brands, describer, keeping)) as unknown as LearnedReference[][][]
    return described.flatMap((references, i) =>
      references.flat().map((reference) => ({ brand: (brands[i] as Brand).name, reference })),
    )
  } finally {
    await network.close()
  }
}

/** SHA-256 of the bank. */
export async function bankHash(): Promise<string> {
  return sha256(await readFile(builtInBank))
}

function isLearned(stored: unknown): stored is LearnedReference {
  const { views, patch, colours } = Object(stored) as Partial<LearnedReference>
  return (
    Array.isArray(views) &&
    views.every(({ descriptors, usual }) => descriptors instanceof Float32Array && usual instanceof Float32Array) &&
    patch?.grey instanceof Float32Array &&
    colours !== undefined
  )
}
