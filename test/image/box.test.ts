import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Box, boxArea, distinct, hull, intersection, iou, sharedArea } from '../../src/image/box.ts'

const boxes: fc.Arbitrary<Box> = fc
  .tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20))
  .map(([x1, y1, width, height]) => ({ x1, y1, x2: x1 + width, y2: y1 + height }))

test('what two boxes share is their intersection, whether they meet or not', () => {
  fc.assert(
    fc.property(boxes, boxes, (one, other) => {
      const shared = boxArea(intersection(one, other))

      expect(sharedArea(one, other)).toBe(shared)
      expect(iou(one, other)).toBe(shared === 0 ? 0 : shared / (boxArea(one) + boxArea(other) - shared))
    }),
  )
})

test('the hull of boxes is the smallest box that holds them all', () => {
  fc.assert(
    fc.property(fc.array(boxes, { minLength: 1, maxLength: 6 }), (all) => {
      const around = hull(all)

      for (const side of ['x1', 'y1'] as const) expect(around[side]).toBe(Math.min(...all.map((box) => box[side])))
      for (const side of ['x2', 'y2'] as const) expect(around[side]).toBe(Math.max(...all.map((box) => box[side])))
    }),
  )
  expect(() => hull([])).toThrow(RangeError)
})

test('of boxes that are alike the first one stays, and what is like one that went goes, too', () => {
  const [first, second, third, elsewhere] = [0, 2, 4, 40].map((x1) => ({ box: { x1, y1: 0, x2: x1 + 10, y2: 10 } }))
  const all = [first, second, third, elsewhere] as { box: Box }[]

  // Neighbours have an IoU of 2 / 3, the first and the third one of 3 / 7.
  expect(distinct(all, 0.5)).toEqual([first, elsewhere])
  expect(distinct(all, 0.4)).toEqual([first, elsewhere])
  expect(distinct(all, 0.7)).toEqual(all)
})
