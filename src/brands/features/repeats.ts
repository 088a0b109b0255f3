import { type Box, boxArea, clip, iou, type Size } from '../../image/box.ts'
import { type Finding, isTracked } from '../recogniser.ts'
import { boxUnder } from './frame.ts'
import { sampled } from './patch.ts'
import type { Level, Pyramid } from './pyramid.ts'
import { placements, templateOf } from './search.ts'
import { settling } from './settling.ts'

/** A logo that stands in a photo so often is likely to stand there more often. */
const fewest = 2
/** Of those that were found, how many are looked for again, the surest first: each takes some 30 ms. */
const mostSeeds = 3
/** Sizes at which a logo is looked for again, as shares of its own. */
const sizes = [0.64, 0.8, 1, 1.25, 1.56]
/** Longest side of the picture by which it is compared, and its shorter one in the photo, at least. */
const patchSide = 40
const smallest = 12
const mostPlaces = 60
/** Likeness at first sight, and when settled. High, as it is the same thing in the same light. */
const firstSight = 0.45
const leastLikeness = 0.7
/** What overlaps a logo by more (IoU) is that logo. */
const overlap = 0.2

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
    const again = own.slice(0, mostSeeds).flatMap(({ letters: _, ...seed }) =>
      placesLike(seed.box, pyramid).map((place): Finding => {
        return { ...seed, box: place.box, score: seed.score * place.likeness, text: null }
      }),
    )
    for (const one of again.sort((a, b) => b.score - a.score)) {
      if (all.every(({ box }) => iou(box, one.box) <= overlap)) all.push(one)
    }
  }
  return all.slice(tracked.length)
}

/** Logos by their outlines first: their boxes fit better than those of words. */
function surestFirst(a: Finding, b: Finding): number {
  return Number(b.stage === 'features') - Number(a.stage === 'features') || b.score - a.score || a.box.x1 - b.box.x1
}

function placesLike(box: Box, pyramid: Pyramid): { box: Box; likeness: number }[] {
  const photo = pyramid.levels[0] as Level
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1]
  const longest = Math.max(width, height)
  const size: Size = {
    width: Math.max(8, Math.round((patchSide * width) / longest)),
    height: Math.max(8, Math.round((patchSide * height) / longest)),
  }
  const patch = sampled(pyramid, [width / size.width, 0, box.x1, 0, height / size.height, box.y1], size)
  const template = templateOf(patch)
  return sizes
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
    .map(({ affine }) => settling(patch, pyramid, affine).settled(leastLikeness / 2))
    .filter(({ likeness }) => likeness >= leastLikeness)
    .map(({ affine, likeness }) => ({
      likeness,
      box: clip(boxUnder(affine, { x1: 0, y1: 0, x2: size.width, y2: size.height }), photo),
    }))
    .filter((place) => boxArea(place.box) > 0)
}
