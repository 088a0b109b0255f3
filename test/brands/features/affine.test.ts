import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  type Affine,
  chained,
  determinant,
  fitAffine,
  fitSimilarity,
  inverse,
  moved,
  squeeze,
} from '../../../src/brands/features/affine.ts'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const point = fc.record({ x: number(0, 100), y: number(0, 100) })
const corners = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 0, y: 60 },
]

test('a map is had back from where it puts points', () => {
  const map = fc.tuple(number(-3, 3), number(-3, 3), number(-50, 50), number(-3, 3), number(-3, 3), number(-50, 50))
  fc.assert(
    fc.property(map, fc.array(point, { maxLength: 10 }), (affine: Affine, more) => {
      const pairs = [...corners, ...more].map((from) => ({ from, to: moved(affine, from) }))

      const fitted = fitAffine(pairs)

      for (const [i, value] of (fitted ?? []).entries()) expect(value).toBeCloseTo(affine[i] as number, 6)
      expect(fitted).toHaveLength(6)
    }),
  )
})

test('a turn, a scale and a move are had back from two points on', () => {
  fc.assert(
    fc.property(number(-3, 3), number(0.1, 5), number(-50, 50), (turn, scale, move) => {
      const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)]
      const affine: Affine = [cos, -sin, move, sin, cos, -move]
      const pairs = corners.slice(0, 2).map((from) => ({ from, to: moved(affine, from) }))

      const fitted = fitSimilarity(pairs)

      for (const [i, value] of (fitted ?? []).entries()) expect(value).toBeCloseTo(affine[i] as number, 6)
      expect(squeeze(fitted as Affine)).toBeCloseTo(1, 4)
      expect(determinant(fitted as Affine)).toBeCloseTo(scale * scale, 6)
    }),
  )
})

test('points on a line fix no affine map, one point no similarity', () => {
  const line = [0, 10, 20, 50].map((x) => ({ from: { x, y: 2 * x }, to: { x, y: x } }))

  expect(fitAffine(line)).toBeNull()
  expect(fitAffine(line.slice(0, 2))).toBeNull()
  expect(fitSimilarity([line[1], line[1]].flatMap((pair) => (pair ? [pair] : [])))).toBeNull()
})

test('maps one after the other are one map; a circle squeezed to a third and a mirror image say so', () => {
  const turn: Affine = [0, -1, 5, 1, 0, 2]
  const squash: Affine = [3, 0, 1, 0, 1, -4]

  const both = chained(turn, squash)

  expect(moved(both, { x: 7, y: 9 })).toEqual(moved(turn, moved(squash, { x: 7, y: 9 })))
  expect(squeeze(both)).toBeCloseTo(3, 9)
  expect(determinant([-1, 0, 0, 0, 1, 0])).toBe(-1)
  expect(squeeze([1, 2, 0, 2, 4, 0])).toBe(Number.POSITIVE_INFINITY)
})

test('a map and its inverse lead back', () => {
  const map: Affine = [2, 0.5, 30, -0.3, 1.5, -7]
  const { x, y } = moved(inverse(map), moved(map, { x: 12, y: -5 }))

  expect(x).toBeCloseTo(12, 9)
  expect(y).toBeCloseTo(-5, 9)
})
