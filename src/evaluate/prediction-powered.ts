/**
 * What one image adds to a ratio of means: `above` / `below`. A mean has 1 below for every image; the mean size where a brand
 * is shown has the size above, and below whether it is shown.
 */
export interface Unit {
  above: number
  below: number
  /** Units of one cluster are not independent. */
  cluster: string
}

/** Of a labelled image both is known, what is true and what was found. */
export interface LabelledUnit extends Unit {
  found: { above: number; below: number }
}

export interface PredictionPowered {
  value: number
  /** Of the value, by sums over clusters. */
  variance: number
  /** How far findings are relied on: 0 not at all (labels alone), 1 fully. */
  lambda: number
}

/**
 * A ratio of means over many images with findings, of which some, drawn at random, are labelled: prediction-powered
 * inference (Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023) with the tuning of PPI++ (Angelopoulos, Duchi & Zrnic 2023,
 * eq. 6), here for the estimating equation E[above - R below] = 0. The value is free of the detector's errors, whatever they
 * are; findings only make it surer.
 * @param rest findings of the images that are not labelled
 * @returns null where the labelled images have nothing below the line
 */
export function predictionPoweredRatio(
  labelled: readonly LabelledUnit[],
  rest: readonly Unit[],
): PredictionPowered | null {
  const means = {
    above: mean(labelled, ({ above }) => above),
    below: mean(labelled, ({ below }) => below),
    foundAbove: mean(labelled, ({ found }) => found.above),
    foundBelow: mean(labelled, ({ found }) => found.below),
    restAbove: mean(rest, ({ above }) => above),
    restBelow: mean(rest, ({ below }) => below),
  }
  if (labelled.length < 2 || means.below === 0) return null
  const ratioAt = (lambda: number) => {
    const above = means.above + lambda * (means.restAbove - means.foundAbove)
    const below = means.below + lambda * (means.restBelow - means.foundBelow)
    return { value: above / below, below }
  }
  let lambda = 0
  // The best reliance depends on the ratio itself, unless all is 1 below the line; a few rounds settle it.
  for (let round = 0; round < 5; round++) lambda = tuned(labelled, rest, ratioAt(lambda).value)
  const { value, below } = ratioAt(lambda)
  if (!(below > 0)) return null
  return { value, lambda, variance: variance(labelled, rest, { value, lambda }) / below ** 2 }
}

interface At {
  value: number
  lambda: number
}

/**
 * Covariance of truth and findings over the variance of findings; PPI++ bounds it by 0 and 1. The covariance is over n, the
 * variance over n - 1, as in the authors' ppi-python.
 */
function tuned(labelled: readonly LabelledUnit[], rest: readonly Unit[], ratio: number): number {
  const truth = labelled.map(({ above, below }) => above - ratio * below)
  const found = labelled.map((unit) => unit.found.above - ratio * unit.found.below)
  const all = [...found, ...rest.map(({ above, below }) => above - ratio * below)]
  const spread = (covariance(all, all) * all.length) / (all.length - 1)
  // Findings that never vary leave a trace of rounding.
  if (rest.length === 0 || spread <= 1e-12 * mean(all, (value) => value ** 2)) return 0
  const lambda = covariance(truth, found) / ((1 + labelled.length / rest.length) * spread)
  return Math.min(1, Math.max(0, lambda))
}

/** Of the mean of the estimating equation: what each unit moves it by, summed within clusters, squared. */
function variance(labelled: readonly LabelledUnit[], rest: readonly Unit[], { value, lambda }: At): number {
  const own = labelled.map(
    ({ above, below, found }) => above - value * below - lambda * (found.above - value * found.below),
  )
  const others = rest.map(({ above, below }) => lambda * (above - value * below))
  const [ownMean, othersMean] = [mean(own, identity), mean(others, identity)]
  const sums = new Map<string, number>()
  const add = (cluster: string, move: number) => sums.set(cluster, (sums.get(cluster) ?? 0) + move)
  for (const [i, { cluster }] of labelled.entries()) add(cluster, ((own[i] as number) - ownMean) / labelled.length)
  for (const [i, { cluster }] of rest.entries()) add(cluster, ((others[i] as number) - othersMean) / rest.length)
  const clusters = new Set(labelled.map(({ cluster }) => cluster)).size
  const squares = [...sums.values()].reduce((sum, move) => sum + move ** 2, 0)
  return squares * (clusters > 1 ? clusters / (clusters - 1) : Number.NaN)
}

const identity = (value: number) => value

function mean<T>(units: readonly T[], value: (unit: T) => number): number {
  return units.length === 0 ? 0 : units.reduce((sum, unit) => sum + value(unit), 0) / units.length
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a, identity), mean(b, identity)]
  return a.reduce((sum, value, i) => sum + (value - meanA) * ((b[i] as number) - meanB), 0) / a.length
}
