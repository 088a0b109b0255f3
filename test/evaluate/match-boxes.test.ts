import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { matchBoxes } from '../../src/evaluate/match-boxes.ts'
import { type Box, iou } from '../../src/image/box.ts'

const box = fc
  .tuple(
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
  )
  .map(([x, y, width, height]): Box => ({ x1: x, y1: y, x2: x + width, y2: y + height }))
const boxes = fc.array(box, { maxLength: 5 })

/** As many pairs as can be had, by trying everything. */
function mostPairs(truth: readonly Box[], found: readonly Box[], least: number): number {
  const [first, ...rest] = truth
  if (!first) return 0
  const without = mostPairs(rest, found, least)
  return found.reduce((most, other, at) => {
    const overlap = iou(first, other)
    if (overlap === 0 || overlap < least) return most
    return Math.max(most, 1 + mostPairs(rest, found.toSpliced(at, 1), least))
  }, without)
}

test('as many boxes as possible have a partner, no box has two, and every pair overlaps enough', () => {
  fc.assert(
    fc.property(boxes, boxes, fc.constantFrom(0, 0.3, 0.5), (truth, found, least) => {
      const pairs = matchBoxes(truth, found, least)

      expect(pairs.length).toBe(mostPairs(truth, found, least))
      expect(new Set(pairs.map((pair) => pair.truth)).size).toBe(pairs.length)
      expect(new Set(pairs.map((pair) => pair.found)).size).toBe(pairs.length)
      for (const pair of pairs) {
        expect(pair.iou).toBe(iou(truth[pair.truth] as Box, found[pair.found] as Box))
        expect(pair.iou).toBeGreaterThanOrEqual(Math.max(least, Number.MIN_VALUE))
      }
    }),
  )
})

test('a box that two could have goes to the one that has no other', () => {
  const truth = [
    { x1: 0, y1: 0, x2: 10, y2: 10 },
    { x1: 0, y1: 0, x2: 10, y2: 14 },
  ]
  const found = [
    { x1: 0, y1: 0, x2: 10, y2: 11 },
    { x1: 0, y1: 4, x2: 10, y2: 18 },
  ]

  const pairs = matchBoxes(truth, found, 0.5)

  expect(pairs.map((pair) => [pair.truth, pair.found])).toEqual([
    [0, 0],
    [1, 1],
  ])
})
