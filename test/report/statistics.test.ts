import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { seeded } from '../../src/random.ts'
import { clusterBootstrap, type Ratio, ratioOf } from '../../src/report/statistics/bootstrap.ts'
import { quantile } from '../../src/report/statistics/quantile.ts'
import { wilson } from '../../src/report/statistics/wilson.ts'

describe("Wilson's interval", () => {
  // binom.confint(x, n, methods = 'wilson') of R's binom; statsmodels' proportion_confint gives the same.
  test.each([
    [12, 100, 0.07, 0.1981],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [81, 263, 0.2553, 0.3662], // Newcombe (1998), table I
    [15, 148, 0.0624, 0.1605], // Newcombe (1998), table I
    [1, 29, 0.0061, 0.1718], // Newcombe (1998), table I
  ])('of %i in %i is the published one', (successes, n, low, high) => {
    const interval = wilson(successes, n)

    expect(interval?.low).toBeCloseTo(low, 4)
    expect(interval?.high).toBeCloseTo(high, 4)
  })

  test('holds the share, stays between 0 and 1, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const successes = Math.round(n * share)
        const { low, high } = wilson(successes, n) ?? { low: Number.NaN, high: Number.NaN }
        const mirrored = wilson(n - successes, n)

        expect(low).toBeGreaterThanOrEqual(0)
        expect(low).toBeLessThanOrEqual(successes / n)
        expect(high).toBeGreaterThanOrEqual(successes / n)
        expect(high).toBeLessThanOrEqual(1)
        expect(mirrored?.low).toBeCloseTo(1 - high, 10)
      }),
    )
  })

  test('of nothing is not known', () => {
    expect(wilson(0, 0)).toBeNull()
  })
})

describe('the cluster bootstrap', () => {
  const mean = (values: readonly number[]): Ratio => ({
    numerator: Float64Array.from(values),
    denominator: new Float64Array(values.length).fill(1),
  })

  test('of independent values is close to the interval of the t test', () => {
    const random = seeded(3)
    const values = Array.from({ length: 400 }, () => random.between(0, 1))
    const average = values.reduce((sum, value) => sum + value, 0) / 400
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 399)

    const [interval] = clusterBootstrap([mean(values)], 400, { replicates: 2000 })

    expect(interval?.low).toBeCloseTo(average - (1.966 * sd) / 20, 2)
    expect(interval?.high).toBeCloseTo(average + (1.966 * sd) / 20, 2)
  })

  test('covers the truth about as often as it says', () => {
    const trials = 150
    let covered = 0
    for (let trial = 0; trial < trials; trial++) {
      const random = seeded(trial)
      const values = Array.from({ length: 40 }, () => random.between(0, 1) + random.between(-1, 1))
      const [interval] = clusterBootstrap([mean(values)], 40, { replicates: 300, seed: trial })
      if (interval && interval.low <= 0.5 && interval.high >= 0.5) covered++
    }

    expect(covered / trials).toBeGreaterThan(0.87)
    expect(covered / trials).toBeLessThan(0.99)
  })

  test('is wider when the same images come in fewer, larger clusters', () => {
    const random = seeded(5)
    const level = Array.from({ length: 20 }, () => random.between(0, 1))
    const single = mean(level.flatMap((value) => new Array<number>(10).fill(value)))
    const grouped: Ratio = {
      numerator: Float64Array.from(level, (value) => value * 10),
      denominator: new Float64Array(20).fill(10),
    }

    const [narrow] = clusterBootstrap([single], 200)
    const [wide] = clusterBootstrap([grouped], 20)

    expect(ratioOf(grouped)).toBeCloseTo(ratioOf(single) ?? 0, 12)
    expect((wide?.high ?? 0) - (wide?.low ?? 0)).toBeGreaterThan(2 * ((narrow?.high ?? 9) - (narrow?.low ?? 0)))
  })

  test('gives the same interval for the same seed, one that holds the estimate', () => {
    const values = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 10, maxLength: 50 })
    fc.assert(
      fc.property(values, (sample) => {
        const ratio = mean(sample)
        const [once] = clusterBootstrap([ratio], sample.length)
        const [again] = clusterBootstrap([ratio], sample.length)

        expect(again).toEqual(once)
        if (once) {
          expect(once.low).toBeLessThanOrEqual((ratioOf(ratio) ?? 0) + 1e-9)
          expect(once.high).toBeGreaterThanOrEqual((ratioOf(ratio) ?? 0) - 1e-9)
        }
      }),
      { numRuns: 15 },
    )
  })

  test('says nothing on fewer than five clusters, or where nothing varies', () => {
    const few = mean([1, 2, 3, 4])
    const constant = mean([2, 2, 2, 2, 2, 2, 2])

    expect(clusterBootstrap([few], 4)).toEqual([null])
    expect(clusterBootstrap([constant], 7)).toEqual([null])
    expect(clusterBootstrap([{ numerator: new Float64Array(0), denominator: new Float64Array(0) }], 0)).toEqual([null])
  })
})

test('quantiles are those of R (type 7)', () => {
  expect([0.025, 0.25, 0.5, 0.975].map((p) => quantile([1, 2, 4, 8, 16], p))).toEqual([1.1, 2, 4, 15.2])
})
