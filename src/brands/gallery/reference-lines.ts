import type { Size } from '../../image/box.ts'
import type { TextLine } from '../../vision/detection.ts'
import type { TextReader } from '../../vision/text.ts'
import type { ResolvedModel } from '../../vision/zoo.ts'
import type { Brand } from '../brand.ts'
import { cropOf } from '../features/reference.ts'
import { type Describer, describeReferences, type Keeping } from './describe.ts'
import type { Packable } from './pack.ts'
import type { ReferenceView } from './reference-views.ts'

/** What is to be read on a reference's logo, in px of the logo's own picture. */
export interface ReferenceLines extends Size {
  lines: TextLine[]
}

/** Raised when the same reference gives other lines. */
const version = 1

/**
 * Reads the references of brands, in their order: photos only, as a drawing's letters are no words to a reader. Each reference is read
 * once on a machine; the models are loaded when one is not yet.
 */
export async function referenceLines(
  brands: readonly Brand[],
  models: readonly ResolvedModel[],
  keeping: Keeping,
): Promise<ReferenceLines[][]> {
  let opened: Promise<TextReader> | null = null
  const hashes = models.filter(({ adapter }) => adapter.startsWith('ppocr-')).map(({ sha256 }) => sha256)
  const describer: Describer<Packable> = {
    key: `lines ${version} ${hashes.join(' ')}`,
    async describe(views) {
      opened ??= import('../../vision/text.ts').then(({ openTextReader }) =>
        openTextReader(models, { device: 'cpu', threads: 1 }),
      )
      return (await read(views, await opened)) as unknown as Packable
    },
    accepts: (stored): stored is Packable => Array.isArray(Object(stored).lines),
  }
  try {
    return (await describeReferences(brands, describer, keeping)) as unknown as ReferenceLines[][]
  } finally {
    await (opened as Promise<TextReader> | null)?.then((reader) => reader.close())
  }
}

async function read([view]: readonly ReferenceView[], reader: Pick<TextReader, 'read'>): Promise<ReferenceLines> {
  if (!view || view.ink) return { width: 0, height: 0, lines: [] }
  const crop = cropOf(view.picture, view.box)
  const size = { width: crop.width, height: crop.height }
  const picture = { ...view.picture, ...crop, scale: 1, original: { ...view.picture.original, ...size } }
  return { ...size, lines: await reader.read(picture) }
}
