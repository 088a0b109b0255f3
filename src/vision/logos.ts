import type { Box } from '../image/box.ts'
import { clip } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import type { LogoRegion, TextLine } from './detection.ts'
import { candidatesOf } from './logo-candidates.ts'
import { openLogoDetector } from './logo-detector.ts'
import { openLogoEmbedding } from './logo-embedding.ts'
import type { SessionOptions } from './session.ts'
import type { ResolvedModel } from './zoo.ts'

/** Finds where logos may be, and describes each place by a vector. */
export interface LogoFinder {
  find(picture: Picture, text: readonly TextLine[]): Promise<LogoRegion[]>
  close(): Promise<void>
}

/**
 * @param models of the task `logos`: one that embeds, and perhaps one that detects
 * @throws TypeError without one that embeds
 */
export async function openLogos(models: readonly ResolvedModel[], options: SessionOptions): Promise<LogoFinder> {
  const embedder = models.find(({ adapter }) => adapter === 'logo-embedding')
  const finder = models.find(({ adapter }) => adapter === 'logo-regions')
  if (!embedder) throw new TypeError('looking for logos needs a model with the adapter logo-embedding; none was given')
  const embedding = await openLogoEmbedding(embedder, options)
  const detector = finder ? await openLogoDetector(finder, options) : null
  return {
    async find(picture, text) {
      const x = picture.width / picture.original.width
      const y = picture.height / picture.original.height
      const found = detector ? await detector.find(picture) : null
      const logos = found?.map(({ score, box }) => ({ label: 'logo' as const, score, box })) ?? null
      const candidates = candidatesOf(
        logos,
        text.map(({ box }) => scaled(box, x, y)),
        picture,
      )
      const vectors = await embedding.embed(
        picture,
        candidates.map(({ box }) => box),
      )
      return candidates.map(({ box, ...candidate }, i) => ({
        ...candidate,
        box: clip(scaled(box, 1 / x, 1 / y), picture.original),
        vector: vectors[i] as Float32Array,
      }))
    },
    async close() {
      await embedding.close()
      await detector?.close()
    },
  }
}

function scaled({ x1, y1, x2, y2 }: Box, x: number, y: number): Box {
  return { x1: x1 * x, y1: y1 * y, x2: x2 * x, y2: y2 * y }
}
