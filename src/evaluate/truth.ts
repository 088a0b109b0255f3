import type { Box, Size } from '../image/box.ts'

/** What somebody has seen in one image. */
export interface TrueImage {
  /** The image as the truth names it: a name or a path. Without an extension it stands for any (YOLO). */
  file: string
  /** Where it stands in the truth: `file:line`, for messages. */
  place: string
  /** As the truth states it; null where it does not. */
  size: Size | null
  /** Every brand that is to be seen, each once. Empty: an image without any. */
  brands: string[]
  /** Boxes of the brands that have any; a brand without one is known by image only. */
  boxes: TrueBox[]
  /** Who posted it: images of one author are alike, and are drawn together. */
  author: string | null
  /** Part of a truth that is divided, as `train` and `query`. */
  split: string | null
}

export interface TrueBox {
  brand: string
  box: Box
  /** Pixels of an image of the stated size, or shares of width and height, 0 to 1 (YOLO). */
  unit: 'pixels' | 'shares'
}

export const truthFormats = ['ours', 'coco', 'yolo', 'voc', 'labelme'] as const
export type TruthFormat = (typeof truthFormats)[number]

export interface Truth {
  format: TruthFormat
  images: TrueImage[]
  /** What could be read only in part, with its place. */
  notes: string[]
}

/** Brands named in a list of boxes and beside it, each once, in order of appearance. */
export function brandsOf(boxes: readonly TrueBox[], beside: readonly string[] = []): string[] {
  return [...new Set([...beside, ...boxes.map(({ brand }) => brand)])]
}
