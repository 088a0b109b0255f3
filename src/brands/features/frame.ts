import { type Box, cornersOf, hull, type Size } from '../../image/box.ts'
import { type Affine, determinant, inverse, moved } from './affine.ts'
import { type BrandFeatures, candidatesOf } from './candidates.ts'
import { openMatchIndex } from './matches.ts'
import { type Plane, pyramidOfPlane } from './pyramid.ts'
import type { ReferenceFeatures } from './reference.ts'
import { placements, type Template, templateOf } from './search.ts'
import { settling } from './settling.ts'

/** A drawing takes at least and at most so much of a photo of the logo, by its longest side. */
const smallest = 0.4
const largest = 1.5
const step = 1.15
/** Places that are looked at closely. */
const mostPlaces = 24
/** What a drawing is less like than this is no sign of it. */
const leastLikeness = 0.25
/** So many places have to agree on where a drawing lies in a photo, and as many are as good as a likeness of 1. */
const fewestPlaces = 4
const surePlaces = 10
/** Two frames agree when no side differs by more than this share of the ink. */
const agreement = 0.2
/** Likeness of all frames that agree, together, for the frame to be believed. */
const leastTogether = 0.5

/**
 * A drawing may be a part of the logo, and photos of it have a margin. Where a brand has both, the photos say what is taken for
 * the logo: the frame that most of them give, seen from the drawing.
 * @returns for each reference its box, as shares of its width and height
 */
export function framesOf(references: readonly ReferenceFeatures[]): Box[] {
  const [drawings, photos] = [references.filter(isDrawing), references.filter((one) => !isDrawing(one))]
  if (drawings.length === 0 || photos.length === 0) return references.map(({ logo }) => logo)
  const templates = drawings.map(({ patch }) => templateOf(patch))
  const frame = agreed([
    ...photos.flatMap(({ patch }) => asPatch(patch, drawings, templates) ?? []),
    ...byPlaces(photos, drawings),
  ])
  return references.map((one) => (frame && isDrawing(one) ? around(one.logo, frame) : one.logo))
}

/** Photos are the logo from edge to edge, drawings have a plate around it. */
export function isDrawing({ logo }: ReferenceFeatures): boolean {
  return logo.x1 > 0 || logo.y1 > 0 || logo.x2 < 1 || logo.y2 < 1
}

/** How far a photo reaches beyond the ink, as shares of the ink's width and height; negative where it ends inside. */
interface Frame {
  sides: readonly [left: number, top: number, right: number, bottom: number]
  likeness: number
}

/** Where places of drawings and photos agree: sure of what has texture. */
function byPlaces(photos: readonly ReferenceFeatures[], drawings: readonly ReferenceFeatures[]): Frame[] {
  const candidates = drawings.map((features) => ({ brand: '', features }))
  const index = openMatchIndex(drawings.map((features) => ({ brand: 0, features })))
  return photos.flatMap((photo) => {
    const [best] = candidatesOf(index.matches(photo), candidates, photo)
    if (!best || best.pose.inliers < fewestPlaces) return []
    const likeness = Math.min(1, best.pose.inliers / surePlaces)
    return [{ likeness, sides: sidesOf(best.pose.affine, photo, best.features) }]
  })
}

/** Where a drawing lies in a photo as a whole: for what is plain. */
function asPatch(photo: Plane, drawings: readonly ReferenceFeatures[], templates: readonly Template[]): Frame | null {
  const pyramid = pyramidOfPlane(photo)
  const longest = Math.max(photo.width, photo.height)
  const tried = drawings.flatMap((drawing, i) => {
    const found = []
    for (let side = smallest * longest; side <= largest * longest; side *= step) {
      const region = {
        centre: { x: photo.width / 2, y: photo.height / 2 },
        along: { x: 1, y: 0 },
        reachAlong: Math.max(2, 0.75 * photo.width - 0.3 * side),
        reachAcross: Math.max(2, 0.75 * photo.height - 0.3 * side),
        side,
      }
      found.push(...placements(templates[i] as Template, pyramid, region, { most: 2, least: 0 }))
    }
    return found.map((place) => ({ ...place, drawing }))
  })
  const [best] = tried
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, mostPlaces)
    .map(({ affine, drawing }) => ({
      drawing,
      ...settling(drawing.patch, pyramid, affine).settled(0),
    }))
    .filter(({ affine, likeness }) => determinant(affine) > 0 && likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness)
  if (!best) return null
  const { logo, patch } = best.drawing
  return { likeness: best.likeness, sides: sidesOf(best.affine, photo, { ...patch, logo }) }
}

/** @param affine from px of the drawing to px of the photo */
function sidesOf(affine: Affine, photo: Size, { logo, width, height }: Size & { logo: Box }): Frame['sides'] {
  const seen = boxUnder(inverse(affine), { x1: 0, y1: 0, x2: photo.width, y2: photo.height })
  const [across, down] = [width * (logo.x2 - logo.x1), height * (logo.y2 - logo.y1)]
  return [
    (width * logo.x1 - seen.x1) / across,
    (height * logo.y1 - seen.y1) / down,
    (seen.x2 - width * logo.x2) / across,
    (seen.y2 - height * logo.y2) / down,
  ]
}

/** The frame that most of the likeness stands behind: the median of those that agree with it, side by side. */
function agreed(frames: readonly Frame[]): Frame['sides'] | null {
  let best: { frames: Frame[]; likeness: number } = { frames: [], likeness: 0 }
  for (const frame of frames) {
    const alike = frames.filter((other) =>
      other.sides.every((side, i) => Math.abs(side - (frame.sides[i] as number)) <= agreement),
    )
    const likeness = alike.reduce((sum, other) => sum + other.likeness, 0)
    if (likeness > best.likeness) best = { frames: alike, likeness }
  }
  if (best.likeness < leastTogether) return null
  const median = (i: 0 | 1 | 2 | 3) => {
    const sorted = best.frames.map(({ sides }) => sides[i]).sort((a, b) => a - b)
    return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2
  }
  return [median(0), median(1), median(2), median(3)]
}

function around({ x1, y1, x2, y2 }: Box, [left, top, right, bottom]: Frame['sides']): Box {
  const [width, height] = [x2 - x1, y2 - y1]
  return { x1: x1 - left * width, y1: y1 - top * height, x2: x2 + right * width, y2: y2 + bottom * height }
}

/** Where a part of a reference lies in the photo. */
export function boxUnder(affine: Affine, box: Box): Box {
  const corners = cornersOf(box).map((corner) => moved(affine, corner))
  return hull(corners.map(({ x, y }) => ({ x1: x, y1: y, x2: x, y2: y })))
}

/** The references of some brands, drawings with the frame that their brand's photos give them; worked out when it is first asked for. */
export function openFrames(references: readonly BrandFeatures[]): (features: ReferenceFeatures) => Box {
  const brandOf = new Map(references.map(({ brand, features }) => [features, brand]))
  const known = new Map<ReferenceFeatures, Box>()
  return (features) => {
    if (!isDrawing(features)) return features.logo
    if (!known.has(features)) {
      const own = references.filter(({ brand }) => brand === brandOf.get(features)).map((one) => one.features)
      for (const [i, box] of framesOf(own).entries()) known.set(own[i] as ReferenceFeatures, box)
    }
    return known.get(features) ?? features.logo
  }
}
