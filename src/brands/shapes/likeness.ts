import { roomIn } from '../../wasm.ts'
import { type Affine, squeeze } from '../features/affine.ts'
import { openKernel, type ShapeKernel } from './kernel/module.ts'
import { directions, type PlacedSilhouette, rings, type Silhouette, type Spread } from './silhouette.ts'

/** How like two silhouettes are, at the turn of the second at which they are most; `turn` in 64ths. */
export interface Likeness {
  likeness: number
  turn: number
}

/** Intersection over union, at the turn of the second at which it is largest; `turn` in 64ths. */
export interface Overlap {
  iou: number
  turn: number
}

/** Seen from further aside than this, as the ratio by which a circle is squeezed, more and more things look alike. */
const freeSqueeze = 2
/** Seen from further aside nothing can be told. */
const mostSqueezed = 4

/** What {@link likenessOf} can't exceed, in a fraction of its time: as if in each ring the smaller one lay in the larger. */
export function mostLikeness(a: Silhouette, b: Silhouette): number {
  const { kernel, first, second } = placed(a, b)
  return kernel.mostLikeness(first, second)
}

/**
 * How like the second silhouette's region the first's is: intersection over union, less what it takes to see the one as the other. What is not
 * shared counts more the further from aside it would be seen. Mirror images are not alike.
 */
export function likenessOf(a: Silhouette, b: Silhouette): Likeness {
  return likenessAt(overlapOf(a, b), a, b)
}

/** Intersection over union, however they were seen. */
export function overlapOf(a: Silhouette, b: Silhouette): Overlap {
  const { kernel, first, second, turn } = placed(a, b)
  return { iou: kernel.overlap(first, second, turn.byteOffset), turn: turn[0] as number }
}

/** A silhouette that others are compared with, and the likeness that it asks for. */
export interface Asking extends Silhouette {
  least: number
}

/**
 * Compares silhouettes with many that stay, as {@link likenessOf} does, much faster.
 * @returns for each of the many that a silhouette is as like as it asks for, in their order: it, the likeness and the turn
 */
export function openComparison<T extends Asking>(many: readonly T[]): (one: Silhouette) => (Likeness & { to: T })[] {
  const kernel = openKernel()
  const room = roomIn(kernel)
  const [first, others] = [room.take(silhouetteBytes), room.take(silhouetteBytes * many.length)]
  const [leasts, out] = [room.take(8 * many.length), room.take(16 * many.length)]
  const { buffer } = kernel.memory
  for (const [i, each] of many.entries()) put(each, buffer, others + silhouetteBytes * i)
  new Float64Array(buffer, leasts, many.length).set(many.map(({ least }) => least))
  return (one) => {
    put(one, buffer, first)
    const count = kernel.alike(first, others, leasts, many.length, out)
    const places = new Int32Array(buffer, out, 4 * count)
    const ious = new Float64Array(buffer, out, 2 * count)
    return Array.from({ length: count }, (_, i) => {
      const to = many[places[4 * i] as number] as T
      const [turn, iou] = [places[4 * i + 1] as number, ious[2 * i + 1] as number]
      return { to, ...likenessAt({ iou, turn }, one, to) }
    }).filter(({ to, likeness }) => likeness >= to.least)
  }
}

/** The map that takes the second silhouette's region to the first's, at a turn. */
export function mapOf(a: Pick<PlacedSilhouette, 'spread' | 'centre'>, b: typeof a, turn: number): Affine {
  const [p, q, r, s] = linear(a.spread, b.spread, turn)
  const { x, y } = b.centre
  return [p, q, a.centre.x - p * x - q * y, r, s, a.centre.y - r * x - s * y]
}

function likenessAt({ iou, turn }: Overlap, a: Silhouette, b: Silhouette): Likeness {
  const [p, q, r, s] = linear(a.spread, b.spread, turn)
  const squeezed = squeeze([p, q, 0, r, s, 0])
  const likeness = squeezed > mostSqueezed ? 0 : 1 - (1 - iou) * Math.max(1, squeezed / freeSqueeze)
  return { likeness: Math.max(0, likeness), turn }
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

const silhouetteBytes = 9 * rings

function put({ bits, filled }: Silhouette, buffer: ArrayBuffer, at: number): void {
  new Int32Array(buffer, at, bits.length).set(bits)
  new Uint8Array(buffer, at + 8 * rings, rings).set(filled)
}

let shared: Pair | null = null

/** Places for two silhouettes in a kernel's memory. */
interface Pair {
  kernel: ShapeKernel
  first: number
  second: number
  turn: Int32Array
}

function placed(a: Silhouette, b: Silhouette): Pair {
  shared ??= openPair()
  const { buffer } = shared.kernel.memory
  put(a, buffer, shared.first)
  put(b, buffer, shared.second)
  return shared
}

function openPair(): Pair {
  const kernel = openKernel()
  const room = roomIn(kernel)
  const [first, second, turn] = [room.take(silhouetteBytes), room.take(silhouetteBytes), room.take(4)]
  return { kernel, first, second, turn: new Int32Array(kernel.memory.buffer, turn, 1) }
}
