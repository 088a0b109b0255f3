import { type Box, boxArea, clip, hull, iou } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import type { Brand } from '../brand.ts'
import { referenceViews } from '../gallery/reference-views.ts'
import type { Logo, Recogniser } from '../recogniser.ts'
import { moved } from './affine.ts'
import { type Match, openMatchIndex } from './matches.ts'
import { findPoses, type Pose } from './pose.ts'
import { describeReference, type ReferenceFeatures, resized } from './reference.ts'
import { type Features, sift } from './sift.ts'

/** A reference's features, and whose it is. */
export interface BrandFeatures {
  brand: string
  features: ReferenceFeatures
}

/** Longest side, px, at which photos are looked at. */
const longestSide = 1080
/** Photos whose longest side is smaller are looked at twice as large. */
const smallPhoto = 540
/** Places of a photo, at most. */
const most = 1200
const contrast = 0.0067
/** Places that have to agree on a logo. */
const fewestInliers = 5
/** A logo's shorter side, px at which the photo is looked at, at least. */
const shortestSide = 8

/** The features of all references of some brands. @throws UsageError for a reference that is no picture */
export async function describeBrands(brands: readonly Brand[]): Promise<BrandFeatures[]> {
  const described: BrandFeatures[] = []
  for (const { name, references } of brands) {
    for (const reference of references) {
      for (const { picture, box } of await referenceViews(reference)) {
        described.push({ brand: name, features: await describeReference(picture, box) })
      }
    }
  }
  return described
}

/** Finds logos by local features that agree on where a reference lies. */
export function openFeatures(references: readonly BrandFeatures[]): Recogniser {
  const brands = [...new Set(references.map(({ brand }) => brand))]
  const index = openMatchIndex(references.map(({ brand, features }) => ({ brand: brands.indexOf(brand), features })))
  return {
    async find(picture) {
      const photo = await featuresOf(picture)
      const byReference = new Map<number, Match[]>()
      for (const match of index.matches(photo)) {
        const own = byReference.get(match.reference)
        if (own) own.push(match)
        else byReference.set(match.reference, [match])
      }
      const found: Logo[] = []
      for (const [i, matches] of byReference) {
        const { brand, features } = references[i] as BrandFeatures
        for (const pose of findPoses(matches, features, photo)) {
          const logo = logoOf(pose, { brand, features, photo, picture })
          if (logo) found.push(logo)
        }
      }
      return strongest(found)
    },
  }
}

async function featuresOf(picture: Picture): Promise<Features> {
  const longest = Math.max(picture.width, picture.height)
  const scale = Math.min(1, longestSide / longest)
  const size = {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  }
  return sift(await resized(picture, size), size, { doubled: longest <= smallPhoto, most, contrast })
}

interface Found {
  brand: string
  features: ReferenceFeatures
  photo: Features
  picture: Picture
}

function logoOf(pose: Pose, { brand, features, photo, picture }: Found): Logo | null {
  if (pose.inliers < fewestInliers) return null
  const onPhoto = outlineBox(pose, features)
  if (Math.min(onPhoto.x2 - onPhoto.x1, onPhoto.y2 - onPhoto.y1) < shortestSide) return null
  const [x, y] = [picture.original.width / photo.width, picture.original.height / photo.height]
  const whole = { x1: onPhoto.x1 * x, y1: onPhoto.y1 * y, x2: onPhoto.x2 * x, y2: onPhoto.y2 * y }
  const box = clip(whole, picture.original)
  if (boxArea(box) < 0.25 * boxArea(whole)) return null
  const mean = (value: (match: Match) => number) =>
    pose.matches.reduce((sum, match) => sum + value(match), 0) / pose.matches.length
  return {
    label: 'features',
    stage: 'features',
    brand,
    box,
    score: 1 - 4 / (pose.inliers + 2),
    similarity: mean(({ similarity }) => similarity),
    margin: mean(({ similarity, otherwise }) => similarity - otherwise),
    text: null,
    model: 'sift',
    modelSha256: null,
  }
}

function outlineBox({ affine }: Pose, { width, height }: ReferenceFeatures): Box {
  const corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ].map((corner) => moved(affine, corner))
  return hull(corners.map(({ x, y }) => ({ x1: x, y1: y, x2: x, y2: y })))
}

/** Several references find one logo: the strongest says where it is. */
function strongest(logos: readonly Logo[]): Logo[] {
  const kept: Logo[] = []
  for (const logo of [...logos].sort((a, b) => b.score - a.score || a.box.x1 - b.box.x1)) {
    if (kept.every((other) => other.brand !== logo.brand || iou(other.box, logo.box) < 0.3)) kept.push(logo)
  }
  return kept
}
