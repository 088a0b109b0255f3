import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { autoregress } from '../../src/compare/autoregression.ts'
import { estimateContrast } from '../../src/compare/bell-mccaffrey.ts'
import { bootstrapContrast } from '../../src/compare/bootstrap-contrast.ts'
import { type Contrast, sandwichError } from '../../src/compare/contrast.ts'
import { leastSquares } from '../../src/compare/least-squares.ts'
import { liftOf } from '../../src/compare/lift.ts'
import { differenceOfShares } from '../../src/compare/newcombe.ts'
import { regressOverTime, usualLags } from '../../src/compare/newey-west.ts'
import { tProbability, tQuantile, tWithin, twoSided } from '../../src/compare/student-t.ts'
import { cellOf, madePosts } from './made-posts.ts'

// Expected values: statsmodels 0.14 and SciPy, in Python. The posts of made-posts.ts are the frame `d` with columns g (cluster), after,
// control, y, and brand = 1 - control; `b` is d[d.control == 0].

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

describe('contrasts of means over clusters', () => {
  const posts = madePosts()
  const difference: Contrast = { cells: [cellOf(posts, 0, 0), cellOf(posts, 1, 0)], weights: [-1, 1] }
  const againstControls: Contrast = {
    cells: [...difference.cells, cellOf(posts, 0, 1), cellOf(posts, 1, 1)],
    weights: [-1, 1, 1, -1],
  }

  test('the difference and its sandwich error are those of statsmodels', () => {
    // smf.ols('y ~ after', b).fit(cov_type='cluster', cov_kwds={'groups': b.g}): params.after, bse.after
    expect(estimateContrast(difference)?.value).toBeCloseTo(0.3432266009852215, 10)
    expect(sandwichError(difference)).toBeCloseTo(0.09614923205525033, 10)
  })

  test('so are the difference in differences and its error', () => {
    // smf.ols('y ~ after * brand', d).fit(cov_type='cluster', cov_kwds={'groups': d.g}): 'after:brand'
    expect(estimateContrast(againstControls)?.value).toBeCloseTo(0.20225437876299937, 10)
    expect(sandwichError(againstControls)).toBeCloseTo(0.1180859357913929, 10)
  })

  test('the interval is that of the definitions of CR2 and its degrees of freedom, with whole matrices', () => {
    // test/compare/expected.py: bell_mccaffrey
    expectEstimate(
      estimateContrast({ cells: [cellOf(posts, 0, 0)], weights: [1] }),
      [0.7603448275862066, 0.08147494622535015, 9.931971613955321, 0.5786386482621808, 0.9420510069102324],
    )
    expectEstimate(
      estimateContrast(difference),
      [0.3432266009852215, 0.09590183007173793, 10.015331033641825, 0.12958833650013118, 0.5568648654703119],
    )
    expectEstimate(
      estimateContrast(againstControls),
      [0.20225437876299937, 0.11741307774996274, 10.560081961337668, -0.05748962255152043, 0.46199838007751914],
    )
  })

  test('accounts with as many posts each leave one degree of freedom less than there are of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 3, maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (values, each) => {
          fc.pre(new Set(values).size > 1)
          const cell = {
            sums: Float64Array.from(values, (v) => v * each),
            counts: new Float64Array(values.length).fill(each),
          }
          const found = estimateContrast({ cells: [cell], weights: [1] })
          fc.pre(found !== null)
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length
          const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
          expect(found?.degrees).toBeCloseTo(values.length - 1, 6)
          // Then it is the standard error of the accounts' means.
          expect(found?.standardError).toBeCloseTo(Math.sqrt(squares / values.length / (values.length - 1)), 6)
        },
      ),
    )
  })

  test('where no post differs from another, there is nothing to make an interval of', () => {
    const same = { sums: Float64Array.of(0.3 * 3, 0.3 * 4, 0.3 * 5), counts: Float64Array.of(3, 4, 5) }
    const none = { sums: new Float64Array(3), counts: Float64Array.of(3, 4, 5) }

    expect(estimateContrast({ cells: [none, none], weights: [-1, 1] })).toBeNull()
    expect(estimateContrast({ cells: [same, same], weights: [-1, 1] })).toBeNull()
  })

  test('no interval rests on one cluster alone', () => {
    const lonely = { sums: Float64Array.of(1, 0, 0), counts: Float64Array.of(2, 0, 0) }
    const others = { sums: Float64Array.of(1, 1, 2), counts: Float64Array.of(2, 3, 4) }

    expect(estimateContrast({ cells: [lonely, others], weights: [-1, 1] })).toBeNull()
    expect(
      estimateContrast({
        cells: [{ sums: new Float64Array(3), counts: new Float64Array(3) }, others],
        weights: [-1, 1],
      }),
    ).toBeNull()
  })

  test('the bootstrap is that of regressions over clusters drawn with the same numbers, and says the same for the same seed', () => {
    // test/compare/expected.py: bootstrap
    const drawn = { seed: 3, replicates: 200 }
    const own = bootstrapContrast(difference, drawn)
    const against = bootstrapContrast(againstControls, drawn)

    expect(own?.low).toBeCloseTo(0.056551371009347595, 8)
    expect(own?.high).toBeCloseTo(0.6299018309610954, 8)
    expect(against?.low).toBeCloseTo(-0.03113321621388787, 8)
    expect(against?.high).toBeCloseTo(0.4356419737398866, 8)
    expect(bootstrapContrast(difference, { seed: 3 })).toEqual(bootstrapContrast(difference, { seed: 3 }))
    expect(bootstrapContrast(difference, { seed: 4 })).not.toEqual(bootstrapContrast(difference, { seed: 3 }))
  })

  test('adding a number to every post changes no difference', () => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (shift) => {
        const shifted = posts.map((post) => ({ ...post, value: post.value + shift }))
        const moved = estimateContrast({ cells: [cellOf(shifted, 0, 0), cellOf(shifted, 1, 0)], weights: [-1, 1] })
        expect(moved?.value).toBeCloseTo(0.3432266009852215, 8)
        expect(moved?.standardError).toBeCloseTo(0.09590183007173793, 8)
      }),
    )
  })
})

