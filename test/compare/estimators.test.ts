import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { autoregress } from '../../src/compare/autoregression.ts'
import { bootstrapContrast } from '../../src/compare/bootstrap-contrast.ts'
import { type Contrast, estimateContrast, sandwichError } from '../../src/compare/contrast.ts'
import { leastSquares } from '../../src/compare/least-squares.ts'
import { liftOf } from '../../src/compare/lift.ts'
import { differenceOfShares } from '../../src/compare/newcombe.ts'
import { regressOverTime, usualLags } from '../../src/compare/newey-west.ts'
import { tProbability, tQuantile, twoSided } from '../../src/compare/student-t.ts'
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

  test('the jackknife is that of regressions with one cluster left out after another', () => {
    // v = (G - 1) / G * sum((smf.ols(formula, d[d.g != g]).fit().params[name] - full) ** 2 for g in range(12));
    // full, sqrt(v), full -+ t.ppf(.975, 11) * sqrt(v)
    expectEstimate(
      estimateContrast(difference),
      [0.3432266009852215, 0.09659424286144892, 0.13062410589688472, 0.5558290960735583],
    )
    expectEstimate(
      estimateContrast(againstControls),
      [0.20225437876299937, 0.11864855922254133, -0.058889339352068054, 0.46339809687806677],
    )
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

  test('the bootstrap says the same for the same seed, and about the same as the jackknife', () => {
    const first = bootstrapContrast(difference, { seed: 3 })

    expect(bootstrapContrast(difference, { seed: 3 })).toEqual(first)
    expect(bootstrapContrast(difference, { seed: 4 })).not.toEqual(first)
    expect(first?.low).toBeCloseTo(0.131, 1)
    expect(first?.high).toBeCloseTo(0.556, 1)
  })

  test('adding a number to every post changes no difference', () => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (shift) => {
        const shifted = posts.map((post) => ({ ...post, value: post.value + shift }))
        const moved = estimateContrast({ cells: [cellOf(shifted, 0, 0), cellOf(shifted, 1, 0)], weights: [-1, 1] })
        expect(moved?.value).toBeCloseTo(0.3432266009852215, 8)
        expect(moved?.standardError).toBeCloseTo(0.09659424286144892, 8)
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
    // NumPy and SciPy: V = rho ** abs(i - j) / (1 - rho ** 2), W = inv(V), A = X' W X, b = solve(A, X' W y), s2 = e' W e / 36; rho minimises
    // 36 ln s2 + ln |V| + ln |A| (scipy.optimize.minimize_scalar); errors sqrt(s2 diag(inv(A))); t.ppf(.975, 35)
    const found = autoregress(rows, values)

    const params = [0.8143279120739804, 0.014895430891712606, 0.6711816236416865, -0.003883940156038195]
    const errors = [0.14808092885935087, 0.013696026254715716, 0.19387376712694387, 0.016981451958826724]
    expect(found?.autocorrelation).toBeCloseTo(-0.045162386861293605, 6)
    for (const [j, { value, standardError }] of (found?.coefficients ?? []).entries()) {
      expect(value).toBeCloseTo(params[j] as number, 7)
      expect(standardError).toBeCloseTo(errors[j] as number, 7)
    }
    expect(found?.coefficients[2]?.low).toBeCloseTo(0.2775969519175171, 6)
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
    expect(together?.interval?.low).toBeGreaterThan(2.5)
    expect(liftOf({ posts: all(100), first: all(20), second: all(0), both: all(0) })).toBeNull()
  })
})

function expectEstimate(
  found: ReturnType<typeof estimateContrast>,
  [value, error, low, high]: readonly number[],
): void {
  expect(found?.value).toBeCloseTo(value as number, 10)
  expect(found?.standardError).toBeCloseTo(error as number, 10)
  expect(found?.low).toBeCloseTo(low as number, 9)
  expect(found?.high).toBeCloseTo(high as number, 9)
}
