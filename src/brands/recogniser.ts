import type { Picture } from '../image/picture.ts'
import type { Detection, Sight } from '../vision/detection.ts'

/** A detection with a brand. Its box is in pixels of the upright original. */
export interface Logo extends Detection {
  brand: string
  /** Likeness to the nearest name or reference of the brand, 0 to 1. */
  similarity: number
  /** `similarity` minus that of the next brand; null when only one brand is tracked. */
  margin: number | null
  /** What was read, of a wordmark. */
  text: string | null
  /** Name in the zoo, and SHA-256 of the weights, of the model that decided. */
  model: string
  modelSha256: string
}

/** One way to find logos. */
export interface Recogniser {
  stage: string
  /** A number that changes with anything that changes what is found: it is part of the pipeline's digest. */
  version: number
  find(picture: Picture, sight: Sight): Promise<Logo[]>
}
