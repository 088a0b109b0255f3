import type { Quad } from '../../vision/text-rectangle.ts'
import type { Match } from './matches.ts'
import { findPoses, type Pose } from './pose.ts'
import type { ReferenceFeatures } from './reference.ts'
import type { Features } from './sift.ts'

/** A reference's features, and whose it is. */
export interface BrandFeatures {
  brand: string
  features: ReferenceFeatures
  /** Where the brand's name stands on it, in its px; null where nobody knows, or it is not there. */
  name?: Quad | null
}

/** A place of a photo where a reference may lie. */
export interface Candidate extends BrandFeatures {
  pose: Pose
}

/** The poses of all references, those with most agreeing places first. */
export function candidatesOf(
  matches: readonly Match[],
  references: readonly BrandFeatures[],
  photo: Features,
): Candidate[] {
  const byReference = new Map<number, Match[]>()
  for (const match of matches) {
    const own = byReference.get(match.reference)
    if (own) own.push(match)
    else byReference.set(match.reference, [match])
  }
  return [...byReference]
    .flatMap(([i, own]) => {
      const reference = references[i] as BrandFeatures
      return findPoses(own, reference.features, photo).map((pose) => ({ ...reference, pose }))
    })
    .sort((a, b) => b.pose.inliers - a.pose.inliers || leastShare(a.pose) - leastShare(b.pose))
}

function leastShare({ matches }: Pose): number {
  return Math.min(...matches.map(({ share }) => share))
}
