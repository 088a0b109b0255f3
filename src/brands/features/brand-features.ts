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
  const described = await referenceFeatures(brands, keeping)
  return brands.flatMap(({ name }, i) => (described[i] ?? []).flat().map((features) => ({ brand: name, features })))
}

/** The same for each brand, each of its references, and each view of that. */
export async function referenceFeatures(
  brands: readonly Brand[],
  keeping: Keeping,
): Promise<readonly (readonly ReferenceFeatures[])[][]> {
  return (await describeReferences(brands, describer, keeping)) as unknown as ReferenceFeatures[][][]
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
