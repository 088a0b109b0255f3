/** A brand that is looked for. */
export interface Brand {
  name: string
  /** Other spellings; the name itself need not be among them. */
  aliases: string[]
  /** With `@`, lower case. */
  handles: string[]
  /** With `#`, lower case. */
  hashtags: string[]
  /** Pictures of its logo: absolute paths. */
  references: string[]
  /** Similarity that a sighting must reach, 0 to 1; null: the default of the stage. */
  threshold: number | null
}
