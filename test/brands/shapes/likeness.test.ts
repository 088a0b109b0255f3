import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { likenessOf, mostLikeness, openComparison, overlapOf } from '../../../src/brands/shapes/likeness.ts'
import { filledOf, rings, type Silhouette } from '../../../src/brands/shapes/silhouette.ts'

/** Of rings each of which is empty, full, or anything. */
const silhouette = fc
  .record({
    bits: fc.array(fc.oneof(fc.constantFrom(0n, 2n ** 64n - 1n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })), {
      minLength: rings,
      maxLength: rings,
    }),
    spread: fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: -1, max: 1 }), fc.integer({ min: 2, max: 9 })),
  })
  .map(({ bits, spread }): Silhouette => {
    const words = new Int32Array(BigUint64Array.from(bits).buffer)
    return { bits: words, filled: filledOf(words), spread }
  })

/** Directions of each ring in which a silhouette is, turned by so many. */
function directionsOf({ bits }: Silhouette, turn: number): boolean[][] {
  return Array.from({ length: rings }, (_, ring) =>
    Array.from({ length: 64 }, (_, k) => {
      const at = (k - turn + 64) % 64
      return (((bits[2 * ring + (at >> 5)] as number) >>> (at & 31)) & 1) === 1
    }),
  )
}

test('overlap is the largest of intersection over union at any turn of the second, rings counting by their length', () => {
  fc.assert(
    fc.property(silhouette, silhouette, (a, b) => {
      const first = directionsOf(a, 0)
      const ious = Array.from({ length: 64 }, (_, turn) => {
        const second = directionsOf(b, turn)
        let [both, either] = [0, 0]
        for (let ring = 0; ring < rings; ring++)
          for (let k = 0; k < 64; k++) {
            const [p, q] = [first[ring]?.[k] === true, second[ring]?.[k] === true]
            if (p && q) both += 2 * ring + 1
            if (p || q) either += 2 * ring + 1
          }
        return both / Math.max(1, either)
      })
      const iou = Math.max(...ious)

      expect(overlapOf(a, b)).toEqual({ iou, turn: ious.indexOf(iou) })
    }),
  )
})

test('the bound is that of rings that lie in each other', () => {
  fc.assert(
    fc.property(silhouette, silhouette, (a, b) => {
      const weighed = (choose: (...filled: number[]) => number) =>
        Array.from(a.filled, (p, ring) => (2 * ring + 1) * choose(p, b.filled[ring] as number)).reduce((x, y) => x + y)

      expect(mostLikeness(a, b)).toBe(weighed(Math.min) / Math.max(1, weighed(Math.max)))
      expect(overlapOf(a, b).iou).toBeLessThanOrEqual(mostLikeness(a, b))
    }),
  )
})

test('of many those are given that are as like as each asks for, as one by one', () => {
  const asking = fc.tuple(silhouette, fc.constantFrom(0, 0.3, 0.4, 0.5, 1)).map(([one, least]) => ({ ...one, least }))
  let found = 0
  fc.assert(
    fc.property(
      fc.array(asking, { maxLength: 12 }),
      fc.array(silhouette, { minLength: 1, maxLength: 3 }),
      (many, some) => {
        const compare = openComparison(many)
        for (const one of some) {
          const expected = many
            .map((to) => ({ to, ...likenessOf(one, to) }))
            .filter(({ to, likeness }) => likeness >= to.least)

          expect(compare(one)).toEqual(expected)

          found += expected.length
        }
      },
    ),
  )
  expect(found).toBeGreaterThan(100)
})
