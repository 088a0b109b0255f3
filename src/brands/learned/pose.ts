import type { Size } from '../../image/box.ts'
import { type Affine, determinant, fitAffine, fitSimilarity, moved, squeeze } from '../features/affine.ts'
import type { Match } from './matches.ts'

/** A view found in a photo: matches that agree on where it lies. */
export interface LearnedPose {
  /** From px of the reference to px of the photo. */
  affine: Affine
  matches: Match[]
  /** How surprising they are together. */
  surprise: number
}

/** Two matches that say where a logo lies are so far apart, as a share of its longest side. */
const leastApart = 0.08
/** The network knows things again that are so much larger or smaller, and turned by so much. */
const mostScaled = 2.2
const mostTurned = Math.PI / 4
/** A place may be off by this share of the logo, or by so many px; more while the best two matches are looked for, and in the first rounds. */
const tolerance = 0.05
const leastTolerance = 2.5
const seedTolerance = 1.6
const firstTolerance = 1.5
const rounds = 5
const fewestMatches = 4
/** Fewer than so many fix no more than where the logo lies, how large and how turned. */
const fewestAffine = 5
const mostSqueezed = 3
/** Of the logo, matches span at least so much across and down, and lie in so many of the cells of a grid: not all on one corner. */
const leastExtent = 0.15
const grid = 5
const fewestCells = 4

/**
 * Where a view lies in a photo: of all maps that two matches give, the one that the most alike others agree with, then fitted to those. No chance
 * is in it.
 * @param scale px of the view that a px of the reference takes
 */
export function findPose(matches: readonly Match[], reference: Size, scale: number): LearnedPose | null {
  const side = Math.max(reference.width, reference.height)
  let affine = bestSeed(matches, side, scale)
  if (!affine) return null
  let agreeing: Match[] = []
  for (let round = 0; round < rounds; round++) {
    const map: Affine = affine
    const allowed = tolerance * (round < 2 ? firstTolerance : 1) * side * Math.sqrt(Math.abs(determinant(map)))
    const limit = Math.max(leastTolerance, allowed)
    agreeing = matches.filter(({ from, to }) => {
      const { x, y } = moved(map, from)
      return Math.hypot(x - to.x, y - to.y) < limit
    })
    if (agreeing.length < fewestMatches) return null
    affine = (agreeing.length >= fewestAffine ? fitAffine(agreeing) : null) ?? fitSimilarity(agreeing)
    if (!affine || determinant(affine) <= 0 || squeeze(affine) > mostSqueezed) return null
  }
  if (!isSpread(agreeing, reference)) return null
  return { affine, matches: agreeing, surprise: agreeing.reduce((sum, { surprise }) => sum + surprise, 0) }
}

function bestSeed(matches: readonly Match[], side: number, scale: number): Affine | null {
  let best: { affine: Affine; weight: number } | null = null
  for (const [i, one] of matches.entries()) {
    for (let j = i + 1; j < matches.length; j++) {
      const affine = similarityOf(one, matches[j] as Match, leastApart * side)
      if (!affine) continue
      const [cos, , , sin] = affine
      const own = Math.hypot(cos, sin)
      if (own < scale / mostScaled || own > scale * mostScaled) continue
      if (Math.abs(Math.atan2(sin, cos)) > mostTurned) continue
      const weight = agreement(matches, affine, Math.max(leastTolerance, seedTolerance * tolerance * side * own))
      if (!best || weight > best.weight) best = { affine, weight }
    }
  }
  return best?.affine ?? null
}

/** The map that turns, scales and moves one match's two places, and another's, onto each other. */
function similarityOf(one: Match, other: Match, apart: number): Affine | null {
  const [x, y] = [other.from.x - one.from.x, other.from.y - one.from.y]
  const squares = x * x + y * y
  if (squares < apart * apart) return null
  const [u, v] = [other.to.x - one.to.x, other.to.y - one.to.y]
  const [cos, sin] = [(x * u + y * v) / squares, (x * v - y * u) / squares]
  const { from, to } = one
  return [cos, -sin, to.x - cos * from.x + sin * from.y, sin, cos, to.y - sin * from.x - cos * from.y]
}

function agreement(matches: readonly Match[], [a, b, c, d, e, f]: Affine, limit: number): number {
  let weight = 0
  for (const { from, to, similarity } of matches) {
    const x = a * from.x + b * from.y + c - to.x
    const y = d * from.x + e * from.y + f - to.y
    if (x * x + y * y < limit * limit) weight += similarity
  }
  return weight
}

function isSpread(matches: readonly Match[], { width, height }: Size): boolean {
  const [xs, ys] = [matches.map(({ from }) => from.x), matches.map(({ from }) => from.y)]
  const across = (Math.max(...xs) - Math.min(...xs)) / width
  const down = (Math.max(...ys) - Math.min(...ys)) / height
  const cellOf = ({ from }: Match) => grid * Math.floor((grid * from.y) / height) + Math.floor((grid * from.x) / width)
  return Math.min(across, down) >= leastExtent && new Set(matches.map(cellOf)).size >= fewestCells
}
