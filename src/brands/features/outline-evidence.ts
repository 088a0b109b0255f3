import { type Box, boxArea, iou, sharedArea, type Weighed } from '../../image/box.ts'
import type { Blob } from './blobs.ts'
import { borderOf } from './border.ts'
import { alike, lookOf, smallPicture } from './look.ts'
import type { Convention } from './outline-convention.ts'
import type { Raster } from './reference.ts'

/** A box that may be the outline of a logo. */
export interface Proposal {
  box: Box
  /** How sure a reference is of it, 0 to 1, where one proposed it. */
  sureness: number
  /** Level sets that show it, where it stands out. */
  levels: number
}

/** What speaks for a box and against it by where it lies: shares and logarithms. */
interface Lie {
  /** Logarithm of its width by height, less that of the photo with the nearest one. */
  misshapen: number
  /** Share of the photos that show the name, where it holds the letters, else of those that do not. */
  usual: number
  /** Logarithm of its longest side by that of the letters. */
  larger: number
  /** How far its centre is from that of the letters, in their longest side: across or down, whichever is less. */
  aslant: number
  /** How sure references are of the like, together. */
  seconded: number
  /** How many level sets show the like, as a share of many. */
  levels: number
  /** How much of what stands out it cuts through. */
  cut: number
  /** How many of the photo's edges it reaches. */
  reaches: number
}

/** The same by what it shows. */
interface Sight {
  /** Cosine of its edges to those of the photo that is most like it, and of the one that is so next; 0 without one. */
  edges: number
  edgesOfNext: number
  /** Cosine of its colours to those of the photo that is most like it. */
  colours: number
  /** Logarithms of what there is along its border, by `borderOf`. */
  beyond: number
  within: number
}

/**
 * Logarithms of odds, fitted to the names that are read on FlickrLogos-27: of all that is proposed for a name, boxes with an IoU of .65
 * and more with its logo are to be the likeliest (softmax; brands count alike, photos with many names little more than others). These
 * are fitted on all brands. Weights fitted without a brand give 45 % of its names a box with IoU .7, and 63 % one with .5; by the photo that is
 * most like it alone, 42 and 57 %. How much the two count was chosen with the other weights as they were, the same whichever brand is left out.
 */
const ofLie: Readonly<Lie> = {
  misshapen: -3.95,
  usual: 1,
  larger: 2.1,
  aslant: -1.05,
  seconded: 2.35,
  levels: 0.9,
  cut: -0.75,
  reaches: -0.35,
}
const ofSight: Readonly<Sight> = { edges: 8, edgesOfNext: 10, colours: 1.35, beyond: -0.3, within: 0.2 }
/** The same by one photo: the only one, or that which places found. */
const ofSightOfOne: Readonly<Sight> = { ...ofSight, edges: 10.5, edgesOfNext: 0 }
/**
 * Boxes that are looked at, those for which most speaks by where they lie. On FlickrLogos-27, all brands together, 290 of 590 true boxes have one with
 * IoU .5 by 40, and 198 of 376 found ones reach .7; 287 by 32, 284 by 24, and 276 by 100: where nothing speaks for a place, looks alone mislead.
 */
const mostLookedAt = 40
const mostMisshapen = 1.5
/** What so much of the letters lies in holds them. */
const leastHeld = 0.6
/** Proposals that overlap by more (IoU) are alike. */
const alikeFrom = 0.6
const mostLevels = 10
const mostLevelsOfCut = 8
/** Keeps logarithms of an empty border finite. */
const least = 0.05

/** What boxes are weighed by. Boxes are in px of the photo's raster. */
export interface OutlineGround {
  /** All that was proposed. */
  all: readonly Proposal[]
  letters: Box
  /** What stands out around the letters. */
  blobs: readonly Blob[]
  convention: Convention
  photo: Raster
}

/**
 * How much speaks for each of the boxes that may be the outline of the logo with these letters.
 * @returns the ones that were looked at, weights as odds up to a constant, the most likely first
 */
