import { type Box, boxArea, clip, sharedArea } from '../../image/box.ts'
import type { Point } from '../../vision/detection.ts'
import type { Quad } from '../../vision/text-rectangle.ts'
import { type Affine, chained, determinant } from './affine.ts'
import type { BrandFeatures, Candidate } from './candidates.ts'
import { boxUnder, isDrawing } from './frame.ts'
import type { Pyramid } from './pyramid.ts'
import type { Raster, ReferenceFeatures } from './reference.ts'
import { type Settling, settling, settlingOf } from './settling.ts'

/** Letters that were read in a photo, in px of its raster. */
export interface Letters {
  brand: string
  quad: Quad
  box: Box
}

/** What outlines are looked for in. */
export interface OutlineScene {
  pyramid: Pyramid
  raster: Raster
  /** Photos of brands' logos, and where in this photo their places agree. */
  references: readonly BrandFeatures[]
  candidates: readonly Candidate[]
}

/** An outline that a reference gives, and how like it the photo is there. */
export interface Placed {
  box: Box
  likeness: number
}

/** Poses of a brand's photos that are looked at beside those that the letters give: a photo has a few logos. */
const mostCandidates = 4
/** A photo that is less like the place after its first steps settles no further. */
const promising = 0.3
/** Of a place, the share that has to lie in the photo: letters that are misread point to places much larger than it. */
const leastInside = 0.5
/** Letters are read as a box that is too high or too low by up to this. */
const mostStretched = 1.3

/** Where photos of a brand lie by their places. */
export function byPlaces(brand: string, scene: OutlineScene): Placed[] {
  return scene.candidates
    .filter((candidate) => candidate.brand === brand && !isDrawing(candidate.features))
    .slice(0, mostCandidates)
    .flatMap((candidate) => placedOf(settlingOf(candidate, scene.pyramid), candidate.features, scene) ?? [])
}

/** Where photos of a brand lie by the name on them. */
export function byLetters({ brand, quad }: Letters, scene: OutlineScene): Placed[] {
  return scene.references.flatMap((reference) => {
    if (reference.brand !== brand || !reference.name) return []
    const { patch, width, height } = reference.features
    const start = chained(fromTo(reference.name, quad), [width / patch.width, 0, 0, 0, height / patch.height, 0])
    return placedOf(settling(patch, scene.pyramid, start), reference.features, scene) ?? []
  })
}

function placedOf({ start, settled }: Settling, { patch }: ReferenceFeatures, { raster }: OutlineScene): Placed | null {
  if (!(determinant(start.affine) > 0)) return null
  const { affine, likeness } = settled(promising)
  const whole = boxUnder(affine, { x1: 0, y1: 0, x2: patch.width, y2: patch.height })
  const box = clip(whole, raster)
  return boxArea(box) > leastInside * boxArea(whole) ? { box, likeness } : null
}

/** Turned, stretched and moved so that one line of letters comes to lie on another. */
function fromTo(from: Quad, to: Quad): Affine {
  const [here, there] = [frameOf(from), frameOf(to)]
  const along = there.length / here.length
  const across = Math.min(along * mostStretched, Math.max(along / mostStretched, there.height / here.height))
  const [cos, sin] = [here.direction.x, here.direction.y]
  const { x, y } = there.direction
  const turned: Affine = [
    ...([along * x * cos + across * y * sin, along * x * sin - across * y * cos, 0] as const),
    ...([along * y * cos - across * x * sin, along * y * sin + across * x * cos, 0] as const),
  ]
  const to0: Affine = [1, 0, -here.centre.x, 0, 1, -here.centre.y]
  return chained([1, 0, there.centre.x, 0, 1, there.centre.y], chained(turned, to0))
}

function frameOf([topLeft, topRight, bottomRight, bottomLeft]: Quad) {
  const length = Math.max(1e-6, Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y))
  const direction: Point = { x: (topRight.x - topLeft.x) / length, y: (topRight.y - topLeft.y) / length }
  return {
    length,
    direction,
    height: Math.max(1e-6, Math.hypot(bottomLeft.x - topLeft.x, bottomLeft.y - topLeft.y)),
    centre: { x: (topLeft.x + bottomRight.x) / 2, y: (topLeft.y + bottomRight.y) / 2 },
  }
}

/**
 * How likely a box is the outline of the logo with these letters, 0 to 1: like the reference, around the letters, and not much
 * larger than they are. A logistic function; weights fitted on twelve of thirteen brands each time make 93 of 161 boxes
 * reach IoU .5 on the brand left out, these round ones 88, the letters alone 64.
 */
export function sureness(likeness: number, box: Box, letters: Box): number {
  const inside = sharedArea(box, letters) / Math.max(1e-6, boxArea(letters))
  const larger = Math.log(longestSide(box) / Math.max(1e-6, longestSide(letters)))
  return 1 / (1 + Math.exp(4 - 5 * likeness - 3 * inside + larger + larger * larger))
}

function longestSide({ x1, y1, x2, y2 }: Box): number {
  return Math.max(x2 - x1, y2 - y1)
}
