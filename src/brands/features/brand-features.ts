import type { Quad } from '../../vision/text-rectangle.ts'
import type { ResolvedModel } from '../../vision/zoo.ts'
import type { Brand } from '../brand.ts'
import { type Describer, describeReferences, type Keeping } from '../gallery/describe.ts'
import type { Packable } from '../gallery/pack.ts'
import { type ReferenceLines, referenceLines } from '../gallery/reference-lines.ts'
import type { ReferenceView } from '../gallery/reference-views.ts'
import { type Stage, stageVersions } from '../stages.ts'
import { nameIn } from '../wordmarks.ts'
import type { BrandFeatures } from './candidates.ts'
import { describeReference, type ReferenceFeatures } from './reference.ts'

/**
 * The features of all references of some brands. Each reference is described once on a machine.
 * @param readers models that read text; none: it stays unknown where the name stands in a reference
 * @throws UsageError for a reference that is no picture
 */
export async function brandFeatures(
  brands: readonly Brand[],
  keeping: Keeping,
  readers: readonly ResolvedModel[] = [],
): Promise<BrandFeatures[]> {
  const described = await referenceFeatures(brands, keeping)
  const read = readers.length > 0 ? await referenceLines(brands, readers, keeping) : []
  return brands.flatMap((brand, i) =>
    (described[i] ?? []).flatMap((views, j) =>
      views.map((features) => ({ brand: brand.name, features, name: nameOn(features, brand, read[i]?.[j]) })),
    ),
  )
}

/** The same for each brand, each of its references, and each view of that. */
export async function referenceFeatures(
  brands: readonly Brand[],
  keeping: Keeping,
): Promise<readonly (readonly ReferenceFeatures[])[][]> {
  return (await describeReferences(brands, describer, keeping)) as unknown as ReferenceFeatures[][][]
}

/** The models that read references: those of the run, where names are read at all. */
export function readersOf(models: readonly ResolvedModel[], stages: readonly Stage[]): ResolvedModel[] {
  return stages.includes('wordmark') ? models.filter(({ adapter }) => adapter.startsWith('ppocr-')) : []
}

/** Where a brand's name stands on one of its references, in px of the features. */
function nameOn({ width, height }: ReferenceFeatures, brand: Brand, read: ReferenceLines | undefined): Quad | null {
  const quad = read ? nameIn(read.lines, brand) : null
  if (!read || !quad) return null
  const [x, y] = [width / read.width, height / read.height]
  return quad.map((point) => ({ x: point.x * x, y: point.y * y })) as unknown as Quad
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
  const { count, descriptors, patch, small } = stored as Partial<ReferenceFeatures>
  return (
    descriptors instanceof Uint8Array &&
    descriptors.length === 128 * (count ?? -1) &&
    patch !== undefined &&
    small instanceof Uint8Array
  )
}
