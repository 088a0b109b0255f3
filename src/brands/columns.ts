import type { Picture } from '../image/picture.ts'
import type { Sight } from '../vision/detection.ts'
import { brandImageType } from './brand-image-type.ts'
import type { Exposure } from './exposure.ts'
import type { Logo } from './recogniser.ts'

/** The brand columns of `images`. The focal brand is the one whose logos take the largest area. */
export type BrandColumns = {
  brands: string[] | null
  brand: string | null
  logo_count: number | null
  logo_size: number | null
  logo_centrality: number | null
  logo_clarity: number | null
  brand_image_type: string | null
  brand_image_type_confidence: number | null
}

/**
 * @param logos null when brands were not looked for
 * @param exposures of these logos, largest first
 */
export function brandColumns(
  logos: readonly Logo[] | null,
  exposures: readonly Exposure[],
  sight: Sight,
  picture: Picture,
): BrandColumns {
  const focal = exposures[0]
  const type =
    logos && focal
      ? brandImageType(
          logos.filter(({ brand }) => brand === focal.brand),
          sight,
          picture,
        )
      : null
  return {
    brands: logos ? exposures.map(({ brand }) => brand) : null,
    brand: focal?.brand ?? null,
    logo_count: logos ? (focal?.logo_count ?? 0) : null,
    logo_size: focal?.logo_size ?? null,
    logo_centrality: focal?.logo_centrality ?? null,
    logo_clarity: focal?.logo_clarity ?? null,
    brand_image_type: type?.type ?? null,
    brand_image_type_confidence: type?.confidence ?? null,
  }
}
