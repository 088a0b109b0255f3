import type { Box } from '../../src/image/box.ts'

/** What is measured: brands with their references, and photos of which the truth is known. */
export interface Protocol {
  name: string
  says: string
  brands: TrackedBrand[]
  photos: ProtocolPhoto[]
}

/** An entry of a brands file. */
export interface TrackedBrand {
  name: string
  aliases?: string[]
  /** Absolute paths. */
  references?: string[]
}

/** `query`: known by image; `boxed`: known by box; `negative` and `coco`: no tracked brand. */
export const parts = ['query', 'boxed', 'negative', 'coco'] as const
export type Part = (typeof parts)[number]

export interface ProtocolPhoto {
  /** Absolute path. */
  file: string
  part: Part
  brands: string[]
  boxes: { brand: string; box: Box }[]
}
