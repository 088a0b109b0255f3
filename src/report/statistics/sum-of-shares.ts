import type { Interval } from './interval.ts'
import { scoreInterval } from './score-interval.ts'
import { type Side, sumOfMeans, varianceOf } from './sum-of-means.ts'

/**
 * The interval of a sum of weighted shares, from Wilson's of each.
 * @param reach of a symmetric interval, in standard errors
 */
export function sumOfShares(sides: readonly Side[], weights: readonly number[], reach: number): Interval {
  const intervals = sides.map((side) => {
    const variance = varianceOf(side)
    return variance > 0 ? scoreInterval({ mean: side.mean, variance }, reach) : ofOneAnswer(side, reach)
  })
  return sumOfMeans(sides, weights, intervals)
}

/** Where all posts of a side say the same, there is no variance to see: that of posts as correlated as the others stands for it. */
function ofOneAnswer({ mean, posts }: Side, reach: number): Interval {
  const end = (reach * reach) / (posts + reach * reach)
  return mean < 0.5 ? { low: mean, high: end } : { low: 1 - end, high: mean }
}