export function weighed(boxes: readonly Box[], ground: OutlineGround): Weighed[] {
  const weights = ground.convention.looks.length > 1 ? ofSight : ofSightOfOne
  return boxes
    .map((box) => ({ box, sum: sumOf(lieOf(box, ground), ofLie) }))
    .sort((a, b) => b.sum - a.sum)
    .slice(0, mostLookedAt)
    .map(({ box, sum }) => ({ box, weight: Math.exp(sum + sumOf(sightOf(box, ground), weights)) }))
    .sort((a, b) => b.weight - a.weight)
}

/**
 * How much speaks for a box that places found by what it shows, and by what stands out there and around it, wherever letters stand.
 * @returns a logarithm of odds, up to a constant
 */
export function seen({ box, levels }: Blob, ground: Pick<OutlineGround, 'blobs' | 'convention' | 'photo'>): number {
  return (
    sumOf(sightOf(box, ground), ofSightOfOne) +
    ofLie.levels * Math.min(1, levels / mostLevels) +
    ofLie.cut * cutThrough(box, ground.blobs)
  )
}

/** Whether a box shows the name, as most of its letters lie in it. */
export function holds(box: Box, letters: Box): boolean {
  return sharedArea(box, letters) > leastHeld * boxArea(letters)
}

function sumOf<T extends Lie | Sight>(evidence: T, weights: Readonly<T>): number {
  return (Object.keys(weights) as (keyof T)[]).reduce(
    (sum, name) => sum + (weights[name] as number) * (evidence[name] as number),
    0,
  )
}

function lieOf(box: Box, { all, letters, blobs, convention, photo }: OutlineGround): Lie {
  const side = longestSide(letters)
  let [seconded, levels] = [0, 0]
  for (const other of all) {
    if (iou(other.box, box) <= alikeFrom) continue
    seconded += other.sureness
    levels += other.levels
  }
  const right = Math.abs(box.x1 + box.x2 - letters.x1 - letters.x2) / 2 / side
  const down = Math.abs(box.y1 + box.y2 - letters.y1 - letters.y2) / 2 / side
  const shape = Math.log((box.x2 - box.x1) / (box.y2 - box.y1))
  return {
    misshapen: Math.min(mostMisshapen, ...convention.shapes.map((one) => Math.abs(shape - Math.log(one)))),
    usual: holds(box, letters) ? convention.named : 1 - convention.named,
    larger: Math.log(longestSide(box) / side),
    aslant: Math.min(right, down),
    seconded,
    levels: Math.min(1, levels / mostLevels),
    cut: cutThrough(box, blobs),
    reaches: [box.x1 <= 1, box.y1 <= 1, box.x2 >= photo.width - 1, box.y2 >= photo.height - 1].filter(Boolean).length,
  }
}

function sightOf(box: Box, { convention, photo }: Pick<OutlineGround, 'convention' | 'photo'>): Sight {
  const small = smallPicture(photo, box)
  const look = lookOf(small)
  const likeness = convention.looks.map((other) => alike(look, other))
  const [edges = 0, edgesOfNext = 0] = likeness.map((one) => one.edges).sort((a, b) => b - a)
  const { beyond, within } = borderOf(photo, box, small)
  return {
    edges,
    edgesOfNext,
    colours: Math.max(...likeness.map(({ colours }) => colours)),
    beyond: Math.log(beyond + least),
    within: Math.log(within + least),
  }
}

function cutThrough(box: Box, blobs: readonly Blob[]): number {
  return blobs.reduce((sum, blob) => sum + cutBy(box, blob), 0)
}

function cutBy(box: Box, blob: Blob): number {
  const shared = sharedArea(box, blob.box)
  const parted = Math.min(shared, boxArea(blob.box) - shared) / Math.max(1, Math.min(boxArea(box), boxArea(blob.box)))
  return (parted * Math.min(mostLevelsOfCut, blob.levels)) / mostLevelsOfCut
}

function longestSide({ x1, y1, x2, y2 }: Box): number {
  return Math.max(1e-6, x2 - x1, y2 - y1)
}
