import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { estimateContrast } from '../../src/compare/bell-mccaffrey.ts'
import { bootstrapContrast } from '../../src/compare/bootstrap-contrast.ts'
import { type Contrast, sandwichError } from '../../src/compare/contrast.ts'
import { liftOf } from '../../src/compare/lift.ts'
import { differenceOfShares } from '../../src/compare/newcombe.ts'
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
