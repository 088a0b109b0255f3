import { type Box, boxArea, clip, hull } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import type { TextReader } from '../../vision/text.ts'
import type { Brand } from '../brand.ts'
import { openWordmarks } from '../wordmarks.ts'

/** Text that takes more of the picture is taken for a part of the logo that fills it. */
const largestShare = 0.1
/** The logo may be a little more than its letters: this many times their height on every side. */
const surroundings = 0.25

/**
 * Where the logo is in a photo that shows more than the logo: around the text that spells the brand's name.
 * @returns px of the upright original; null when no text spells it, or when that text fills much of the picture: then the picture is the logo
 */
export async function boxOfName(picture: Picture, brand: Brand, reader: Pick<TextReader, 'read'>): Promise<Box | null> {
  const text = await reader.read(picture)
  const found = await openWordmarks([brand]).find(picture, { text })
  const [best] = found.toSorted((a, b) => b.similarity - a.similarity || boxArea(b.box) - boxArea(a.box))
  if (!best) return null
  const { width, height } = picture.original
  const box = hull([best.box])
  if (boxArea(box) > largestShare * width * height) return null
  const margin = surroundings * Math.min(box.x2 - box.x1, box.y2 - box.y1)
  return clip({ x1: box.x1 - margin, y1: box.y1 - margin, x2: box.x2 + margin, y2: box.y2 + margin }, picture.original)
}
