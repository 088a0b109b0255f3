import { type Box, boxArea, clip, iou, type Size } from '../../image/box.ts'
import { type Finding, isTracked } from '../recogniser.ts'
import type { Affine } from './affine.ts'
import { boxUnder } from './frame.ts'
import { sampled } from './patch.ts'
import type { Level, Plane, Pyramid } from './pyramid.ts'
import { placements, type Template, templateOf } from './search.ts'
import { settling } from './settling.ts'

/** A logo that stands in a photo so often is likely to stand there more often. */
const fewest = 2
/** Of those that were found, how many are looked for again, the surest first: each takes some 5 ms. */
const mostSeeds = 5
/** Sizes at which a logo is looked for again, as shares of its own; the small ones are of the row behind. */
const sizes = [0.64, 0.8, 1, 1.25, 1.56]
const smallSizes = [0.41, 0.51]
/** Longest side of the picture by which it is compared, and its shorter one in the photo, at least. */
const patchSide = 40
const smallest = 12
const mostPlaces = 60
/** Likeness at first sight. High, as it is the same thing in the same light. */
const firstSight = 0.5
/**
 * Likeness when settled: of any logo, and where the one that it is like is seconded: so like another one that was found, too. A box that
 * holds something else as well is like no other one. Chosen on FlickrLogos-27, all brands together; what is
 * chosen without their brand finds six boxes of 590 fewer.
 */
const least = 0.75
const leastOfSeconded = 0.6
/** What was found with a lower score is not seconded: patterns repeat, too. Chosen on rendered icons; on FlickrLogos-27 it changes nothing. */
const leastScore = 0.6
/** What overlaps a logo by so much (IoU) shows it. */
const same = 0.5
/** What overlaps a logo by more (IoU) is that logo. */
const overlap = 0.2
/** What overlaps a place that was found by more (IoU), at first sight, is that place. */
const beside = 0.6

/** Whether a photo shows a brand more than once. */
export function mayRepeat(found: readonly Finding[]): boolean {
  const brands = found.flatMap(({ brand }) => brand ?? [])
  return brands.length >= fewest && new Set(brands).size < brands.length
}

/**
 * More of what a photo shows more than once: cans on a shelf, stickers on a wall. A logo of the photo itself is a better picture of the
 * others than any reference.
 * @param found what was decided on, boxes in px of the pyramid's first plane
 * @returns what is new, each as the finding that it is like
 */
export function repeatsOf(found: readonly Finding[], pyramid: Pyramid): Finding[] {
  const tracked = found.filter(isTracked)
  const all: Finding[] = [...tracked]
  for (const brand of new Set(tracked.map((one) => one.brand))) {
    const own = tracked.filter((one) => one.brand === brand && boxArea(one.box) > 0).sort(surestFirst)
    if (own.length < fewest) continue
    const again = own.slice(0, mostSeeds).flatMap((seed) => {
      const others = own.filter((one) => one !== seed)
      return repeatsLike(seed, others, pyramid).map((place) => ({ ...place, seed }))
    })
    for (const { seed, box, likeness } of again.sort((a, b) => b.likeness - a.likeness)) {
      if (all.some((other) => iou(other.box, box) > overlap)) continue
      const { letters: _, ...like } = seed
      all.push({ ...like, box, score: seed.score * likeness, text: null })
    }
  }
  return all.slice(tracked.length)
}

/** Logos by their outlines first: their boxes fit better than those of words. */
function surestFirst(a: Finding, b: Finding): number {
  return Number(b.stage === 'features') - Number(a.stage === 'features') || b.score - a.score || a.box.x1 - b.box.x1
}

interface Place {
  box: Box
  likeness: number
}

/** @param others of the same brand that were found, too */
function repeatsLike(seed: Finding, others: readonly Finding[], pyramid: Pyramid): Place[] {
  const pattern = patternOf(seed.box, pyramid)
  if (seed.score < leastScore) return placesLike(pattern, sizes, pyramid, least)
  const places = placesLike(pattern, sizes, pyramid, leastOfSeconded)
  const seconded = places.some((place) => others.some((other) => iou(other.box, place.box) >= same))
  if (!seconded) return places.filter(({ likeness }) => likeness >= least)
  return [...places, ...placesLike(pattern, smallSizes, pyramid, least)]
}

/** A logo as the photo shows it. */
interface Pattern {
  patch: Plane
  template: Template
  width: number
  height: number
}

function patternOf({ x1, y1, x2, y2 }: Box, pyramid: Pyramid): Pattern {
  const [width, height] = [x2 - x1, y2 - y1]
  const longest = Math.max(width, height)
  const size: Size = {
    width: Math.max(8, Math.round((patchSide * width) / longest)),
    height: Math.max(8, Math.round((patchSide * height) / longest)),
  }
  const patch = sampled(pyramid, [width / size.width, 0, x1, 0, height / size.height, y1], size)
  return { patch, template: templateOf(patch), width, height }
}

function placesLike(
  { patch, template, width, height }: Pattern,
  shares: readonly number[],
  pyramid: Pyramid,
  leastLikeness: number,
): Place[] {
  const photo = pyramid.levels[0] as Level
  const longest = Math.max(width, height)
  const underneath = (affine: Affine) => boxUnder(affine, { x1: 0, y1: 0, x2: patch.width, y2: patch.height })
  const placed = shares
    .filter((share) => share * longest >= smallest)
    .flatMap((share) => {
      const region = {
        centre: { x: photo.width / 2, y: photo.height / 2 },
        along: { x: 1, y: 0 },
        reachAlong: Math.max(2, (photo.width - share * width) / 2),
        reachAcross: Math.max(2, (photo.height - share * height) / 2),
        side: share * longest,
      }
      return placements(template, pyramid, region, { most: mostPlaces, least: firstSight })
    })
    .sort((a, b) => b.likeness - a.likeness)
  const found: Place[] = []
  for (const { affine: start } of placed) {
    const first = underneath(start)
    if (found.some(({ box }) => iou(box, first) > beside)) continue
    const { affine, likeness } = settling(patch, pyramid, start).settled(leastLikeness / 2)
    const box = clip(underneath(affine), photo)
    if (likeness >= leastLikeness && boxArea(box) > 0) found.push({ box, likeness })
  }
  return found
}