describe('regression over time', () => {
  const index = Array.from({ length: 40 }, (_, i) => i - 18)
  const rows = index.map((t) => [1, t, t >= 0 ? 1 : 0, t >= 0 ? t : 0])
  const values = index.map((t, i) => ((13 * i + i * i) % 17) / 17 + 0.02 * i + (t >= 0 ? 0.5 : 0))

  test('has the coefficients, Newey-West errors and intervals of statsmodels', () => {
    // sm.OLS(y, X).fit(cov_type='HAC', cov_kwds={'maxlags': 3, 'use_correction': True}, use_t=True): params, bse, conf_int()[2]
    const coefficients = regressOverTime(rows, values)?.coefficients ?? []

    const params = [0.8109803921568639, 0.01484004127966977, 0.6798031465550642, -0.004239848633441436]
    const errors = [0.15118369126122733, 0.012991674450744724, 0.21568373587216305, 0.013758717413465085]
    for (const [j, { value, standardError }] of coefficients.entries()) {
      expect(value).toBeCloseTo(params[j] as number, 10)
      expect(standardError).toBeCloseTo(errors[j] as number, 10)
    }
    expect(coefficients[2]?.low).toBeCloseTo(0.24237625572367844, 9)
    expect(coefficients[2]?.high).toBeCloseTo(1.11723003738645, 9)
    expect(usualLags(40)).toBe(3)
  })

  test('autoregressive deviations: what a search over full covariance matrices finds', () => {
    // test/compare/expected.py: autoregression, "series"
    expectAutoregression(autoregress(rows, values), {
      autocorrelation: -0.0451624045282494,
      likely: -0.019218222509321307,
      params: [0.8143279132501006, 0.014895430906069363, 0.6711816205450615, -0.0038839400198756183],
      errors: [0.14808092642284662, 0.013696026035457543, 0.1938737641670874, 0.016981451667266126],
      critical: [2.115785538024252, 2.1131878907836605, 2.1487040695650887, 2.112800424934677],
    })
  })

  test('a period without a post is a gap: deviations carry over it by as much less', () => {
    // test/compare/expected.py: autoregression, "gaps"
    const kept = rows.map((_, i) => i).filter((i) => i % 5 !== 3)
    const found = autoregress(
      kept.map((i) => rows[i] as number[]),
      kept.map((i) => values[i] as number),
      kept.map((i) => index[i] as number),
    )
    expectAutoregression(found, {
      autocorrelation: 0.00125078051298168,
      likely: 0.04003398581703258,
      params: [0.7410106950682358, 0.015067613925712407, 0.6394391319675197, 0.007717462632031737],
      errors: [0.16165934359438, 0.014927857140934213, 0.22157877905650203, 0.019371088901917074],
      critical: [2.1783024163726665, 2.172150397391099, 2.1799124112467485, 2.1584376370228204],
    })
  })

  test('a series that lies on its lines says nothing about chance', () => {
    expect(
      autoregress(
        rows,
        rows.map(() => 0),
      ),
    ).toBeNull()
    expect(
      autoregress(
        rows,
        rows.map(([one, t, after]) => 0.3 * (one as number) + 0.01 * (t as number) + 0.1 * (after as number)),
      ),
    ).toBeNull()
  })

  test('without lags they are the heteroskedasticity-consistent ones', () => {
    // the same with maxlags 0: bse
    const errors = regressOverTime(rows, values, 0)?.coefficients.map(({ standardError }) => standardError) ?? []

    const expected = [0.1642498737786375, 0.017106241998809887, 0.20763849673537485, 0.020383915727272436]
    for (const [j, error] of errors.entries()) expect(error).toBeCloseTo(expected[j] as number, 10)
  })

  test('finds what a line was made of, and refuses columns that say the same', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true }), (a, b) => {
        const fit = leastSquares(
          index.map((t) => [1, t]),
          index.map((t) => a + b * t),
        )
        expect(fit?.coefficients[0]).toBeCloseTo(a, 8)
        expect(fit?.coefficients[1]).toBeCloseTo(b, 8)
      }),
    )
    expect(
      leastSquares(
        index.map((t) => [1, t, 2 * t + 1]),
        values,
      ),
    ).toBeNull()
    expect(leastSquares([[1, 2]], [3])).toBeNull()
  })
})

