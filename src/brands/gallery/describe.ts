import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { idOf, sha256 } from '../../hash.ts'
import { replaceFile } from '../../replace-file.ts'
import type { Brand, BrandReference } from '../brand.ts'
import { type Packable, pack, unpack } from './pack.ts'
import { type ReferenceView, referenceViews } from './reference-views.ts'

/** What a stage needs to know of a reference, worked out once. */
export interface Describer<D extends Packable> {
  /** Changes with anything that changes what comes out: the stage, its version, its model. */
  key: string
  describe(views: readonly ReferenceView[]): Promise<D>
  /** Whether what was read from a file is what `describe` gives. */
  accepts(stored: Packable): stored is D
}

/** Raised when references are looked at in other ways. */
const viewsVersion = 1

/**
 * Describes all references of brands, in their order. Each description is kept under the hash of what it was made from,
 * so that a reference is described once, whatever galleries, files and runs it is in.
 * @param store folder for descriptions; one that can't be written costs time, nothing else
 */
export async function describeReferences<D extends Packable>(
  brands: readonly Brand[],
  describer: Describer<D>,
  store: string,
): Promise<D[][]> {
  const described: D[][] = []
  for (const { references } of brands) {
    const own: D[] = []
    for (const reference of references) own.push(await describeReference(reference, describer, store))
    described.push(own)
  }
  return described
}

async function describeReference<D extends Packable>(
  reference: BrandReference,
  describer: Describer<D>,
  store: string,
): Promise<D> {
  const { path, box, colour } = reference
  const content = await readFile(path).then(sha256, () => null)
  const corners = box ? [box.x1, box.y1, box.x2, box.y2] : []
  const file = join(store, `${idOf(describer.key, viewsVersion, content, colour, ...corners)}.pack`)
  const stored = content === null ? null : await readPack(file)
  if (stored !== null && describer.accepts(stored)) return stored
  const description = await describer.describe(await referenceViews(reference))
  // A store is a saving; without one, the next run describes again.
  await replaceFile(file, pack(description)).catch(() => {})
  return description
}

/** Null where there is no such file, or one that was cut off: it is made again. */
async function readPack(file: string): Promise<Packable> {
  try {
    return unpack(await readFile(file))
  } catch {
    return null
  }
}
