/**
 * As many independent posts say as much of a mean as these: their number by Kish's (1965) design effect.
 * @param counts of posts by cluster, one at least
 * @param correlation of two posts of one cluster, 0 to 1
 * @returns 1 to the number of posts
 */
export function effectivePosts(counts: Float64Array, correlation: number): number {
  const posts = counts.reduce((sum, count) => sum + count, 0)
  const squares = counts.reduce((sum, count) => sum + count * count, 0)
  return posts / (1 + correlation * (squares / posts - 1))
}