describe('shares and lifts', () => {
  test("the difference of two shares has Newcombe's interval", () => {
    // statsmodels.stats.proportion.confint_proportions_2indep(15, 40, 7, 50, method='newcomb', compare='diff', correction=False)
    const interval = differenceOfShares({ count: 7, of: 50 }, { count: 15, of: 40 })
    expect(interval?.low).toBeCloseTo(0.05478274240638431, 9)
    expect(interval?.high).toBeCloseTo(0.40498123085063414, 9)
    // the same of (0, 10, 3, 20)
    const none = differenceOfShares({ count: 3, of: 20 }, { count: 0, of: 10 })
    expect(none?.low).toBeCloseTo(-0.36041886474075696, 9)
    expect(none?.high).toBeCloseTo(0.1442045492129788, 9)
    expect(differenceOfShares({ count: 0, of: 0 }, { count: 1, of: 2 })).toBeNull()
  })

  test('brands that know nothing of each other have a lift of 1, those that come together more', () => {
    const clusters = 8
    const all = (value: number) => new Float64Array(clusters).fill(value)

    expect(liftOf({ posts: all(100), first: all(20), second: all(10), both: all(2) })?.value).toBeCloseTo(1, 12)
    const together = liftOf({
      posts: all(100),
      first: all(20),
      second: all(10),
      both: Float64Array.of(5, 6, 7, 8, 5, 6, 7, 8),
    })
    expect(together?.value).toBeCloseTo(3.25, 12)
    // test/compare/expected.py: lift
    expect(together?.interval?.low).toBeCloseTo(2.7866956684202595, 8)
    expect(together?.interval?.high).toBeCloseTo(3.7903313661759617, 8)
    expect(liftOf({ posts: all(100), first: all(20), second: all(0), both: all(0) })).toBeNull()
  })
})

function expectEstimate(
  found: ReturnType<typeof estimateContrast>,
  [value, error, degrees, low, high]: readonly number[],
): void {
  expect(found?.value).toBeCloseTo(value as number, 10)
  expect(found?.standardError).toBeCloseTo(error as number, 10)
  expect(found?.degrees).toBeCloseTo(degrees as number, 8)
  expect(found?.low).toBeCloseTo(low as number, 9)
  expect(found?.high).toBeCloseTo(high as number, 9)
}

function expectAutoregression(
  found: ReturnType<typeof autoregress>,
  expected: { autocorrelation: number; likely: number; params: number[]; errors: number[]; critical: number[] },
): void {
  expect(found?.autocorrelation).toBeCloseTo(expected.autocorrelation, 6)
  expect(found?.likely_autocorrelation).toBeCloseTo(expected.likely, 9)
  expect(found?.coefficients).toHaveLength(expected.params.length)
  for (const [j, { value, standardError, low, high }] of (found?.coefficients ?? []).entries()) {
    const [param, error, critical] = [expected.params[j], expected.errors[j], expected.critical[j]] as number[]
    expect(value).toBeCloseTo(param as number, 7)
    expect(standardError).toBeCloseTo(error as number, 7)
    expect(found?.critical[j]).toBeCloseTo(critical as number, 7)
    expect(low).toBeCloseTo((param as number) - (critical as number) * (error as number), 6)
    expect(high).toBeCloseTo((param as number) + (critical as number) * (error as number), 6)
  }
}
