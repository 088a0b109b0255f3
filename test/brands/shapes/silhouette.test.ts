import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { moved, squeeze } from '../../../src/brands/features/affine.ts'
import { likenessOf, mapOf, mostLikeness, overlapOf } from '../../../src/brands/shapes/likeness.ts'
import { isPlain } from '../../../src/brands/shapes/plain.ts'
import type { PlacedSilhouette } from '../../../src/brands/shapes/silhouette.ts'
import { silhouetteOf } from './plain-silhouette.ts'

const side = 240

/** @param inside of a point from -1 to 1; `affine` puts it into the picture */
function shape(
  inside: (x: number, y: number) => boolean,
  { turn = 0, across = 60, down = 60, mirrored = false } = {},
): PlacedSilhouette {
  const pixels: number[] = []
  for (let at = 0; at < side * side; at++) {
    const [column, row] = [at % side, Math.floor(at / side)]
    const [dx, dy] = [column + 0.5 - side / 2, row + 0.5 - side / 2]
    const u = (dx * Math.cos(turn) + dy * Math.sin(turn)) / across
    const v = (dy * Math.cos(turn) - dx * Math.sin(turn)) / down
    if (Math.abs(u) > 1 || Math.abs(v) > 1 || !inside(mirrored ? -u : u, v)) continue
    pixels.push(at)
  }
  return silhouetteOf(pixels, side)
}

/** A hook: a bar with an arm at one end. */
const hook = (x: number, y: number) => Math.abs(x) < 0.25 || (y > 0.5 && x > 0)
const disc = (x: number, y: number) => Math.hypot(x, y) < 1
const ring = (x: number, y: number) => disc(x, y) && Math.hypot(x, y) > 0.55
const triangle = (x: number, y: number) => Math.abs(x) < (1 - y) / 2
const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true })
const size = fc.double({ min: 35, max: 70, noNaN: true })

test('a shape is like itself, turned, larger or smaller, and seen from aside', () => {
  const reference = shape(hook)
  fc.assert(
    fc.property(angle, size, size, (turn, across, down) => {
      const { likeness } = likenessOf(shape(hook, { turn, across, down }), reference)

      expect(likeness).toBeGreaterThan(0.88)
    }),
    { numRuns: 12 },
  )
})

test('the map of two shapes takes one to the other: its middle, its size, its turn', () => {
  const reference = shape(hook)
  const seen = shape(hook, { turn: Math.PI / 2, across: 30, down: 30 })

  const { turn } = likenessOf(seen, reference)
  const map = mapOf(seen, reference, turn)

  expect(squeeze(map)).toBeCloseTo(1, 1)
  const arm = moved(map, { x: side / 2 + 60, y: side / 2 + 60 })
  expect(arm.x).toBeCloseTo(side / 2 - 30, -0.7)
  expect(arm.y).toBeCloseTo(side / 2 + 30, -0.7)
})

test('a mirror image, and other shapes, are less like it', () => {
  const reference = shape(hook)
  for (const other of [shape(hook, { mirrored: true }), shape(disc), shape(ring), shape(triangle)])
    expect(likenessOf(other, reference).likeness).toBeLessThan(0.8)
})

test('what is not shared counts more, the further from aside a shape would be seen', () => {
  const [aside, reference] = [shape(hook, { across: 24, down: 72 }), shape(hook)]

  const { iou } = overlapOf(aside, reference)

  expect(iou).toBeLessThan(1)
  expect((1 - likenessOf(aside, reference).likeness) / (1 - iou)).toBeCloseTo(1.5, 1)
})

test('what is squeezed far is not taken for it', () => {
  expect(overlapOf(shape(hook, { across: 16, down: 110 }), shape(hook)).iou).toBeGreaterThan(0.8)
  expect(likenessOf(shape(hook, { across: 16, down: 110 }), shape(hook)).likeness).toBe(0)
})

test('no turn makes two shapes more alike than the bound says', () => {
  const some = [shape(hook), shape(disc), shape(ring), shape(triangle), shape(hook, { turn: 1, across: 40 })]
  for (const a of some)
    for (const b of some) expect(overlapOf(a, b).iou).toBeLessThanOrEqual(mostLikeness(a, b) + 1e-12)
})

test('ellipses, rings, triangles and boxes are plain however they are seen; a hook is not', () => {
  const seen = { turn: 0.4, across: 70, down: 45 }

  expect([disc, ring, triangle, () => true].map((inside) => isPlain(shape(inside, seen)))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(isPlain(shape(hook, seen))).toBe(false)
})
