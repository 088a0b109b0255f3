import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { measure } from '../../src/variables/measure.ts'
import { sharpnessIn } from '../../src/variables/sharpness.ts'
import { drawn, noise } from '../image/pictures.ts'

const speckled = (width: number, height: number) => drawn(width, height, (x, y) => [noise(x), noise(y), noise(x * y)])

test('of the whole picture it is the variable', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), async (width, height) => {
      const picture = speckled(width, height)

      expect(sharpnessIn(picture)).toBeCloseTo(Number((await measure(picture)).sharpness), 6)
    }),
    { numRuns: 30 },
  )
})

test('a box is cut at the border of the picture; an empty one has none', () => {
  const picture = speckled(20, 10)

  expect(sharpnessIn(picture, { x1: -5, y1: -5, x2: 100, y2: 100 })).toBe(sharpnessIn(picture))
  expect(sharpnessIn(picture, { x1: 30, y1: 2, x2: 40, y2: 8 })).toBe(0)
  expect(sharpnessIn(picture, { x1: 4, y1: 4, x2: 4, y2: 9 })).toBe(0)
})

test('what is in the box counts', () => {
  const halves = drawn(40, 20, (x, y) => (x < 20 ? [90, 90, 90] : [noise(x + 40 * y), 0, 0]))

  expect(sharpnessIn(halves, { x1: 0, y1: 0, x2: 18, y2: 20 })).toBe(0)
  expect(sharpnessIn(halves, { x1: 22, y1: 0, x2: 40, y2: 20 })).toBeGreaterThan(sharpnessIn(halves))
})
