import { expect, test } from '@jest/globals'
import { changeWithinAccounts } from '../../src/compare/within-accounts.ts'
import type { ClusteredEstimate } from '../../src/report/statistics/clustered-estimate.ts'
import { expectEstimate } from './expect-estimate.ts'
import { type MadePost, madePosts } from './made-posts.ts'

test('the change within accounts is that of a regression with a fixed effect for each of them', () => {
  // test/compare/expected_within.py
  const brand = madePosts().filter(({ control }) => control === 0)
  const apart = brand.map((post) => ({ ...post, value: post.value + post.after * (post.cluster % 3) * 0.5 }))
  expectEstimate(
    withinOf(brand),
    [0.31008953168044023, 0.08769369664071132, 9.23704315658472, 0.11248592054772469, 0.5076931428131558],
  )
  expectEstimate(
    withinOf(apart),
    [0.7914944903581269, 0.12533566336839694, 8.635579521548728, 0.5061311226132741, 1.0768578581029797],
  )
  expect(withinOf(brand.filter(({ after }) => after === 1))).toBeNull()
})

/** By a plain walk over the posts, where the command asks in SQL. */
function withinOf(posts: readonly MadePost[]): ClusteredEstimate | null {
  const sides = Array.from({ length: 12 }, (_, g) =>
    [0, 1].map((after) => posts.filter((post) => post.cluster === g && post.after === after).map(({ value }) => value)),
  ) as [number[], number[]][]
  const both = sides.filter(([before, after]) => before.length > 0 && after.length > 0)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0)
  const weights = Float64Array.from(both, ([before, after]) => {
    return (before.length * after.length) / (before.length + after.length)
  })
  const found = changeWithinAccounts({
    weights,
    sums: weights.map((weight, i) => weight * (mean(both[i]?.[1] ?? []) - mean(both[i]?.[0] ?? []))),
    accounts: both.length,
    posts: both.flat(2).length,
    squares: both.flat().reduce((sum, values) => sum + squares(values), 0),
  })
  if (!found?.interval) return null
  const { value, standardError, degrees, interval } = found
  return { value, standardError: standardError as number, degrees: degrees as number, ...interval }
}
