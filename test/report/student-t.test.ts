import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { tProbability, tQuantile, tWithin, twoSided } from '../../src/report/statistics/student-t.ts'

describe("Student's t", () => {
  test('has the quantiles of SciPy', () => {
    // scipy.stats.t.ppf(.975, [1, 2, 5, 19, 300]); t.ppf(.6, 3.5); 2 * t.sf(2.5, 7)
    const quantiles = [1, 2, 5, 19, 300].map((degrees) => tQuantile(0.975, degrees))

    const expected = [12.706204736174694, 4.302652729749462, 2.5705818356363146, 2.0930240544083087, 1.9679030112610865]
    for (const [i, value] of quantiles.entries()) expect(value).toBeCloseTo(expected[i] as number, 9)
    expect(tQuantile(0.6, 3.5)).toBeCloseTo(0.27326545405577973, 10)
    expect(twoSided(2.5, 7)).toBeCloseTo(0.04099221858575289, 10)
  })

  test('finite sums give the same probability for whole degrees', () => {
    fc.assert(
      fc.property(fc.double({ min: -60, max: 60, noNaN: true }), fc.integer({ min: 1, max: 400 }), (t, degrees) => {
        expect(tWithin(t, degrees)).toBeCloseTo(2 * tProbability(t, degrees) - 1, 12)
      }),
    )
  })

  test('quantile and probability undo each other', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (p, degrees) => {
          expect(tProbability(tQuantile(p, degrees), degrees)).toBeCloseTo(p, 8)
        },
      ),
    )
  })
})
