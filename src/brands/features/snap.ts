import { type Box, clip, iou, meanBox } from '../../image/box.ts'
import { pairsOf } from './blobs.ts'
import type { BrandFeatures } from './candidates.ts'
import { type Convention, conventionOf, photosOf, withMargin } from './outline-convention.ts'
import { seen } from './outline-evidence.ts'
import type { Raster } from './reference.ts'
import { blobsAround } from './surroundings.ts'

/** Less is looked at than around letters: the middle of an outline, without this share on each side, takes their part. */
const inwards = 0.25
/** An outline is moved to what overlaps it by so much (IoU), and has more that speaks for it by this (a logarithm of odds). */
const leastOverlap = 0.5
const ownBonus = 0.3

/** A logo that was found by its places, in px of the raster. */
export interface Outlined {
  brand: string
  box: Box
}

/**
 * Outlines of logos that were found by their places, each moved halfway to what stands out there and looks most like the user's
 * photos. A pose that few places fix is off by a tenth and more, and where a thing ends can be seen.
 * @returns a box for each
 */
export function snapped(found: readonly Outlined[], photo: Raster, references: readonly BrandFeatures[]): Box[] {
  const conventions = new Map<string, Convention>()
  return found.map(({ brand, box }) => {
    const convention = conventions.get(brand) ?? conventionOf(photosOf(brand, references))
    conventions.set(brand, convention)
    return convention.looks.length > 0 ? snappedTo(box, convention, photo) : box
  })
}

function snappedTo(box: Box, convention: Convention, photo: Raster): Box {
  const blobs = blobsAround(shrunk(box), photo)
  const near = [
    ...blobs,
    ...blobs.flatMap(({ box: inner, levels }) =>
      withMargin(inner, convention).map((outer) => ({ box: outer, levels })),
    ),
    ...pairsOf(blobs),
  ]
    .map((blob) => ({ ...blob, box: clip(blob.box, photo) }))
    .filter((blob) => iou(blob.box, box) >= leastOverlap)
  let best = { box, speaks: seen({ box, levels: 0 }, { convention, photo }) + ownBonus }
  for (const blob of near) {
    const speaks = seen(blob, { convention, photo })
    if (speaks > best.speaks) best = { box: blob.box, speaks }
  }
  return meanBox([
    { box, weight: 1 },
    { box: best.box, weight: 1 },
  ])
}

function shrunk({ x1, y1, x2, y2 }: Box): Box {
  const [across, down] = [inwards * (x2 - x1), inwards * (y2 - y1)]
  return { x1: x1 + across, y1: y1 + down, x2: x2 - across, y2: y2 - down }
}
