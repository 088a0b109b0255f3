import { join } from 'node:path'
import type { ResolvedModel } from '../../vision/zoo.ts'
import type { Brand } from '../brand.ts'
import { describeReferences, type Keeping } from './describe.ts'
import { type EmbeddedReference, referenceEmbedder } from './embed-references.ts'
import { type EmbeddedGallery, embeddedGallery } from './embedded-gallery.ts'
import { builtInNegatives, type Negatives, readNegatives } from './negatives.ts'

export interface GalleryNeeds {
  brands: readonly Brand[]
  models: readonly ResolvedModel[]
  /** Folder of the gallery, where the brands come from one. */
  folder: string | null
  /** Folder of this machine's cache. */
  cache: string
}

/** What the stage `embedding` needs beside the brands, or why it can't work. */
export type EmbeddingBasis = Basis | { why: string }
interface Basis {
  embedder: ResolvedModel
  negatives: Negatives
}

/** Name of the bank in a gallery, made from the user's own photos. */
export const negativesFile = 'negatives.pack'

/** Where descriptions of references are kept on this machine. */
export function descriptionStore(cache: string): string {
  return join(cache, 'references')
}

/** The bank of negatives for a model on this machine, made by `limelight brands negatives`. */
export function cachedNegatives(cache: string, model: string): string {
  return join(cache, 'negatives', `${model}.pack`)
}

/** Finds the model and its negatives: those of the gallery, those inside the package, or, of another model, those that were made on this machine. */
export async function embeddingBasis({
  models,
  folder,
  cache,
}: Pick<GalleryNeeds, 'models' | 'folder' | 'cache'>): Promise<EmbeddingBasis> {
  const embedder = models.find(({ adapter }) => adapter === 'logo-embedding')
  if (!embedder)
    return { why: 'there is no model with the adapter logo-embedding; give one in the config, under models' }
  const places = [
    ...(folder ? [join(folder, negativesFile)] : []),
    builtInNegatives,
    cachedNegatives(cache, embedder.sha256),
  ]
  for (const place of places) {
    const negatives = await readNegatives(place)
    if (negatives?.model === embedder.sha256) return { embedder, negatives }
  }
  return {
    why: `${embedder.name} has no bank of negatives, without which nobody knows what is like a logo by chance: run photos without the brands with --tasks text,logos, then \`limelight brands negatives OUT\``,
  }
}

export interface PreparedGallery {
  gallery: EmbeddedGallery
  /** For each brand its references, in the order of the brands. */
  embedded: EmbeddedReference[][]
}

/**
 * Describes the references of brands by the model, and calibrates them.
 * @throws UsageError for a reference that is no picture
 */
export async function prepareGallery(
  { brands, cache }: Pick<GalleryNeeds, 'brands' | 'cache'>,
  basis: Basis,
  falseAlarms: number,
): Promise<PreparedGallery> {
  const embedded = await embedReferences(brands, basis, { store: descriptionStore(cache) })
  const { commoner } = basis.negatives
  const model = { name: basis.embedder.name, sha256: basis.embedder.sha256 }
  return { embedded, gallery: embeddedGallery(brands, embedded, { falseAlarms, commoner, model }) }
}

/**
 * Describes the references of brands by the model: for each brand its references.
 * @throws UsageError for a reference that is no picture
 */
export async function embedReferences(
  brands: readonly Brand[],
  { embedder, negatives }: Basis,
  keeping: Keeping,
): Promise<EmbeddedReference[][]> {
  const { openLogoEmbedding } = await import('../../vision/logo-embedding.ts')
  const embedding = await openLogoEmbedding(embedder, { device: 'cpu', threads: 1 })
  try {
    return await describeReferences(brands, referenceEmbedder(embedding, embedder.sha256, negatives), keeping)
  } finally {
    await embedding.close()
  }
}
