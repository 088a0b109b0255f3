import type { Brand } from '../brand.ts'
import { type Describer, describeReferences, type Keeping } from '../gallery/describe.ts'
import type { Packable } from '../gallery/pack.ts'
import type { ReferenceView } from '../gallery/reference-views.ts'
import { stageVersions } from '../stages.ts'
import type { BrandFeatures } from './candidates.ts'
import { describeReference, type ReferenceFeatures } from './reference.ts'

/**
 * The features of all references of some brands. Each reference is described once on a machine.
 * @throws UsageError for a reference that is no picture
 */
export async function brandFeatures(brands: readonly Brand[], keeping: Keeping): Promise<BrandFeatures[]> {
  const described = await describeReferences(brands, describer, keeping)
  return brands.flatMap(({ name }, i) =>
    (described[i] ?? []).flatMap((views) =>
      (views as unknown as ReferenceFeatures[]).map((features) => ({ brand: name, features })),
    ),
  )
}

const describer: Describer<Packable> = {
  key: `features ${stageVersions.features}`,
  describe: async (views) => (await featuresOf(views)) as unknown as Packable,
  accepts: (stored): stored is Packable => Array.isArray(stored) && stored.every(isFeatures),
}

async function featuresOf(views: readonly ReferenceView[]): Promise<ReferenceFeatures[]> {
  const all: ReferenceFeatures[] = []
  for (const { picture, box, ink } of views) all.push(await describeReference(picture, box, ink))
  return all
}

function isFeatures(stored: unknown): stored is ReferenceFeatures {
  if (typeof stored !== 'object' || stored === null) return false
  const { count, descriptors, patch } = stored as Partial<ReferenceFeatures>
  return descriptors instanceof Uint8Array && descriptors.length === 128 * (count ?? -1) && patch !== undefined
}
