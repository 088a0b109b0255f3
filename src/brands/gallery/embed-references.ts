import type { LogoEmbedding } from '../../vision/logo-embedding.ts'
import type { Describer } from './describe.ts'
import { maximaOf, type Negatives } from './negatives.ts'
import type { Packable } from './pack.ts'

/** A reference for the stage `embedding`: of each of its views a vector, and its highest similarity to each photo of the negatives. */
export type EmbeddedReference = { vectors: Float32Array[]; maxima: Float32Array[] }

/** Raised when the same reference gives other numbers. */
const version = 1

/** @param model SHA-256 of the model that embeds */
export function referenceEmbedder(
  embedding: Pick<LogoEmbedding, 'embed'>,
  model: string,
  negatives: Negatives,
): Describer<EmbeddedReference> {
  return {
    key: `embedding ${version} ${model} ${negatives.sha256}`,
    async describe(views) {
      const vectors: Float32Array[] = []
      for (const { picture, box } of views) vectors.push(...(await embedding.embed(picture, [box])))
      return { vectors, maxima: vectors.map((vector) => maximaOf(vector, negatives)) }
    },
    accepts: isEmbedded,
  }
}

function isEmbedded(stored: Packable): stored is EmbeddedReference {
  const { vectors, maxima } = Object(stored) as { vectors?: unknown; maxima?: unknown }
  return [vectors, maxima].every((list) => Array.isArray(list) && list.every((one) => one instanceof Float32Array))
}
