/**
 * Pearson's correlation over the pairs in which both are there.
 * @returns -1 to 1; null for fewer than three pairs, or where one of the two does not vary
 */
export function pearson(a: readonly (number | null)[], b: readonly (number | null)[]): number | null {
  const pairs = a.flatMap((x, i) => {
    const y = b[i]
    return typeof x === 'number' && typeof y === 'number' ? [[x, y] as const] : []
  })
  const n = pairs.length
  if (n < 3) return null
  const [meanX, meanY] = [pairs.reduce((sum, [x]) => sum + x, 0) / n, pairs.reduce((sum, [, y]) => sum + y, 0) / n]
  let [xx, yy, xy] = [0, 0, 0]
  for (const [x, y] of pairs) {
    xx += (x - meanX) ** 2
    yy += (y - meanY) ** 2
    xy += (x - meanX) * (y - meanY)
  }
  // What is left of a constant is rounding.
  const least = 1e-18 * n
  if (xx <= least * meanX ** 2 || yy <= least * meanY ** 2 || xx === 0 || yy === 0) return null
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
}
