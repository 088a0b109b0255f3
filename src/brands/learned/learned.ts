import { type Box, boxArea, clip, type Size, shareOfSmaller } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import type { SessionOptions } from '../../vision/session.ts'
import { openXFeat } from '../../vision/xfeat.ts'
import type { ResolvedModel } from '../../vision/zoo.ts'
import { type Affine, chained, determinant, squeeze } from '../features/affine.ts'
import { boxUnder } from '../features/frame.ts'
import { pyramidOf } from '../features/pyramid.ts'
import { type Raster, resized } from '../features/reference.ts'
import { type Settled, settling } from '../features/settling.ts'
import { surest } from '../features/sighting.ts'
import type { Logo, Recogniser } from '../recogniser.ts'
import { colourAgreements } from './colours.ts'
import { type BrandReference, type Match, type MatchedView, openMatchIndex } from './matches.ts'
import { findPose, type LearnedPose } from './pose.ts'

/** Photos are looked at twice, with these longest sides, px, and so many places at most. */
const looks = [
  { side: 512, most: 700 },
  { side: 1024, most: 1000 },
]
const mostEnlarged = 2.2
/** Surprise of all places that agree, times the likeness of the whole, in its colours, too, that is believed. */
const leastEvidence = 14
/** Poses of a brand that are looked at as a whole, the most surprising first. */
const mostPoses = 5
const mostSqueezed = 5
/** Of a logo, the share that has to lie in the picture; and its shorter side, px of the look. */
const leastInside = 0.25
const shortestSide = 8
/** Two findings speak of one region when they share this much of the smaller one. */
const sameRegion = 0.5

/**
 * Finds logos by what a network has learned to find again (XFeat): places that are each other's most alike, that agree on where a reference lies,
 * and that everyday photos seldom have. What is there has to look like the reference as a whole, in its colours, too.
 */
export async function openLearned(
  references: readonly BrandReference[],
  model: ResolvedModel,
  options: Pick<SessionOptions, 'device' | 'threads'>,
): Promise<Recogniser> {
  const index = await openMatchIndex(references, options)
  const network = await openXFeat(model, options)
  const several = new Set(references.map(({ brand }) => brand)).size > 1

  async function sightingsIn(
    picture: Picture,
    { raster, most }: { raster: Raster; most: number },
  ): Promise<Sighting[]> {
    const posed = likelyPoses(await index.matches(await network.describe(raster, { most })))
    const pyramid = posed.length > 0 ? pyramidOf(raster) : null
    const found = posed.flatMap((one) => {
      const { reference, pose } = one
      const { width, height } = reference.patch
      const onPatch: Affine = [reference.width / width, 0, 0, 0, reference.height / height, 0]
      const settled = pyramid && settling(reference.patch, pyramid, chained(pose.affine, onPatch)).settled(0)
      return settled && pose.surprise * settled.likeness >= leastEvidence ? [{ ...one, settled }] : []
    })
    const agreements = colourAgreements(
      raster,
      found.map(({ reference, settled }) => ({ colours: reference.colours, affine: settled.affine })),
    )
    return found.flatMap((one, i) => {
      const evidence = one.pose.surprise * one.settled.likeness * (agreements[i] as number)
      return sightingOf(one, { picture, raster, evidence, model, several }) ?? []
    })
  }

  return {
    async find(picture) {
      if (references.length === 0) return []
      const sightings: Sighting[] = []
      for (const look of await looksAt(picture)) sightings.push(...(await sightingsIn(picture, look)))
      return surest(winners(sightings))
    },
  }
}

async function looksAt(picture: Picture): Promise<{ raster: Raster; most: number }[]> {
  const all: { raster: Raster; most: number }[] = []
  for (const { side, most } of looks) {
    const scale = Math.min(mostEnlarged, side / Math.max(picture.width, picture.height))
    const size: Size = {
      width: Math.max(1, Math.round(picture.width * scale)),
      height: Math.max(1, Math.round(picture.height * scale)),
    }
    if (all.some(({ raster }) => raster.width === size.width && raster.height === size.height)) continue
    all.push({ raster: { rgb: await resized(picture, size), ...size }, most })
  }
  return all
}

interface Posed extends MatchedView {
  pose: LearnedPose
}

function likelyPoses(views: readonly MatchedView[]): Posed[] {
  const posed = views.flatMap((one) => {
    // No likeness is more than 1: less surprise can't be enough.
    if (one.matches.reduce((sum, { surprise }) => sum + surprise, 0) < leastEvidence) return []
    const pose = findPose(one.matches, one.reference, one.view.scale)
    return pose && pose.surprise >= leastEvidence ? [{ ...one, pose }] : []
  })
  const counts = new Map<string, number>()
  return posed
    .sort((a, b) => b.pose.surprise - a.pose.surprise)
    .filter(({ brand }) => {
      const before = counts.get(brand) ?? 0
      counts.set(brand, before + 1)
      return before < mostPoses
    })
}

interface Sighting {
  logo: Logo
  evidence: number
}

interface Look {
  picture: Picture
  raster: Raster
  evidence: number
  model: ResolvedModel
  several: boolean
}

function sightingOf(
  { brand, reference: { patch }, pose, settled: { affine } }: Posed & { settled: Settled },
  { picture, raster, evidence, model, several }: Look,
): Sighting | null {
  if (evidence < leastEvidence || determinant(affine) <= 0 || squeeze(affine) > mostSqueezed) return null
  const seen = boxUnder(affine, { x1: 0, y1: 0, x2: patch.width, y2: patch.height })
  if (Math.min(seen.x2 - seen.x1, seen.y2 - seen.y1) < shortestSide) return null
  const [x, y] = [picture.original.width / raster.width, picture.original.height / raster.height]
  const whole: Box = { x1: seen.x1 * x, y1: seen.y1 * y, x2: seen.x2 * x, y2: seen.y2 * y }
  const box = clip(whole, picture.original)
  if (boxArea(box) < leastInside * boxArea(whole)) return null
  const mean = (value: (match: Match) => number) =>
    pose.matches.reduce((sum, match) => sum + value(match), 0) / pose.matches.length
  const logo: Logo = {
    label: 'learned',
    stage: 'learned',
    brand,
    box,
    score: evidence / (leastEvidence + evidence),
    similarity: mean(({ similarity }) => similarity),
    margin: several ? mean(({ similarity, otherwise }) => similarity - otherwise) : null,
    text: null,
    model: model.name,
    modelSha256: model.sha256,
  }
  return { logo, evidence }
}

/** Of two brands in one region, the one with more evidence. */
function winners(sightings: readonly Sighting[]): Logo[] {
  const beaten = ({ logo, evidence }: Sighting) =>
    sightings.some(
      (other) =>
        other.logo.brand !== logo.brand &&
        other.evidence > evidence &&
        shareOfSmaller(other.logo.box, logo.box) >= sameRegion,
    )
  return sightings.filter((one) => !beaten(one)).map(({ logo }) => logo)
}
