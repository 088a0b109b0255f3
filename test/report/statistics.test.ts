import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { seeded } from '../../src/random.ts'
import { clusteredMean, sharesOf } from '../../src/report/statistics/clustered-mean.ts'
import type { Cell } from '../../src/report/statistics/contrast.ts'
import type { Estimate, Interval } from '../../src/report/statistics/interval.ts'
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

describe('the mean over clusters', () => {
  const single = (values: readonly number[]): Cell => ({
    sums: Float64Array.from(values),
    counts: new Float64Array(values.length).fill(1),
    squares: Float64Array.from(values, (value) => value * value),
  })
  const spread = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) }
  }

  test('of independent values is the interval of the t test', () => {
    const random = seeded(3)
    const values = Array.from({ length: 400 }, () => random.between(0, 1))
    const { mean, sd } = spread(values)

    const { value, interval } = clusteredMean(single(values), 'any')

    // scipy.stats.t.ppf(.975, 399)
    expect(value).toBeCloseTo(mean, 12)
    expect(interval?.low).toBeCloseTo(mean - (1.9659272960378862 * sd) / 20, 6)
    expect(interval?.high).toBeCloseTo(mean + (1.9659272960378862 * sd) / 20, 6)
  })

  test('of yes and no that are independent is about that of Wilson', () => {
    const yes = Float64Array.from({ length: 500 }, (_, i) => (i % 7 === 0 ? 1 : 0))
    const { interval } = clusteredMean(sharesOf(yes, new Float64Array(500).fill(1)), 'share')
    const own = wilson(72, 500)

    expect(interval?.low).toBeCloseTo(own?.low as number, 3)
    expect(interval?.high).toBeCloseTo(own?.high as number, 3)
  })

  test('covers the truth about as often as it says, images of an account alike', () => {
    const trials = 400
    let covered = 0
    for (let trial = 0; trial < trials; trial++) {
      const random = seeded(trial)
      const images = Float64Array.from({ length: 20 }, () => 1 + random.integer(20))
      const shown = images.map((count) => {
        const likes = random.next() < 0.5 ? 0.1 : 0.3
        return Array.from({ length: count }, () => (random.next() < likes ? 1 : 0)).reduce<number>((a, b) => a + b, 0)
      })
      const { interval } = clusteredMean(sharesOf(shown, images), 'share')
      if (interval && interval.low <= 0.2 && interval.high >= 0.2) covered++
    }

    expect(covered / trials).toBeGreaterThan(0.92)
    expect(covered / trials).toBeLessThan(0.98)
  })

  test('is wider when the same images come in fewer, larger clusters', () => {
    const random = seeded(5)
    const level = Array.from({ length: 20 }, () => random.between(0, 1))
    const narrow = clusteredMean(single(level.flatMap((value) => new Array<number>(10).fill(value))), 'part')
    const grouped: Cell = {
      sums: Float64Array.from(level, (value) => value * 10),
      counts: new Float64Array(20).fill(10),
      squares: Float64Array.from(level, (value) => value * value * 10),
    }

    const wide = clusteredMean(grouped, 'part')

    expect(wide.value).toBeCloseTo(narrow.value as number, 12)
    const width = ({ interval }: Estimate) => (interval as Interval).high - (interval as Interval).low
    expect(width(wide)).toBeGreaterThan(2 * width(narrow))
  })

  test('holds the estimate and stays where a mean can lie', () => {
    const units = fc.array(
      fc.record({ of: fc.integer({ min: 1, max: 50 }), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
      {
        minLength: 5,
        maxLength: 50,
      },
    )
    fc.assert(
      fc.property(units, (sample) => {
        const of = Float64Array.from(sample, (unit) => unit.of)
        const yes = Float64Array.from(sample, (unit) => Math.round(unit.of * unit.part))
        const { value, interval } = clusteredMean(sharesOf(yes, of), 'share')

        if (!interval) return
        expect(interval.low).toBeGreaterThanOrEqual(0)
        expect(interval.high).toBeLessThanOrEqual(1)
        expect(interval.low).toBeLessThanOrEqual((value as number) + 1e-12)
        expect(interval.high).toBeGreaterThanOrEqual((value as number) - 1e-12)
      }),
    )
  })

  test('holds a mean of parts or amounts however skewed, and stays where it can lie', () => {
    const units = fc.array(fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true }), {
      minLength: 5,
      maxLength: 40,
    })
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 60 }), (values, power) => {
        const skewed = values.map((value) => value ** power)
        const part = clusteredMean(single(skewed), 'part')
        const amount = clusteredMean(single(skewed), 'amount')

        for (const { value, interval } of [part, amount]) {
          if (!interval) continue
          expect(interval.low).toBeGreaterThanOrEqual(0)
          expect(interval.low).toBeLessThanOrEqual(value as number)
          expect(interval.high).toBeGreaterThanOrEqual(value as number)
          expect(interval.high).toBeLessThan(Number.POSITIVE_INFINITY)
        }
        if (part.interval) expect(part.interval.high).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('covers the mean of skewed sizes nearly as often as it says', () => {
    const trials = 600
    let [below, above] = [0, 0]
    for (let trial = 0; trial < trials; trial++) {
      const random = seeded(trial)
      const values = Array.from({ length: 100 }, () => Math.min(1, 0.02 * Math.exp(random.normal())))
      const { interval } = clusteredMean(single(values), 'part')
      if ((interval?.low as number) > 0.02 * Math.exp(0.5)) below++
      if ((interval?.high as number) < 0.02 * Math.exp(0.5)) above++
    }

    // A symmetric interval misses it 58 times, and Wilson's 49 times, nearly always from below.
    expect(below + above).toBeLessThan(39)
    expect(below).toBeGreaterThan(4)
  })

  test('says nothing on fewer than five clusters, or where nothing varies', () => {
    expect(clusteredMean(single([1, 2, 3, 4]), 'amount')).toEqual({ value: 2.5, interval: null })
    expect(clusteredMean(single([2, 2, 2, 2, 2, 2, 2]), 'amount')).toEqual({ value: 2, interval: null })
    expect(clusteredMean(single([]), 'amount')).toEqual({ value: null, interval: null })
  })
})

test('quantiles are those of R (type 7)', () => {
  expect([0.025, 0.25, 0.5, 0.975].map((p) => quantile([1, 2, 4, 8, 16], p))).toEqual([1.1, 2, 4, 15.2])
})
