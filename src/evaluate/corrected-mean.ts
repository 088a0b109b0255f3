import type { Interval } from '../report/statistics/interval.ts'
import { tQuantile } from '../report/statistics/student-t.ts'
import { predictionPoweredRatio } from './prediction-powered.ts'

/** A labelled image: a measure of the brand as it is and as it was found, null where it is not shown, or not found. */
export interface LabelledMeasure {
  shown: number | null
  found: number | null
  cluster: string
}

export interface CorrectedMean {
  value: number
  /** Null where the labelled images that show the brand are of one cluster. */
  interval: Interval | null
  lambda: number
  /** Labelled images that show the brand: what the mean rests on. */
  shown: number
}

/** With fewer labelled images that show the brand, no interval keeps its level. */
export const fewestShown = 10

/**
 * The mean of a measure (size, centrality) over the images that show a brand, freed of the detector's errors: of what it misses,
 * of what it takes for the brand, and of how it measures. Prediction-powered, as a ratio of means;
 * interval by Student's t with one degree of freedom less than there are clusters that show it, for a positive value on the scale of its logarithm.
 * @returns null with fewer than `fewestShown` labelled images that show the brand
 */
export function correctedMean(
  labelled: readonly LabelledMeasure[],
  rest: readonly { found: number | null; cluster: string }[],
): CorrectedMean | null {
  const showing = labelled.filter((image) => image.shown !== null)
  const shown = showing.length
  if (shown < fewestShown) return null
  const powered = predictionPoweredRatio(
    labelled.map((image) => ({ ...parts(image.shown), found: parts(image.found), cluster: image.cluster })),
    rest.map(({ found, cluster }) => ({ ...parts(found), cluster })),
  )
  if (!powered) return null
  const { value, lambda } = powered
  const clusters = new Set(showing.map(({ cluster }) => cluster)).size
  if (clusters < 2) return { value, lambda, shown, interval: null }
  const half = tQuantile(0.975, clusters - 1) * Math.sqrt(powered.variance)
  // Sizes are skewed: an interval on the scale of logarithms misses as often below as above.
  const factor = Math.exp(half / value)
  const interval = value > 0 ? { low: value / factor, high: value * factor } : { low: value - half, high: value + half }
  return { value, lambda, shown, interval }
}

function parts(measure: number | null): { above: number; below: number } {
  return measure === null ? { above: 0, below: 0 } : { above: measure, below: 1 }
}
