import type { Box, Size } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import type { Quad } from '../../vision/text-rectangle.ts'
import { type Finding, isTracked, type Logo, type Recogniser } from '../recogniser.ts'
import { type BrandFeatures, candidatesOf } from './candidates.ts'
import { openFrames } from './frame.ts'
import { openMatchIndex } from './matches.ts'
import { outlinesOf } from './outline.ts'
import type { OutlineScene } from './outline-proposals.ts'
import { pyramidOf } from './pyramid.ts'
import { type Raster, resized } from './reference.ts'
import { mayRepeat, repeatsOf } from './repeats.ts'
import { sift } from './sift.ts'
import { sightingOf, surest } from './sighting.ts'
import { snapped } from './snap.ts'

/** Longest side, px, at which photos are looked at. */
const longestSide = 1080
/**
 * Smaller photos are looked at enlarged, their longest side the geometric mean of their own and this one, px: those of 500 px are 1.4 times as large.
 * Twice as large took twice the time and found no more; what is found from 980 to 1080 differs by chance (FlickrLogos-27, all brands together).
 */
const largeSide = 980
const mostEnlarged = 2
/** Places of a photo, at most. */
const most = 1200
const contrast = 0.0067
/** Candidates of a photo that are looked at as a whole, those with most agreeing places first. */
const mostCandidates = 48
/** Another logo of a brand that is in the photo anyway needs this share of the likeness. */
const ofKnown = 0.8
/** Wordmarks of a photo whose outline is looked for: pages of text may have hundreds. */
const mostWords = 24

export interface FeatureRecogniser extends Recogniser {
  /**
   * The same beside what was found before.
   * @returns all of it, the letters of wordmarks with the outline of the logo that they belong to
   */
  findBeside(picture: Picture, before: readonly Finding[]): Promise<Finding[]>
  /** More of the logos that were decided on, where a photo shows one of them several times. @returns what is new */
  findAgain(picture: Picture, decided: readonly Finding[]): Promise<Finding[]>
}

/**
 * Finds logos by local features that agree on where a reference lies, and by a look at the whole that they point to: many
 * places that agree need no more, a few have to show the reference itself.
 */
export function openFeatures(references: readonly BrandFeatures[]): FeatureRecogniser {
  const brands = [...new Set(references.map(({ brand }) => brand))]
  const index = openMatchIndex(references.map(({ brand, features }) => ({ brand: brands.indexOf(brand), features })))
  const frameOf = openFrames(references)
  const findBeside = async (picture: Picture, before: readonly Finding[]): Promise<Finding[]> => {
    const raster = await rasterOf(picture)
    const photo = sift(raster.rgb, raster, { enlarged: enlargementOf(raster), most, contrast })
    const candidates = candidatesOf(index.matches(photo), references, photo)
    if (candidates.length === 0 && !before.some(({ letters }) => letters)) return [...before]
    const pyramid = pyramidOf(raster)
    const scene = { picture, raster, pyramid, frameOf }
    const sightings = candidates.slice(0, mostCandidates).flatMap((candidate) => sightingOf(candidate, scene) ?? [])
    const known = new Set([...before, ...sightings].map(({ brand }) => brand))
    const more = candidates
      .filter(({ brand }) => known.has(brand))
      .slice(0, mostCandidates)
      .flatMap((candidate) => sightingOf(candidate, scene, ofKnown) ?? [])
    return [
      ...outlined(before, { picture, raster, pyramid, references, candidates }),
      ...wellCut(surest([...sightings, ...more]), { picture, raster, references }),
    ]
  }
  return { findBeside, findAgain, find: async (picture) => await findBeside(picture, []) }
}

async function findAgain(picture: Picture, decided: readonly Finding[]): Promise<Finding[]> {
  if (!mayRepeat(decided)) return []
  const raster = await rasterOf(picture)
  const [x, y] = [raster.width / picture.original.width, raster.height / picture.original.height]
  const found = decided.map((one) => ({ ...one, box: scaled(one.box, x, y) }))
  return repeatsOf(found, pyramidOf(raster)).map((one) => ({ ...one, box: scaled(one.box, 1 / x, 1 / y) }))
}

/** Wordmarks with the outline of their logo. */
function outlined(found: readonly Finding[], scene: OutlineScene & { picture: Picture }): Finding[] {
  const { picture, raster } = scene
  const [x, y] = [raster.width / picture.original.width, raster.height / picture.original.height]
  const read = found.filter((one) => isTracked(one) && one.letters).slice(0, mostWords)
  const boxes = outlinesOf(
    read.map(({ brand, letters, box }) => ({
      brand: brand as string,
      quad: (letters as Quad).map((point) => ({ x: point.x * x, y: point.y * y })) as unknown as Quad,
      box: scaled(box, x, y),
    })),
    scene,
  )
  const outlines = new Map(read.map((one, i) => [one, scaled(boxes[i] as Box, 1 / x, 1 / y)]))
  return found.map((one) => ({ ...one, box: outlines.get(one) ?? one.box }))
}

interface Photo {
  picture: Picture
  raster: Raster
  references: readonly BrandFeatures[]
}

/** Logos with their outlines where something ends. */
function wellCut(logos: readonly Logo[], { picture, raster, references }: Photo): Logo[] {
  const [x, y] = [raster.width / picture.original.width, raster.height / picture.original.height]
  const found = logos.map(({ brand, box }) => ({ brand, box: scaled(box, x, y) }))
  const boxes = snapped(found, raster, references)
  return logos.map((logo, i) => ({ ...logo, box: scaled(boxes[i] as Box, 1 / x, 1 / y) }))
}

function scaled({ x1, y1, x2, y2 }: Box, x: number, y: number): Box {
  return { x1: x1 * x, y1: y1 * y, x2: x2 * x, y2: y2 * y }
}

function enlargementOf({ width, height }: Size): number {
  return Math.max(1, Math.min(mostEnlarged, Math.sqrt(largeSide / Math.max(width, height))))
}

async function rasterOf(picture: Picture): Promise<Raster> {
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
  const size: Size = {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  }
  return { rgb: await resized(picture, size), ...size }
}
