import { type Box, clip, distinct, iou, meanBox } from '../../image/box.ts'
import { pairsOf } from './blobs.ts'
import type { BrandFeatures } from './candidates.ts'
import { type Convention, conventionOf, photosOf, withMargin } from './outline-convention.ts'
import { seen } from './outline-evidence.ts'
import type { Raster } from './reference.ts'
import { blobsAround } from './surroundings.ts'

/** Less is looked at than around letters: the middle of an outline, without this share on each side, takes their part. */
const inwards = 0.25
/**
 * What overlaps an outline by so much (IoU) may be it. This and the bonus were chosen on FlickrLogos-27, all brands together: .5 and
 * bonuses of 1 and 3 gave a twentieth fewer boxes an IoU of .7.
 */
const leastOverlap = 0.4
/** What overlaps by more (IoU) is one. */
const same = 0.85
/** The outline itself is as sure as if this more spoke for it (a logarithm of odds): its places agree. */
const ownBonus = 2

/** A logo that was found by its places, in px of the raster. */
export interface Outlined {
  brand: string
  box: Box
}

/**
 * Outlines of logos that were found by their places, as the mean of each and of what stands out there, by how much it looks like
 * the user's photos and ends where something ends. A pose that few places fix is off by a tenth and more, and where a thing ends can be seen.
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
  const ground = { blobs, convention, photo }
  const likely = [
    { box, speaks: seen({ box, levels: 0 }, ground) + ownBonus },
    ...distinct(near, same).map((blob) => ({ box: blob.box, speaks: seen(blob, ground) })),
  ]
  const most = Math.max(...likely.map(({ speaks }) => speaks))
  return meanBox(likely.map((one) => ({ box: one.box, weight: Math.exp(one.speaks - most) })))
}

function shrunk({ x1, y1, x2, y2 }: Box): Box {
  const [across, down] = [inwards * (x2 - x1), inwards * (y2 - y1)]
  return { x1: x1 + across, y1: y1 + down, x2: x2 - across, y2: y2 - down }
}
