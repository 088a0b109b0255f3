import type { Box, Size } from '../../image/box.ts'
import type { XFeat } from '../../vision/xfeat.ts'
import { descriptorLength } from '../../vision/xfeat-graph.ts'
import { patchOf } from '../features/patch.ts'
import type { Plane } from '../features/pyramid.ts'
import { cropOf, type Raster, resized } from '../features/reference.ts'
import type { ReferenceView } from '../gallery/reference-views.ts'
import { type LearnedBank, usualOf } from './bank.ts'
import { coloursOf, type ReferenceColours } from './colours.ts'

/** A reference's logo as the stage knows it; px are those of the box in the photo that it was cut from. */
export interface LearnedReference extends Size {
  views: LearnedView[]
  /** The logo as a small grey picture. */
  patch: Plane
  colours: ReferenceColours
}

/** The places of a reference at one size: the network is not used to things of any size. */
export interface LearnedView {
  /** px of the view that a px of the reference takes. */
  scale: number
  x: Float32Array
  y: Float32Array
  /** Of unit length, one after another. */
  descriptors: Float32Array
  /** How like each the most alike place of an everyday photo is, and the spread of that. */
  usual: Float32Array
  spread: Float32Array
}

/** Longest sides, px, at which a logo is looked at. */
const sides = [160, 240, 360]
const mostEnlarged = 4
/** Smaller than this, px, there is nothing to see. */
const shortestSide = 16
/** Around the logo its edge is repeated, so many px. */
const margin = 16
/** Places that are found, and that are kept, a view: those at the edge are of the cut. */
const most = 400
const kept = 120

/** What is known of a photo of a logo; of a drawing nothing, as it has the texture of no thing. */
export async function referencePlaces(
  views: readonly ReferenceView[],
  network: XFeat,
  bank: LearnedBank,
): Promise<LearnedReference[]> {
  const references: LearnedReference[] = []
  for (const { picture, box, ink } of views) {
    if (ink === undefined) references.push(await placesOf(cropOf(picture, box), network, bank))
  }
  return references
}

async function placesOf(crop: Raster, network: XFeat, bank: LearnedBank): Promise<LearnedReference> {
  const views: LearnedView[] = []
  for (const side of sides) {
    const scale = side / Math.max(crop.width, crop.height)
    const size = { width: Math.round(crop.width * scale), height: Math.round(crop.height * scale) }
    if (scale > mostEnlarged || Math.min(size.width, size.height) < shortestSide) continue
    const found = await network.describe({ rgb: await resized(crop, size), ...size }, { most, margin })
    const inner = { x1: 1, y1: 1, x2: size.width - 1, y2: size.height - 1 }
    const chosen = [...found.x.keys()].filter((i) => isIn(inner, found.x[i] as number, found.y[i] as number))
    const descriptors = new Float32Array(descriptorLength * Math.min(kept, chosen.length))
    const own = chosen.slice(0, kept)
    for (const [i, from] of own.entries()) {
      descriptors.set(
        found.descriptors.subarray(descriptorLength * from, descriptorLength * (from + 1)),
        descriptorLength * i,
      )
    }
    const { likeness: usual, spread } = await usualOf(descriptors, bank)
    views.push({
      scale,
      x: Float32Array.from(own, (i) => ((found.x[i] as number) * crop.width) / size.width),
      y: Float32Array.from(own, (i) => ((found.y[i] as number) * crop.height) / size.height),
      descriptors,
      usual,
      spread,
    })
  }
  const patch = patchOf(crop)
  return { width: crop.width, height: crop.height, views, patch, colours: coloursOf(crop, patch) }
}

function isIn({ x1, y1, x2, y2 }: Box, x: number, y: number): boolean {
  return x >= x1 && y >= y1 && x <= x2 && y <= y2
}
