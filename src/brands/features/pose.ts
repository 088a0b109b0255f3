import { type Affine, determinant, fitAffine, fitSimilarity, type Pair, squeeze } from './affine.ts'
import type { Match } from './matches.ts'
import type { Features } from './sift.ts'

/** A reference found in a photo: matches that agree on where it lies. */
export interface Pose {
  /** From px of the reference to px of the photo. */
  affine: Affine
  /** Places of the photo that agree. */
  inliers: number
  /** Of the reference's box, the share that the inliers span across and down, the smaller of the two. */
  extent: number
  matches: Match[]
}

/** Two matches agree when one predicts the other's place, as a share of the logo's longest side, its scale and its direction. */
const seedTolerance = 0.15
const seedScale = 1.7
const seedAngle = 0.5
/** Then a place may be off by this share of the logo, or by so many px. */
const tolerance = 0.06
const leastTolerance = 2.5
const rounds = 6
/** Fewer than so many places fix no more than where the logo lies, how large and how turned. */
const fewestAffine = 5
/** Fewer than so many: one match alone says it, by its scale and direction. */
const fewestFitted = 3
const mostSqueezed = 3.5
/** Logos of one reference in one photo. */
const mostPoses = 12
/** The surest matches of a reference that are looked at: time grows with their square. */
const mostMatches = 160

/**
 * Where a reference lies in a photo, one pose after another: each match says where the logo would be (Lowe 2004, section 7.3);
 * the one that most others agree with begins, and an affine map is fitted to those that agree. No chance is in it.
 * @param matches of one reference
 */
export function findPoses(matches: readonly Match[], reference: Features, photo: Features): Pose[] {
  const poses: Pose[] = []
  let left = [...matches].sort((a, b) => a.share - b.share).slice(0, mostMatches)
  while (left.length > 0 && poses.length < mostPoses) {
    const { seed, agreeing } = bestSeed(left, reference, photo)
    const pose = fitPose(agreeing, left, { reference, photo, seed })
    if (pose) poses.push(pose)
    const used = new Set(pose ? pose.matches : [seed])
    left = left.filter((match) => !used.has(match))
  }
  return poses
}

function bestSeed(matches: readonly Match[], reference: Features, photo: Features): { seed: Match; agreeing: Match[] } {
  const agreements = agreementsOf(matches, reference, photo)
  let seed = 0
  let most = 0
  for (let i = 0; i < matches.length; i++) {
    // Counted first: a list for each of them would take longer than to compare.
    const count = agreements(i)
    if (count <= most) continue
    seed = i
    most = count
  }
  const agreeing: Match[] = []
  if (most > 0) agreements(seed, (i) => agreeing.push(matches[i] as Match))
  return { seed: matches[seed] as Match, agreeing }
}

/** For the number of a match, how many others it predicts: their place, scale and direction. */
type Agreements = (seed: number, each?: (other: number) => void) => number

/** Numbers of matches are laid out once: each is compared with each. */
function agreementsOf(matches: readonly Match[], reference: Features, photo: Features): Agreements {
  const size = Math.max(reference.width, reference.height)
  const column = (of: (match: Match) => number) => Float64Array.from(matches, of)
  const [x, y] = [
    column(({ there }) => reference.x[there] as number),
    column(({ there }) => reference.y[there] as number),
  ]
  const [u, v] = [column(({ here }) => photo.x[here] as number), column(({ here }) => photo.y[here] as number)]
  const larger = column(({ here, there }) => (photo.sigma[here] as number) / (reference.sigma[there] as number))
  const turned = column(({ here, there }) => (photo.angle[here] as number) - (reference.angle[there] as number))
  const leastCosine = Math.cos(seedAngle)
  return (seed, each) => {
    const map = poseOf(matches[seed] as Match, reference, photo)
    const [a, b, c, d, e, f] = map
    const scale = Math.sqrt(determinant(map))
    const turn = Math.atan2(d, a)
    const limit = (seedTolerance * size * scale) ** 2
    let count = 0
    for (let i = 0; i < matches.length; i++) {
      const ex = a * (x[i] as number) + b * (y[i] as number) + c - (u[i] as number)
      const ey = d * (x[i] as number) + e * (y[i] as number) + f - (v[i] as number)
      if (ex * ex + ey * ey > limit) continue
      const own = (larger[i] as number) / scale
      if (own > seedScale || own < 1 / seedScale) continue
      if (!(Math.cos((turned[i] as number) - turn) > leastCosine)) continue
      each?.(i)
      count++
    }
    return count
  }
}

/** Where a single match says that the reference lies. */
function poseOf({ here, there }: Match, reference: Features, photo: Features): Affine {
  const scale = (photo.sigma[here] as number) / (reference.sigma[there] as number)
  const turn = (photo.angle[here] as number) - (reference.angle[there] as number)
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)]
  const [x, y] = [reference.x[there] as number, reference.y[there] as number]
  return [
    ...([cos, -sin, (photo.x[here] as number) - cos * x + sin * y] as const),
    ...([sin, cos, (photo.y[here] as number) - sin * x - cos * y] as const),
  ]
}

interface Sides {
  reference: Features
  photo: Features
  seed: Match
}

/** Fits, takes in what agrees, and fits again. */
function fitPose(seeds: readonly Match[], all: readonly Match[], { reference, photo, seed }: Sides): Pose | null {
  const size = Math.max(reference.width, reference.height)
  const pairOf = ({ here, there }: Match): Pair => ({
    from: { x: reference.x[there] as number, y: reference.y[there] as number },
    to: { x: photo.x[here] as number, y: photo.y[here] as number },
  })
  let agreeing = [...seeds]
  let affine: Affine | null = null
  for (let round = 0; round < rounds; round++) {
    const pairs = agreeing.map(pairOf)
    if (pairs.length < fewestFitted) affine = poseOf(seed, reference, photo)
    else affine = (pairs.length >= fewestAffine ? fitAffine(pairs) : null) ?? fitSimilarity(pairs)
    if (!affine || determinant(affine) <= 0 || squeeze(affine) > mostSqueezed) return null
    const [a, b, c, d, e, f] = affine
    const scale = Math.sqrt(determinant(affine))
    const limit = Math.max(leastTolerance, tolerance * size * scale * (round < 3 ? 1.5 : 1))
    const now = all.filter(({ here, there }) => {
      const [x, y] = [reference.x[there] as number, reference.y[there] as number]
      const ex = a * x + b * y + c - (photo.x[here] as number)
      const ey = d * x + e * y + f - (photo.y[here] as number)
      const own = (photo.sigma[here] as number) / (reference.sigma[there] as number) / scale
      return ex * ex + ey * ey < limit * limit && own < 2 && own > 0.5
    })
    if (now.length === 0) return null
    agreeing = now
  }
  if (!affine) return null
  const places = (of: (match: Match) => Pair['from']) =>
    new Set(agreeing.map(of).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)).size
  const inliers = Math.min(
    places((match) => pairOf(match).from),
    places((match) => pairOf(match).to),
  )
  const xs = agreeing.map((match) => pairOf(match).from.x)
  const ys = agreeing.map((match) => pairOf(match).from.y)
  const extent = Math.min(
    (Math.max(...xs) - Math.min(...xs)) / reference.width,
    (Math.max(...ys) - Math.min(...ys)) / reference.height,
  )
  return { affine, inliers, extent, matches: agreeing }
}
