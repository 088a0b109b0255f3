import type { Size } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import type { Recogniser } from '../recogniser.ts'
import { type BrandFeatures, candidatesOf } from './candidates.ts'
import { openFrames } from './frame.ts'
import { openMatchIndex } from './matches.ts'
import { pyramidOf } from './patch.ts'
import { type Raster, resized } from './reference.ts'
import { sift } from './sift.ts'
import { sightingOf, surest } from './sighting.ts'

/** Longest side, px, at which photos are looked at. */
const longestSide = 1080
/** Photos whose longest side is at most this are looked at twice as large. */
const smallPhoto = 540
/** Places of a photo, at most. */
const most = 600
const contrast = 0.0067
/** Candidates of a photo that are looked at as a whole, those with most agreeing places first. */
const mostCandidates = 48

/**
 * Finds logos by local features that agree on where a reference lies, and by a look at the whole that they point to: many
 * places that agree need no more, a few have to show the reference itself.
 */
export function openFeatures(references: readonly BrandFeatures[]): Recogniser {
  const brands = [...new Set(references.map(({ brand }) => brand))]
  const index = openMatchIndex(references.map(({ brand, features }) => ({ brand: brands.indexOf(brand), features })))
  const frameOf = openFrames(references)
  return {
    async find(picture) {
      const raster = await rasterOf(picture)
      const doubled = Math.max(picture.width, picture.height) <= smallPhoto
      const photo = sift(raster.rgb, raster, { doubled, most, contrast })
      const candidates = candidatesOf(index.matches(photo), references, photo).slice(0, mostCandidates)
      if (candidates.length === 0) return []
      const scene = { picture, raster, pyramid: pyramidOf(raster), frameOf }
      return surest(candidates.flatMap((candidate) => sightingOf(candidate, scene) ?? []))
    },
  }
}

async function rasterOf(picture: Picture): Promise<Raster> {
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
  const size: Size = {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  }
  return { rgb: await resized(picture, size), ...size }
}
