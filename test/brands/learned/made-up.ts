import type { LearnedReference } from '../../../src/brands/learned/reference-places.ts'

/** Directions of unit length that are the same for the same seed, and nearly at right angles for others. */
export function directions(seed: number, count: number): Float32Array {
  const all = new Float32Array(64 * count)
  let state = seed
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647 - 0.5
  }
  for (let i = 0; i < count; i++) {
    const own = Float32Array.from({ length: 64 }, next)
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0))
    all.set(
      own.map((value) => value / length),
      64 * i,
    )
  }
  return all
}

/** A reference of one view, with places of which everyday photos have nothing alike. */
export function referenceOf(seed: number, count: number): LearnedReference {
  const plane = { grey: new Float32Array(64), width: 8, height: 8 }
  return {
    width: 100,
    height: 100,
    patch: plane,
    colours: { planes: [plane, plane], strength: 0 },
    views: [
      {
        scale: 1,
        x: Float32Array.from({ length: count }, (_, i) => (i * 37) % 100),
        y: Float32Array.from({ length: count }, (_, i) => (i * 61) % 100),
        descriptors: directions(seed, count),
        usual: new Float32Array(count).fill(0.6),
        spread: new Float32Array(count).fill(0.1),
      },
    ],
  }
}
