import { type Affine, chained, moved } from './affine.ts'
import type { Candidate } from './candidates.ts'
import { likeness } from './patch.ts'
import type { Plane, Pyramid } from './pyramid.ts'

/** Steps in which corners are moved, shares of the logo's side. */
const steps = [0.08, 0.04, 0.02]

export interface Settled {
  /** From px of the patch to px of the photo. */
  affine: Affine
  likeness: number
}

/** A pose that settles as far as is asked for, and goes on from there when more is. */
export interface Settling {
  start: Settled
  /** @param promising what the likeness has to be after each step for the smaller ones to be tried */
  settled(promising: number): Settled
}

/** Moves three corners of a pose, step by step, as long as the likeness grows. */
export function settling(patch: Plane, pyramid: Pyramid, affine: Affine): Settling {
  const { width, height } = patch
  const [a, b, , d, e] = affine
  const side = Math.max(width * Math.hypot(a, d), height * Math.hypot(b, e))
  const corners = [
    moved(affine, { x: 0, y: 0 }),
    moved(affine, { x: width, y: 0 }),
    moved(affine, { x: 0, y: height }),
  ].flatMap(({ x, y }) => [x, y])
  const mapNow = (): Affine => {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners
    return [(x1 - x0) / width, (x2 - x0) / height, x0, (y1 - y0) / width, (y2 - y0) / height, y0]
  }
  const start = { affine, likeness: likeness(patch, pyramid, affine) }
  let best = start.likeness
  const after: Settled[] = []
  return {
    start,
    settled(promising) {
      let now: Settled = start
      for (const [i, step] of steps.entries()) {
        now = after[i] ?? taken(step * side)
        after[i] = now
        if (now.likeness < promising) break
      }
      return now
    },
  }

  function taken(by: number): Settled {
    for (let i = 0; i < corners.length; i++) {
      const before = corners[i] as number
      for (const value of [before + by, before - by]) {
        corners[i] = value
        const reached = likeness(patch, pyramid, mapNow())
        if (reached > best) {
          best = reached
          break
        }
        corners[i] = before
      }
    }
    return { affine: mapNow(), likeness: best }
  }
}

const known = new WeakMap<Candidate, Settling>()

/** The whole of a reference, where its places say that it lies: one candidate may be looked at several times. */
export function settlingOf(candidate: Candidate, pyramid: Pyramid): Settling {
  const before = known.get(candidate)
  if (before) return before
  const { pose, features } = candidate
  const { patch, width, height } = features
  const affine = chained(pose.affine, [width / patch.width, 0, 0, 0, height / patch.height, 0])
  const one = settling(patch, pyramid, affine)
  known.set(candidate, one)
  return one
}
