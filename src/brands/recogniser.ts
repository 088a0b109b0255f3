import type { Picture } from '../image/picture.ts'
import type { Detection, Sight } from '../vision/detection.ts'
import type { Quad } from '../vision/text-rectangle.ts'
import type { Stage } from './stages.ts'

/** A detection with a brand. Its box is in pixels of the upright original. */
export interface Logo extends Detection {
  brand: string
  /** Which way of looking found it; of a merged one, the most precise. */
  stage: Stage
  /** Likeness to the nearest name or reference of the brand, 0 to 1. */
  similarity: number
  /** `similarity` minus that of the next brand; null when only one brand is tracked. */
  margin: number | null
  /** What was read, of a wordmark. */
  text: string | null
  /** Where the letters stand, of a wordmark that was just read. */
  letters?: Quad
  /** Name in the zoo, and SHA-256 of the weights, of the model that decided; no hash where no weights did. */
  model: string
  modelSha256: string | null
}

/** What looks like a logo and is of none of the tracked brands. */
export interface UnknownLogo extends Omit<Logo, 'brand'> {
  brand: null
}

export type Finding = Logo | UnknownLogo

/** One way to find logos. */
export interface Recogniser {
  find(picture: Picture, sight: Sight): Promise<Finding[]>
}

export function isTracked(finding: Finding): finding is Logo {
  return finding.brand !== null
}
