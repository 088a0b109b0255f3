import { type Box, boxArea } from '../../image/box.ts'
import { blobsOf } from './blobs.ts'
import type { BrandFeatures } from './candidates.ts'
import { isDrawing } from './frame.ts'
import { type Look, lookOf } from './look.ts'
import { lookSide } from './look-memory.ts'
import type { ReferenceFeatures } from './reference.ts'

/** What the photos of a brand's logo say of it. */
export interface Convention {
  looks: readonly Look[]
  /** Width by height, of each photo. */
  shapes: readonly number[]
  /** Share of the photos on which the name can be read. */
  named: number
  /** How much there is around the logo on each side, as a share of its width or height; 0 where it fills the photos. */
  margin: number
}

/** What fewer level sets show is no logo. */
const fewestLevels = 3
/** A logo takes this share of its photo, at least: less is a part of it. */
const leastShare = 0.5
const mostBlobs = 40

/** The references that show a brand's logo as people cut it out: its photos. */
export function photosOf(brand: string, references: readonly BrandFeatures[]): BrandFeatures[] {
  return references.filter((one) => one.brand === brand && !isDrawing(one.features))
}

export function conventionOf(photos: readonly BrandFeatures[]): Convention {
  const seen = photos.map(({ features }) => seenIn(features))
  const margins = seen.flatMap(({ margin }) => margin ?? [])
  return {
    looks: seen.map(({ look }) => look),
    shapes: photos.map(({ features }) => features.width / features.height),
    named: photos.filter(({ name }) => name).length / Math.max(1, photos.length),
    margin: margins.reduce((sum, one) => sum + one, 0) / Math.max(1, margins.length),
  }
}

/** A thing with the margin that the photos have around the logo; none where there is no margin: it would be the thing again. */
export function withMargin({ x1, y1, x2, y2 }: Box, { margin }: Convention): Box[] {
  const [across, down] = [margin * (x2 - x1), margin * (y2 - y1)]
  return margin > 0 ? [{ x1: x1 - across, y1: y1 - down, x2: x2 + across, y2: y2 + down }] : []
}

interface Seen {
  look: Look
  margin: number | null
}

/** A reference is looked at once, when its brand is first read. */
const known = new WeakMap<ReferenceFeatures, Seen>()

function seenIn(features: ReferenceFeatures): Seen {
  const before = known.get(features)
  if (before) return before
  const seen = { look: lookOf(features.small), margin: marginOf(features.small) }
  known.set(features, seen)
  return seen
}

/** Null where nothing stands out: the logo reaches the edge of its photo. */
function marginOf(small: Uint8Array): number | null {
  const [largest] = blobsOf({ rgb: small, width: lookSide, height: lookSide }, mostBlobs)
    .filter(({ levels }) => levels >= fewestLevels)
    .map(({ box }) => box)
    .sort((a, b) => boxArea(b) - boxArea(a))
  if (!largest) return null
  const [width, height] = [largest.x2 - largest.x1, largest.y2 - largest.y1]
  if (Math.min(width, height) < leastShare * lookSide) return null
  return (lookSide / width + lookSide / height - 2) / 4
}
