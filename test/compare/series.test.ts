import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { autoregress } from '../../src/compare/autoregression.ts'
import { interrupted } from '../../src/compare/interrupted.ts'
import { leastSquares } from '../../src/compare/least-squares.ts'
import { regressOverTime, usualLags } from '../../src/compare/newey-west.ts'
import type { Period } from '../../src/compare/periods.ts'

// Expected values: statsmodels 0.14, and expected_series.py, which computes with whole covariance matrices.

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
    // test/compare/expected_series.py: autoregression, "series"
    expectAutoregression(autoregress(rows, values), {
      autocorrelation: -0.0451624045282494,
      likely: -0.019218222509321307,
      params: [0.8143279132501006, 0.014895430906069363, 0.6711816205450615, -0.0038839400198756183],
      errors: [0.14808092642284662, 0.013696026035457543, 0.1938737641670874, 0.016981451667266126],
      plausible: [-0.25467112024122873, 0.20455206612620086],
      critical: [2.16684445660559, 2.1602174767990308, 2.211296728206452, 2.1700401073532536],
    })
  })

  test('a period without a post is a gap: deviations carry over it by as much less', () => {
    // test/compare/expected_series.py: autoregression, "gaps"
    const kept = rows.map((_, i) => i).filter((i) => i % 5 !== 3)
    const found = autoregress(
      kept.map((i) => rows[i] as number[]),
      kept.map((i) => values[i] as number),
      { times: kept.map((i) => index[i] as number) },
    )
    expectAutoregression(found, {
      autocorrelation: 0.00125078051298168,
      likely: 0.04003398581703258,
      params: [0.7410106950682358, 0.015067613925712407, 0.6394391319675197, 0.007717462632031737],
      errors: [0.16165934359438, 0.014927857140934213, 0.22157877905650203, 0.019371088901917074],
      plausible: [-0.25467112024122873, 0.3041148323275176],
      critical: [2.278784506017723, 2.266862190844811, 2.305269676988864, 2.2622047988556946],
    })
  })

  test('a slow drift that the noise of few posts may hide is counted with', () => {
    // test/compare/expected_series.py: "noise"
    const hidden = values.map((value, i) => value + 0.4 * Math.sin(i / 3))
    const noise = values.map((_, i) => 0.025 + 0.01 * (i % 4))
    expectAutoregression(autoregress(rows, hidden, { times: index, noise }), {
      autocorrelation: 0.22774474465813085,
      likely: 0.3482461408385853,
      plausible: [-0.05147875477034667, 0.5366961939916004],
      params: [0.4143198581286289, -0.025616138431407053, 1.3133359390997197, 0.014652594544165133],
      errors: [0.21703397514692857, 0.019933267492308893, 0.2750369542831524, 0.0254300993834418],
      critical: [3.2408629921237524, 3.0363361306481718, 2.5410567300996747, 3.3968481243799715],
    })
  })

  test('a difference of two series that carry over each in its own way is simulated as such', () => {
    // test/compare/expected_series.py: "controls" and "controls, gaps"
    let drift = 0
    const own = index.map((t, i) => {
      drift += ((7 * i + i * i) % 13) / 13 - 0.45
      return drift + (t >= 0 ? 0.4 : 0)
    })
    const other = index.map((_, i) => ((11 * i + 3 * i * i) % 17) / 17 + 0.01 * i)
    const difference = own.map((value, i) => value - (other[i] as number))
    expectAutoregression(autoregress(rows, difference, { times: index, parts: { own, other } }), {
      autocorrelation: 0.00013802569239222985,
      likely: 0.03998489575717998,
      plausible: [-0.25467112024122873, 0.25467112024122884],
      params: [-3.171406427819622, -0.15333791161362711, 0.5219190841852549, -0.012283672829796172],
      errors: [0.14404423489365037, 0.013307372495727854, 0.18796376584992547, 0.016552472041451813],
      critical: [6.259579634039807, 5.1048972098839585, 3.771326962684447, 6.088084313489177],
    })
    const kept = index.flatMap((_, i) => (i % 5 === 3 ? [] : [i]))
    const of = <T>(values: readonly T[]) => kept.map((i) => values[i] as T)
    expectAutoregression(
      autoregress(of(rows), of(difference), { times: of(index), parts: { own: of(own), other: of(other) } }),
      {
        autocorrelation: -0.30632389364702683,
        likely: -0.09605475039299599,
        plausible: [-0.5794210982045637, 0.4004539056512664],
        params: [-3.1703289672350534, -0.15312509313859698, 0.56591282016241, -0.014923901218395494],
        errors: [0.1293212015988707, 0.012037285728319547, 0.17709175359909565, 0.015901689897490412],
        critical: [5.406885910115826, 4.523695520932336, 3.5238851468129115, 5.229766701760656],
      },
    )
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
  expected: {
    autocorrelation: number
    likely: number
    plausible: number[]
    params: number[]
    errors: number[]
    critical: number[]
  },
): void {
  expect(found?.autocorrelation).toBeCloseTo(expected.autocorrelation, 6)
  expect(found?.likely_autocorrelation).toBeCloseTo(expected.likely, 9)
  expect(found?.plausible_autocorrelation.low).toBeCloseTo(expected.plausible[0] as number, 9)
  expect(found?.plausible_autocorrelation.high).toBeCloseTo(expected.plausible[1] as number, 9)
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
