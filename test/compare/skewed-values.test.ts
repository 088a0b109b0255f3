import { describe, expect, test } from '@jest/globals'
import { estimateContrast } from '../../src/report/statistics/clustered-estimate.ts'
import type { Cell } from '../../src/report/statistics/contrast.ts'
import { expectEstimate } from './expect-estimate.ts'
import { cellOf, madePosts } from './made-posts.ts'

// Expected values: test/compare/expected.py, which solves the definitions with whole matrices.

describe('intervals of skewed values', () => {
  const posts = madePosts()

  test('the mean of very skewed values has fewer degrees of freedom and reaches farther up than down', () => {
    // test/compare/expected.py: mean of skewed amounts, of skewed parts
    const skewed = posts.map((post) => ({ ...post, value: post.value ** 16 }))
    const largest = Math.max(
      ...skewed.filter((post) => post.after === 0 && post.control === 0).map((post) => post.value),
    )
    const parts = skewed.map((post) => ({ ...post, value: post.value / largest }))
    expectEstimate(
      estimateContrast({ cells: [cellOf(skewed, 0, 0)], weights: [1] }, { kind: 'amount' }),
      [8.388861212495994, 5.235651365215396, 6.322794315402005, 2.8128657936852317, 71.5361985547227],
    )
    expectEstimate(
      estimateContrast({ cells: [cellOf(parts, 0, 0)], weights: [1] }, { kind: 'part' }),
      [0.06892276842434983, 0.04301603965718778, 6.3227943154020165, 0.02674749772623658, 0.47275174885569],
    )
  })

  test('contrasts of skewed values reach farther to where the side with few posts may have missed large ones', () => {
    // test/compare/expected.py: difference of parts; of skewed amounts, few after; skewed parts against controls, few after
    const thirds = posts.map((post) => ({ ...post, value: post.value / 3 }))
    const seen = new Map<number, number>()
    const few = posts
      .filter(({ cluster, after, control }) => {
        if (after === 0 || control === 1) return true
        seen.set(cluster, (seen.get(cluster) ?? 0) + 1)
        return (seen.get(cluster) as number) <= 2
      })
      .map((post) => ({ ...post, value: post.value ** 4 }))
    const largest = Math.max(...few.map(({ value }) => value))
    const parts = few.map((post) => ({ ...post, value: post.value / largest }))
    expectEstimate(
      estimateContrast({ cells: [cellOf(thirds, 0, 0), cellOf(thirds, 1, 0)], weights: [-1, 1] }, { kind: 'part' }),
      [0.11440886699507402, 0.03196727669057932, 10.10775821651159, 0.043035629111562626, 0.18578187333761242],
    )
    expectEstimate(
      estimateContrast({ cells: [cellOf(few, 0, 0), cellOf(few, 1, 0)], weights: [-1, 1] }, { kind: 'amount' }),
      [1.5737645572100316, 0.7863343221660177, 3.64203242493116, -0.6824149197935339, 3.852454629761978],
    )
    const sides = [cellOf(parts, 0, 0), cellOf(parts, 1, 0), cellOf(parts, 0, 1), cellOf(parts, 1, 1)]
    expectEstimate(
      estimateContrast({ cells: sides, weights: [-1, 1, 1, -1] }, { kind: 'part' }),
      [0.14867716876356668, 0.08631634079211656, 3.767324852618414, -0.09606409647013145, 0.3936899379844799],
    )
  })

  test('where sides have as many posts, their skews cancel and the interval is symmetric', () => {
    const [before, after] = [sideOf([1, 2, 3, 10, 4, 2]), sideOf([3, 1, 2, 8, 30, 2])]

    const found = estimateContrast({ cells: [before, after], weights: [-1, 1] }, { kind: 'amount' })
    expect((found?.high as number) - (found?.value as number)).toBeCloseTo(
      (found?.value as number) - (found?.low as number),
      10,
    )
  })

  test('a side whose posts are all alike moves nothing by itself', () => {
    const [before, after] = [sideOf([2, 2, 2, 2, 2, 2]), sideOf([3, 1, 2, 8, 30, 2])]

    const found = estimateContrast({ cells: [before, after], weights: [-1, 1] }, { kind: 'amount' })
    expect(found?.low).toBeLessThan(found?.value as number)
    expect(found?.high).toBeLessThan(Number.POSITIVE_INFINITY)
  })
})

/** One post a cluster. */
function sideOf(values: readonly number[]): Cell {
  return {
    sums: Float64Array.from(values),
    counts: new Float64Array(values.length).fill(1),
    squares: Float64Array.from(values, (value) => value * value),
  }
}
