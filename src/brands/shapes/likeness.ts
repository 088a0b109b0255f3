import { type Affine, squeeze } from '../features/affine.ts'
import { directions, ones, type PlacedSilhouette, rings, type Silhouette, type Spread, weightOf } from './silhouette.ts'

/** How like two silhouettes are, at the turn of the second at which they are most; `turn` in 64ths. */
export interface Likeness {
  likeness: number
  turn: number
}

/** Seen from further aside than this, as the ratio by which a circle is squeezed, more and more things look alike. */
const freeSqueeze = 2
/** Seen from further aside nothing can be told. */
const mostSqueezed = 4

/** What {@link likenessOf} can't exceed, in a fiftieth of its time: as if in each ring the smaller one lay in the larger. */
export function mostLikeness(a: Pick<Silhouette, 'filled'>, b: Pick<Silhouette, 'filled'>): number {
  let [both, either] = [0, 0]
  for (let ring = 0; ring < rings; ring++) {
    const [p, q] = [a.filled[ring] as number, b.filled[ring] as number]
    both += weightOf(ring) * (p < q ? p : q)
    either += weightOf(ring) * (p < q ? q : p)
  }
  return either === 0 ? 0 : both / either
}

/**
 * How like the second silhouette's region the first's is: intersection over union, less what it takes to see the one as the other. What is not
 * shared counts more the further from aside it would be seen. Mirror images are not alike.
 */
export function likenessOf(a: Silhouette, b: Silhouette): Likeness {
  const { iou, turn } = overlapOf(a, b)
  const [p, q, r, s] = linear(a.spread, b.spread, turn)
  const squeezed = squeeze([p, q, 0, r, s, 0])
  const likeness = squeezed > mostSqueezed ? 0 : 1 - (1 - iou) * Math.max(1, squeezed / freeSqueeze)
  return { likeness: Math.max(0, likeness), turn }
}

/** Intersection over union, however they were seen. */
export function overlapOf(a: Silhouette, b: Silhouette): { iou: number; turn: number } {
  let whole = 0
  for (let ring = 0; ring < rings; ring++)
    whole += weightOf(ring) * ((a.filled[ring] as number) + (b.filled[ring] as number))
  const best = { iou: 0, turn: 0 }
  for (let turn = 0; turn < directions; turn++) {
    const [shift, back] = [turn & 31, 32 - (turn & 31)]
    let both = 0
    for (let ring = 0; ring < rings; ring++) {
      const first = b.bits[2 * ring + (turn >> 5)] as number
      const second = b.bits[2 * ring + 1 - (turn >> 5)] as number
      const low = shift === 0 ? first : (first << shift) | (second >>> back)
      const high = shift === 0 ? second : (second << shift) | (first >>> back)
      const shared = ones((a.bits[2 * ring] as number) & low) + ones((a.bits[2 * ring + 1] as number) & high)
      both += weightOf(ring) * shared
    }
    const iou = both / Math.max(1, whole - both)
    if (iou > best.iou) {
      best.iou = iou
      best.turn = turn
    }
  }
  return best
}

/** The map that takes the second silhouette's region to the first's, at a turn. */
export function mapOf(a: Pick<PlacedSilhouette, 'spread' | 'centre'>, b: typeof a, turn: number): Affine {
  const [p, q, r, s] = linear(a.spread, b.spread, turn)
  const { x, y } = b.centre
  return [p, q, a.centre.x - p * x - q * y, r, s, a.centre.y - r * x - s * y]
}

/** The same between two spreads, without the places. */
function linear(a: Spread, b: Spread, turn: number): [number, number, number, number] {
  const angle = (2 * Math.PI * turn) / directions
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const det = b[0] * b[2] - b[1] * b[1]
  const [xx, xy, yy] = [b[2] / det, -b[1] / det, b[0] / det]
  const [m, n] = [cos * xx - sin * xy, cos * xy - sin * yy]
  const [o, p] = [sin * xx + cos * xy, sin * xy + cos * yy]
  return [a[0] * m + a[1] * o, a[0] * n + a[1] * p, a[1] * m + a[2] * o, a[1] * n + a[2] * p]
}
