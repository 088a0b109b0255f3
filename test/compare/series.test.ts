import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { autoregress } from '../../src/compare/autoregression.ts'
import { interrupted } from '../../src/compare/interrupted.ts'
import { leastSquares } from '../../src/compare/least-squares.ts'
import { regressOverTime, usualLags } from '../../src/compare/newey-west.ts'
import type { Period } from '../../src/compare/periods.ts'

// Expected values: statsmodels 0.14, and expected.py, which computes with whole covariance matrices.

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

  test('an interrupted series counts its gaps, too', () => {
    const periods = rows.flatMap((_, i): Period[] => {
      const outcomes = { share: values[i] as number, size: null, centrality: null, engagement: null }
      return i % 5 === 3 ? [] : [{ index: index[i] as number, posts: 1, brand: outcomes, controls: outcomes }]
    })

    const found = interrupted(periods, 'share', false)
    expect(found?.level.value).toBeCloseTo(0.6394391319675197, 7)
    expect(found?.likely_autocorrelation).toBeCloseTo(0.04003398581703258, 9)
    // The brand less itself is nothing, of which nothing can be said.
    expect(interrupted(periods, 'share', true)).toBeNull()
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
