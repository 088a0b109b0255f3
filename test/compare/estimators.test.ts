import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bootstrapContrast } from '../../src/compare/bootstrap-contrast.ts'
import { liftOf } from '../../src/compare/lift.ts'
import { differenceOfShares } from '../../src/compare/newcombe.ts'
import { estimateContrast } from '../../src/report/statistics/clustered-estimate.ts'
import { type Cell, type Contrast, sandwichError } from '../../src/report/statistics/contrast.ts'
import { expectEstimate } from './expect-estimate.ts'
import { cellOf, madePosts } from './made-posts.ts'

// Expected values: statsmodels 0.14 and SciPy, in Python. The posts of made-posts.ts are the frame `d` with columns g (cluster), after,
// control, y, and brand = 1 - control; `b` is d[d.control == 0].

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
    // test/compare/expected.py: estimate
    const before = { cells: [cellOf(posts, 0, 0)], weights: [1] }
    expectEstimate(
      estimateContrast(before),
      [0.7603448275862066, 0.08147494622535013, 9.084814977476507, 0.5762976559048976, 0.9443919992675156],
    )
    expectEstimate(
      estimateContrast(difference),
      [0.3432266009852215, 0.09590183007173793, 10.107758216511588, 0.12985239254532333, 0.5566008094251197],
    )
    expectEstimate(
      estimateContrast(againstControls),
      [0.20225437876299937, 0.11741307774996278, 10.575915780390996, -0.057440003435018955, 0.46194876096101767],
    )
    expectEstimate(
      estimateContrast(difference, { correlation: 0 }),
      [0.3432266009852215, 0.09590183007173793, 10.015331033641823, 0.12958833650013118, 0.5568648654703119],
    )
  })

  test('shares, parts and amounts have the intervals that their definitions are solved to', () => {
    // test/compare/expected.py: mean, shares
    const yes = posts.map((post) => ({ ...post, value: post.value > 0.72 ? 1 : 0 }))
    const [before, after] = [cellOf(yes, 0, 0), cellOf(yes, 1, 0)]
    const others = [cellOf(yes, 0, 1), cellOf(yes, 1, 1)]
    const amounts = { cells: [cellOf(posts, 0, 0)], weights: [1] }
    const thirds = posts.map((post) => ({ ...post, value: post.value / 3 }))
    expectEstimate(
      estimateContrast(amounts, { kind: 'amount' }),
      [0.7603448275862066, 0.08147494622535013, 9.084814977476507, 0.6052425155503504, 0.9835898161596972],
    )
    expectEstimate(
      estimateContrast({ cells: [cellOf(thirds, 0, 0)], weights: [1] }, { kind: 'part' }),
      [0.25344827586206886, 0.027158315408450047, 9.084814977476507, 0.20131547290333318, 0.3245229103257732],
    )
    expectEstimate(
      estimateContrast({ cells: [before], weights: [1] }, { kind: 'share' }),
      [0.5862068965517236, 0.09564687042100299, 9.927713587701797, 0.37636396169063235, 0.7688134970024258],
    )
    expectEstimate(
      estimateContrast({ cells: [before, after], weights: [-1, 1] }, { kind: 'share' }),
      [0.23522167487684742, 0.09439975572068543, 10.070206929612167, -0.007740501831614788, 0.414857824065321],
    )
    expectEstimate(
      estimateContrast({ cells: [before, after, ...others], weights: [-1, 1, 1, -1] }, { kind: 'share' }),
      [0.09633278598795852, 0.18053366175357424, 10.568925066580611, -0.29447153892628003, 0.462502505784839],
    )
  })

  test('a side on which no post shows the brand is not taken for certain', () => {
    const counts = Float64Array.of(5, 9, 4, 6, 8, 7)
    const [none, some] = [new Float64Array(6), Float64Array.of(1, 3, 0, 2, 1, 2)]
    const rise: Contrast = {
      cells: [
        { sums: none, counts, squares: none },
        { sums: some, counts, squares: some },
      ],
      weights: [-1, 1],
    }

    const plain = estimateContrast(rise)
    const found = estimateContrast(rise, { kind: 'share' })
    expect(found?.value).toBeCloseTo(9 / 39, 12)
    expect(found?.low).toBeLessThan(plain?.low as number)
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
            squares: Float64Array.from(values, (v) => v * v * each),
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
    const counts = Float64Array.of(3, 4, 5)
    const [same, none] = [alike(0.3, counts), alike(0, counts)]

    expect(estimateContrast({ cells: [none, none], weights: [-1, 1] })).toBeNull()
    expect(estimateContrast({ cells: [same, same], weights: [-1, 1] })).toBeNull()
  })

  test('no interval rests on one cluster alone', () => {
    const lonely = alike(0.5, Float64Array.of(2, 0, 0))
    const others = yesOf([1, 1, 2], [2, 3, 4])

    expect(estimateContrast({ cells: [lonely, others], weights: [-1, 1] })).toBeNull()
    expect(estimateContrast({ cells: [alike(0, new Float64Array(3)), others], weights: [-1, 1] })).toBeNull()
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
    // Where clusters do not differ, nothing says how far they may.
    expect(liftOf({ posts: all(100), first: all(20), second: all(10), both: all(2) })?.interval).toBeNull()
    // test/compare/expected.py: lift
    expect(together?.interval?.low).toBeCloseTo(2.7866956684202595, 8)
    expect(together?.interval?.high).toBeCloseTo(3.7903313661759617, 8)
    expect(liftOf({ posts: all(100), first: all(20), second: all(0), both: all(0) })).toBeNull()
  })
})

function alike(value: number, counts: Float64Array): Cell {
  return { sums: counts.map((n) => n * value), counts, squares: counts.map((n) => n * value * value) }
}

function yesOf(yes: readonly number[], of: readonly number[]): Cell {
  const sums = Float64Array.from(yes)
  return { sums, counts: Float64Array.from(of), squares: sums }
}
