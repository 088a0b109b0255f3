import { type Box, boxArea, clip, iou, meanBox, type Size } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import type { Logo } from '../recogniser.ts'
import { determinant, squeeze } from './affine.ts'
import type { Candidate } from './candidates.ts'
import { boxUnder } from './frame.ts'
import type { Match } from './matches.ts'
import type { Pyramid } from './pyramid.ts'
import type { Raster, ReferenceFeatures } from './reference.ts'
import { settlingOf } from './settling.ts'

/** What candidates are looked at in: a photo, and what features were found in. */
export interface Scene {
  picture: Picture
  raster: Raster
  pyramid: Pyramid
  /** What is the logo of a reference, as shares of its width and height. */
  frameOf(features: ReferenceFeatures): Box
}

/** A candidate that is less like the reference than this, at first sight, is not looked at more closely. */
const firstSight = 0.1
/** How like the whole has to be, by how many places agree: the fewer, the more. So many places and more need no likeness. */
const leastLikeness: Readonly<Record<number, number>> = { 1: 0.75, 2: 0.52, 3: 0.4, 4: 0.33, 5: 0.2, 6: 0.1, 7: 0.1 }
/** Places that span less of the reference than this may be one letter of a word: then the whole has to be like it, however many agree. */
const onePart = { extent: 0.12, likeness: 0.5 }
/** Of the likeness that it needs, what a candidate has to reach by its first steps. */
const promising = 0.6
/** A logo's shorter side, px of the raster, at least; for one or two places more, as little is to be seen of a small one. */
const shortestSide = 8
const shortestSideOfFew = 16
const mostSqueezed = 5
/** Of a logo, the share that has to lie in the picture. */
const leastInside = 0.25
/** Of two sightings of one brand that overlap by more (IoU), the better one stays. */
const overlap = 0.3
/** Sightings of one brand that overlap by so much (IoU) are of one logo, and their boxes are averaged. */
const agreement = 0.5

/**
 * A closer look at a candidate: its pose settles where it is most like the reference.
 * @param share of the likeness that is else asked for
 * @returns null where it is not like it
 */
export function sightingOf(candidate: Candidate, { picture, raster, pyramid, frameOf }: Scene, share = 1): Logo | null {
  const { pose, brand, features } = candidate
  const { patch } = features
  const needed = leastLikenessOf(pose)
  const least = needed === null ? null : share * needed
  const settling = settlingOf(candidate, pyramid)
  if (least !== null && settling.start.likeness < Math.min(firstSight, least)) return null
  const settled = settling.settled(promising * (least ?? 0))
  if (least !== null && settled.likeness < least) return null
  if (determinant(settled.affine) <= 0 || squeeze(settled.affine) > mostSqueezed) return null
  const outline = boxUnder(settled.affine, { x1: 0, y1: 0, x2: patch.width, y2: patch.height })
  const shortest = pose.inliers <= 2 ? shortestSideOfFew : shortestSide
  if (Math.min(outline.x2 - outline.x1, outline.y2 - outline.y1) < shortest) return null
  const [x, y] = [picture.original.width / raster.width, picture.original.height / raster.height]
  const inOriginal = (box: Box) => ({ x1: box.x1 * x, y1: box.y1 * y, x2: box.x2 * x, y2: box.y2 * y })
  const whole = inOriginal(outline)
  if (boxArea(clip(whole, picture.original)) < leastInside * boxArea(whole)) return null
  const box = clip(inOriginal(boxUnder(settled.affine, onPatch(frameOf(features), patch))), picture.original)
  if (boxArea(box) === 0) return null
  const evidence = pose.inliers * Math.max(0.1, settled.likeness)
  const mean = (value: (match: Match) => number) =>
    pose.matches.reduce((sum, match) => sum + value(match), 0) / pose.matches.length
  return {
    label: 'features',
    stage: 'features',
    brand,
    box,
    score: evidence / (1 + evidence),
    similarity: mean(({ similarity }) => similarity),
    margin: mean(({ similarity, otherwise }) => similarity - otherwise),
    text: null,
    model: 'sift',
    modelSha256: null,
  }
}

/**
 * Several references find one logo: the surest sighting says where it is, and all that agree how large it is, since nobody cuts
 * a logo out twice with the same margin.
 */
export function surest(logos: readonly Logo[]): Logo[] {
  const kept: Logo[] = []
  const sorted = [...logos].sort((a, b) => b.score - a.score || a.box.x1 - b.box.x1 || a.box.y1 - b.box.y1)
  for (const logo of sorted) {
    if (kept.every((other) => other.brand !== logo.brand || iou(other.box, logo.box) <= overlap)) kept.push(logo)
  }
  return kept.map((logo) => {
    const agreeing = sorted.filter(({ brand, box }) => brand === logo.brand && iou(box, logo.box) >= agreement)
    return { ...logo, box: meanBox(agreeing.map(({ box, score }) => ({ box, weight: score ** 2 }))) }
  })
}

function leastLikenessOf({ inliers, extent }: Candidate['pose']): number | null {
  const byCount = leastLikeness[inliers] ?? null
  return extent < onePart.extent ? Math.max(byCount ?? 0, onePart.likeness) : byCount
}

function onPatch({ x1, y1, x2, y2 }: Box, { width, height }: Size): Box {
  return { x1: x1 * width, y1: y1 * height, x2: x2 * width, y2: y2 * height }
}
