import { describe, expect, test } from '@jest/globals'
import { estimateBrands } from '../../src/report/brand-estimates.ts'
import type { BrandSums, ClusterTotals } from '../../src/report/queries-brands.ts'
import { clusteredMean, sharesOf } from '../../src/report/statistics/clustered-mean.ts'
import { wilson } from '../../src/report/statistics/wilson.ts'

/** Eight accounts of ten images each, five posts each; Acme is in most images of some, and in none of others. */
const shown = [8, 9, 0, 7, 1, 0, 8, 1]
const totals: ClusterTotals[] = shown.map((_, g) => ({
  ...{ cluster: `a${g}`, images: 10, posts: 5 },
  ...{ plain_posts: 5, plain_likes: 50 + g, plain_likes_squares: 520 + g },
}))
const sums: BrandSums[] = shown.flatMap((images, g) =>
  images === 0
    ? []
    : [null, 'Acme'].map((brand) => ({
        ...{ cluster: `a${g}`, brand, images, logos: images, posts: Math.ceil(images / 2) },
        ...{ size: 0.1 * images, size_squares: 0.01 * images + 0.001 * g },
        ...{ centrality: 0.5 * images, centrality_squares: 0.25 * images + 0.001 * g },
        ...{ liked_posts: 1, likes: 10 * g, likes_squares: 100 * g * g },
      })),
)
const given = { sums, totals, tracked: ['Acme', 'Beta'] }

describe('what is said of a brand', () => {
  test('takes the images of an account together, which says less than if they were independent', () => {
    const [acme] = estimateBrands({ ...given, isClustered: true }).brands

    const expected = clusteredMean(sharesOf(Float64Array.from(shown), new Float64Array(8).fill(10)), 'share')
    expect(acme?.imageShare).toEqual({ value: 34 / 80, interval: expected.interval })
    expect(acme?.imageShareIndependent).toEqual(wilson(34, 80))
    const width = (interval = acme?.imageShareIndependent) => (interval?.high ?? 0) - (interval?.low ?? 0)
    expect(width(acme?.imageShare.interval)).toBeGreaterThan(1.5 * width())
    expect(acme?.postShare.value).toBe(19 / 40)
    expect(acme?.size.value).toBeCloseTo(0.1, 12)
  })

  test('of a brand that was never found says how often it may be there all the same', () => {
    const beta = estimateBrands({ ...given, isClustered: true }).brands.find(({ brand }) => brand === 'Beta')

    expect(beta?.imageShare).toEqual({ value: 0, interval: wilson(0, 80) })
    expect(beta?.size).toEqual({ value: null, interval: null })
  })

  test('of images that nothing takes together is what Wilson says', () => {
    const [acme] = estimateBrands({ ...given, isClustered: false }).brands

    expect(acme?.imageShare.interval).toEqual(wilson(34, 80))
  })
})
