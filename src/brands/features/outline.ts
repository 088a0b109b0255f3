import { type Box, clip, distinct, hull, iou, meanBox, shareOfSmaller, type Weighed } from '../../image/box.ts'
import { pairsOf } from './blobs.ts'
import { type Convention, conventionOf, photosOf, withMargin } from './outline-convention.ts'
import { holds, type Proposal, weighed } from './outline-evidence.ts'
import { byLetters, byPlaces, type Letters, type OutlineScene, type Placed, sureness } from './outline-proposals.ts'
import { blobsAround } from './surroundings.ts'

/** A proposal with a shorter side, px, shows nothing. */
const shortestSide = 6
/** Proposals that overlap by more (IoU) are one. */
const same = 0.85
/** Proposals that overlap by so much (IoU) speak of one outline. */
const agreement = 0.6
/** Two outlines are of one region when they share this much of the smaller one. */
const sameRegion = 0.5

/**
 * The outline of logos whose letters were read, as the user's own photos of the logo show it: around the letters, beside them, or
 * the letters alone. References say where it would lie by the name on them and by their places; what stands out around the letters is
 * proposed, too, by itself, with the margin that the photos have, and together with them. The proposal for which most speaks is
 * taken, averaged with those that agree. Without photos it is the letters' own box.
 * @returns a box for each, in px of the raster
 */
export function outlinesOf(letters: readonly Letters[], scene: OutlineScene): Box[] {
  const byBrand = new Map<string, BrandPhotos>()
  const likely = letters.map((read) => {
    const known = byBrand.get(read.brand) ?? {
      convention: conventionOf(photosOf(read.brand, scene.references)),
      placed: byPlaces(read.brand, scene),
    }
    byBrand.set(read.brand, known)
    return known.convention.looks.length > 0 ? likelyFor(read, known, scene) : []
  })
  return eachItsOwn(letters, likely)
}

/** No two names are of one outline, unless it holds both: the name for whose outline most speaks has it, the other has its next best. */
function eachItsOwn(letters: readonly Letters[], likely: readonly (readonly Weighed[])[]): Box[] {
  const boxes = letters.map(({ box }) => box)
  const most = (i: number) => likely[i]?.[0]?.weight ?? 0
  const given: number[] = []
  for (const i of [...letters.keys()].sort((a, b) => most(b) - most(a))) {
    const read = letters[i] as Letters
    const others = given.filter((other) => letters[other]?.brand === read.brand)
    const free = (likely[i] ?? []).filter(({ box }) =>
      others.every((other) => {
        if (shareOfSmaller(box, boxes[other] as Box) < sameRegion) return true
        return [read, letters[other] as Letters].every((one) => holds(box, one.box))
      }),
    )
    const [best] = free
    if (best) boxes[i] = meanOfAgreeing(free, best)
    given.push(i)
  }
  return boxes
}

function meanOfAgreeing(likely: readonly Weighed[], best: Weighed): Box {
  const agreeing = likely.filter(({ box }) => iou(box, best.box) >= agreement)
  return meanBox(agreeing.map(({ box, weight }) => ({ box, weight: weight * iou(box, best.box) })))
}

interface BrandPhotos {
  convention: Convention
  /** Where they lie in the scene, by their places. */
  placed: readonly Placed[]
}

function likelyFor(read: Letters, { convention, placed }: BrandPhotos, scene: OutlineScene): Weighed[] {
  const blobs = blobsAround(read.box, scene.raster)
  const all: Proposal[] = [
    { box: read.box, sureness: 0, levels: 0 },
    ...[...byLetters(read, scene), ...placed].map(({ box, likeness }) => ({
      box,
      sureness: sureness(likeness, box, read.box),
      levels: 0,
    })),
    ...blobs.flatMap(({ box, levels }) =>
      [box, hull([box, read.box]), ...withMargin(box, convention)].map((one) => ({ box: one, sureness: 0, levels })),
    ),
    ...pairsOf(blobs).map(({ box, levels }) => ({ box, sureness: 0, levels })),
  ]
    .map((one) => ({ ...one, box: clip(one.box, scene.raster) }))
    .filter(({ box }) => Math.min(box.x2 - box.x1, box.y2 - box.y1) >= shortestSide)
  const boxes = distinct(all, same).map(({ box }) => box)
  return weighed(boxes, { all, letters: read.box, blobs, convention, photo: scene.raster })
}
