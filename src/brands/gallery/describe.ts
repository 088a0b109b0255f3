import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { idOf, sha256 } from '../../hash.ts'
import { replaceFile } from '../../replace-file.ts'
import type { Brand, BrandReference } from '../brand.ts'
import { anotherFolder } from './gallery-file.ts'
import { type Packable, pack, unpack } from './pack.ts'
import { type ReferenceView, referenceViews } from './reference-views.ts'

/** What a stage needs to know of a reference, worked out once. */
export interface Describer<D extends Packable> {
  /** Changes with anything that changes what comes out: the stage, its version, its model, in words; the first names its files. */
  key: string
  describe(views: readonly ReferenceView[]): Promise<D>
  /** Whether what was read from a file is what `describe` gives. */
  accepts(stored: Packable): stored is D
}

/** Raised when references are looked at in other ways. */
const viewsVersion = 1

/** Where descriptions are kept. */
export interface Keeping {
  /** Folder for descriptions; one that can't be written costs time, nothing else. */
  store: string
  /** Keep them beside the pictures, too, as a gallery does: they go with it to other machines. Default false. */
  beside?: boolean
}

/**
 * Describes all references of brands, in their order. Each description is kept under the hash of what it was made from,
 * so that a reference is described once, whatever galleries, files and runs it is in.
 * @throws RunError where they are to be kept beside the pictures, and can't
 */
export async function describeReferences<D extends Packable>(
  brands: readonly Brand[],
  describer: Describer<D>,
  keeping: Keeping,
): Promise<D[][]> {
  const described: D[][] = []
  for (const { references } of brands) {
    const own: D[] = []
    for (const reference of references) own.push(await describeReference(reference, describer, keeping))
    described.push(own)
  }
  return described
}

async function describeReference<D extends Packable>(
  reference: BrandReference,
  describer: Describer<D>,
  { store, beside = false }: Keeping,
): Promise<D> {
  const { path, box, colour } = reference
  const content = await readFile(path).then(sha256, () => null)
  const corners = box ? [box.x1, box.y1, box.x2, box.y2] : []
  const id = idOf(describer.key, viewsVersion, content, colour, ...corners)
  const [inStore, besidePicture] = [join(store, `${id}.pack`), `${path}.${describer.key.split(' ')[0]}-${id}.pack`]
  const read = async (file: string) => {
    const stored = content === null ? null : await readPack(file)
    return stored !== null && describer.accepts(stored) ? stored : null
  }
  const own = await read(besidePicture)
  if (own) return own
  const description = (await read(inStore)) ?? (await describer.describe(await referenceViews(reference)))
  if (beside) await replaceFile(besidePicture, pack(description), anotherFolder)
  // A store is a saving; without one, the next run describes again.
  else await replaceFile(inStore, pack(description)).catch(() => {})
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
