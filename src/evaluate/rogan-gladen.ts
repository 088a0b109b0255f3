import type { Estimate } from '../report/statistics/interval.ts'
import { normal975 } from '../report/statistics/wilson.ts'

/** How often a detector is right, as counted on labelled images. */
export interface Misclassification {
  /** Labelled images that show the brand, and those of them in which it was found. */
  shown: number
  found_where_shown: number
  /** Labelled images that don't, and those of them in which it was not found. */
  absent: number
  silent_where_absent: number
}

const z = normal975

/**
 * The share of images that show a brand, from the share in which it was found and from sensitivity and specificity: Rogan &
 * Gladen (1978); interval of Lang & Reiczigel (2014), 95 %, which also takes into account that both were estimated.
 * @param found images in which it was found, of `all`
 * @returns no value where the detector is no better than chance or one of the two kinds is not among the labelled
 */
export function roganGladen({ found, all }: { found: number; all: number }, counted: Misclassification): Estimate {
  const { shown, found_where_shown, absent, silent_where_absent } = counted
  if (shown === 0 || absent === 0 || all === 0) return { value: null, interval: null }
  const [sensitivity, specificity] = [found_where_shown / shown, silent_where_absent / absent]
  const reach = sensitivity + specificity - 1
  if (reach <= 0) return { value: null, interval: null }
  const value = (found / all + specificity - 1) / reach
  return { value: within(value), interval: limits({ found, all }, counted) }
}

/** Lang & Reiczigel's limits: z²/2 is added to found and not found, 1 to hits and misses of each kind, and the centre is moved. */
function limits({ found, all }: { found: number; all: number }, counted: Misclassification): Estimate['interval'] {
  const total = all + z ** 2
  const share = (found + z ** 2 / 2) / total
  const [ofShown, ofAbsent] = [counted.shown + 2, counted.absent + 2]
  const sensitivity = (counted.found_where_shown + 1) / ofShown
  const specificity = (counted.silent_where_absent + 1) / ofAbsent
  const reach = sensitivity + specificity - 1
  if (reach <= 0) return null
  const value = (share + specificity - 1) / reach
  const sensitivityVariance = (sensitivity * (1 - sensitivity)) / ofShown
  const specificityVariance = (specificity * (1 - specificity)) / ofAbsent
  const shift = 2 * z ** 2 * (value * sensitivityVariance - (1 - value) * specificityVariance)
  const variance =
    ((share * (1 - share)) / total + value ** 2 * sensitivityVariance + (1 - value) ** 2 * specificityVariance) /
    reach ** 2
  const half = z * Math.sqrt(variance)
  return { low: within(value + shift - half), high: within(value + shift + half) }
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share))
}
