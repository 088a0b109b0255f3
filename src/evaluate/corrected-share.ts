import type { Interval } from '../report/statistics/interval.ts'
import { tQuantile } from '../report/statistics/student-t.ts'
import { normal975, wilson } from '../report/statistics/wilson.ts'
import { type LabelledUnit, predictionPoweredRatio, type Unit } from './prediction-powered.ts'

/** A labelled image: whether a brand is to be seen, and whether it was found. */
export interface LabelledImage {
  shown: boolean
  found: boolean
  cluster: string
}

export interface CorrectedShare {
  value: number
  /** Null where all labelled images are of one cluster: what lies between clusters is not known then. */
  interval: Interval | null
  lambda: number
}

/**
 * The share of images that show a brand, freed of the detector's errors by prediction-powered inference. The interval is
 * Wilson's at the effective sample size (Korn & Graubard 1998 use the same size), as the normal interval of the papers covers
 * 80 to 90 % where few labelled images show the brand (`npm run bench -- correction`). For the same reason the variance
 * is never below that of the two shares it rests on (shown where found, shown where not found), each with half an image added
 * to its hits and to its misses: a sample without a mistake does not prove that there is none.
 * @param rest of the images that are not labelled, whether the brand was found
 * @returns null with fewer than two labelled images
 */
export function correctedShare(
  labelled: readonly LabelledImage[],
  rest: readonly { found: boolean; cluster: string }[],
): CorrectedShare | null {
  const powered = predictionPoweredRatio(labelled.map(labelledUnit), rest.map(unit))
  if (!powered) return null
  const all = labelled.length + rest.length
  // A share can't be below 0, nor above 1; the corrected one of a rare brand may be.
  const value = Math.min(1, Math.max(0, powered.value))
  const centre = Math.min(1 - 1 / (4 * labelled.length), Math.max(1 / (4 * labelled.length), value))
  // Wilson's interval is for a known variance; this one was estimated from the labelled images, or their clusters.
  const clusters = new Set(labelled.map(({ cluster }) => cluster)).size
  if (clusters < 2) return { value, interval: null, lambda: powered.lambda }
  const widening = (tQuantile(0.975, clusters - 1) / normal975) ** 2
  const variance = widening * Math.max(powered.variance, leastVariance(labelled, rest))
  const size = Math.min(all, (centre * (1 - centre)) / variance)
  const interval = wilson(centre * size, size) as Interval
  return {
    value,
    interval: { low: Math.min(value, interval.low), high: Math.max(value, interval.high) },
    lambda: powered.lambda,
  }
}

function labelledUnit({ shown, found, cluster }: LabelledImage): LabelledUnit {
  return { above: Number(shown), below: 1, found: { above: Number(found), below: 1 }, cluster }
}

function unit({ found, cluster }: { found: boolean; cluster: string }): Unit {
  return { above: Number(found), below: 1, cluster }
}

/** Of the share found times the share shown where found, plus the same where not found; images as independent. */
function leastVariance(labelled: readonly LabelledImage[], rest: readonly { found: boolean }[]): number {
  const all = labelled.length + rest.length
  const share = [...labelled, ...rest].filter(({ found }) => found).length / all
  const within = (found: boolean) => {
    const images = labelled.filter((image) => image.found === found)
    const shown = (images.filter((image) => image.shown).length + 0.5) / (images.length + 1)
    return { shown, variance: (shown * (1 - shown)) / Math.max(1, images.length) }
  }
  const [where, elsewhere] = [within(true), within(false)]
  const sampling = ((where.shown - elsewhere.shown) ** 2 * share * (1 - share)) / all
  return share ** 2 * where.variance + (1 - share) ** 2 * elsewhere.variance + sampling
}
