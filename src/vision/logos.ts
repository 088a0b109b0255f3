import type { Box } from '../image/box.ts'
import { clip } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import type { LogoRegion, TextLine } from './detection.ts'
import { type Candidate, candidatesOf } from './logo-candidates.ts'
import { openLogoDetector } from './logo-detector.ts'
import { openLogoEmbedding } from './logo-embedding.ts'
import type { SessionOptions } from './session.ts'
import type { ResolvedModel } from './zoo.ts'

/** Finds where logos may be, and describes each place by a vector. */
export interface LogoFinder {
  /** @param seen pictures, with the text that was read in them @returns the regions of each, in their order */
  findAll(seen: readonly { picture: Picture; text: readonly TextLine[] }[]): Promise<LogoRegion[][]>
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
  async function candidatesIn(picture: Picture, text: readonly TextLine[]): Promise<Candidate[]> {
    const { x, y } = scaleOf(picture)
    const found = detector ? await detector.find(picture) : null
    const logos = found?.map(({ score, box }) => ({ label: 'logo' as const, score, box })) ?? null
    return candidatesOf(
      logos,
      text.map(({ box }) => scaled(box, x, y)),
      picture,
    )
  }
  return {
    async findAll(seen) {
      const candidates: Candidate[][] = []
      for (const { picture, text } of seen) candidates.push(await candidatesIn(picture, text))
      // A picture has a dozen crops: those of several fill a GPU.
      const crops = candidates.flatMap((own, i) => own.map(({ box }) => ({ picture: pictureAt(seen, i), box })))
      const vectors = await embedding.embedAll(crops)
      let next = 0
      return candidates.map((own, i) => {
        const picture = pictureAt(seen, i)
        const { x, y } = scaleOf(picture)
        return own.map(({ box, ...candidate }) => ({
          ...candidate,
          box: clip(scaled(box, 1 / x, 1 / y), picture.original),
          vector: vectors[next++] as Float32Array,
        }))
      })
    },
    async close() {
      await embedding.close()
      await detector?.close()
    },
  }
}

function pictureAt(seen: readonly { picture: Picture }[], i: number): Picture {
  return (seen[i] as { picture: Picture }).picture
}

/** Px of the picture in one of the original. */
function scaleOf({ width, height, original }: Picture): { x: number; y: number } {
  return { x: width / original.width, y: height / original.height }
}

function scaled({ x1, y1, x2, y2 }: Box, x: number, y: number): Box {
  return { x1: x1 * x, y1: y1 * y, x2: x2 * x, y2: y2 * y }
}
