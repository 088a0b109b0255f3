import type { Size } from '../image/box.ts'
import type { Sight } from '../vision/detection.ts'
import type { Brand } from './brand.ts'
import { decide } from './decide.ts'
import { findEmbedded } from './embedding.ts'
import type { EmbeddedGallery } from './gallery/embedded-gallery.ts'
import { type Finding, isTracked, type Logo } from './recogniser.ts'
import { openWordmarks, type TextModel } from './wordmarks.ts'

/** What was seen in an image, long ago. */
export interface Seen extends Pick<Sight, 'text' | 'logos'> {
  size: Size
  /** Logos of the brands that were looked for then. */
  known: readonly Logo[]
}

export interface LookAgainOptions {
  brands: readonly Brand[]
  /** The brands as vectors; null: they are only read. */
  gallery: EmbeddedGallery | null
  /** What read the text. */
  models: readonly TextModel[]
}

/**
 * Looks for brands in what was seen of images, without a picture: as text, and by vectors. What was found before stays; a region
 * has one brand, and what is new gives way to what stands there by a more precise stage.
 */
export function openLookAgain({ brands, gallery, models }: LookAgainOptions) {
  const wordmarks = openWordmarks(brands, models)
  return async ({ size, known, text, logos }: Seen): Promise<Finding[]> => {
    const read = await wordmarks.find({ original: { ...size, format: '', bytes: 0 } }, { text })
    const embedded = gallery ? findEmbedded(gallery, { logos }) : []
    const before = new Set(known.map(({ brand }) => brand))
    const fresh = [...read, ...embedded].filter((finding) => !isTracked(finding) || !before.has(finding.brand))
    return decide([...known, ...fresh])
  }
}
