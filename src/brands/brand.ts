import type { Box } from '../image/box.ts'

/** A brand that is looked for. */
export interface Brand {
  name: string
  /** Other spellings; the name itself need not be among them. */
  aliases: string[]
  /** With `@`, lower case. */
  handles: string[]
  /** With `#`, lower case. */
  hashtags: string[]
  /** Pictures of its logo. */
  references: BrandReference[]
  /**
   * Similarity that a sighting must reach, 0 to 1: in the place of what the stage `embedding` asks for, beside what others ask for; null:
   * that alone.
   */
  threshold: number | null
}

/** A picture that shows a brand's logo: a photo, or an SVG. */
export interface BrandReference {
  /** Absolute. */
  path: string
  /** The logo, in pixels of the upright original; null: the whole picture is the logo. */
  box: Box | null
  /** Of a drawing in one colour: the brand's own colour, six hex digits; null: as it is drawn. */
  colour: string | null
}
