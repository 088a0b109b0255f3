/**
 * Otsu's threshold (1979): the level that parts a histogram into two classes with the largest variance between them.
 * The first such level, as in OpenCV; 0 where all pixels are alike.
 */
export function otsuThreshold(counts: ArrayLike<number>): number {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0)
  const scale = 1 / total
  let mean = 0
  for (let level = 0; level < 256; level++) mean += level * (counts[level] ?? 0)
  mean *= scale

  let threshold = 0
  let best = 0
  let below = 0
  let meanBelow = 0
  for (let level = 0; level < 256; level++) {
    const share = (counts[level] ?? 0) * scale
    meanBelow *= below
    below += share
    const above = 1 - below
    if (Math.min(below, above) < floatEpsilon || Math.max(below, above) > 1 - floatEpsilon) continue
    meanBelow = (meanBelow + level * share) / below
    const meanAbove = (mean - below * meanBelow) / above
    const between = below * above * (meanBelow - meanAbove) ** 2
    if (between > best) {
      best = between
      threshold = level
    }
  }
  return threshold
}

const floatEpsilon = 2 ** -23
