import { estimateContrast, type Kind } from '../report/statistics/clustered-estimate.ts'
import { type Cell, type Contrast, contrastOf, sandwichError } from '../report/statistics/contrast.ts'
import type { Interval } from '../report/statistics/interval.ts'
import { bootstrapContrast } from './bootstrap-contrast.ts'
import { type Interrupted, interrupted, parallelTrend } from './interrupted.ts'
import type { Coefficient } from './newey-west.ts'
import type { Period } from './periods.ts'
import type { Phases } from './phases.ts'
import { type Outcome, outcomes } from './posts-sql.ts'
import type { WithinAccounts } from './within-accounts.ts'

/** A contrast of means, and how sure it is, three ways. */
export interface Difference {
  value: number
  /**
   * By CR2 and the degrees of freedom of Imbens & Kolesár, with sides as shares and skewed values have them: the interval that is meant when none
   * is named; null where the value hangs on one cluster, or nothing varies.
   */
  interval: Interval | null
  standardError: number | null
  degrees: number | null
  /** By the cluster bootstrap; null with fewer than five clusters. */
  bootstrap: Interval | null
  /** Standard error by the cluster-robust sandwich, CR1, as other software gives it. */
  sandwich: number | null
}

/** How one outcome changed at the event. */
export interface Change {
  outcome: Outcome
  /** Posts that have it. */
  posts: { before: number; after: number }
  before: Difference | null
  after: Difference | null
  difference: Difference | null
  /** The difference of the accounts that posted on both sides; null without such accounts, or where posts are taken as independent. */
  within: WithinAccounts | null
  /** The difference of the controls' posts; null without controls. */
  controls: Difference | null
  /** Difference in differences: the brand's minus the controls'. */
  against_controls: Difference | null
  /** Slope of brand minus controls before the event, a period. */
  parallel: Coefficient | null
  series: Interrupted | null
  series_against_controls: Interrupted | null
}

const kinds: Record<Outcome, Kind> = { share: 'share', size: 'part', centrality: 'part', engagement: 'amount' }

export interface Measured {
  phases: Phases
  periods: readonly Period[]
  within: Record<Outcome, WithinAccounts | null> | null
}

export function changesOf({ phases, periods, within }: Measured, controlled: boolean): Change[] {
  return outcomes.map((outcome) => {
    const before = phases.cell(outcome, 'brand', 'before')
    const after = phases.cell(outcome, 'brand', 'after')
    const others = [phases.cell(outcome, 'controls', 'before'), phases.cell(outcome, 'controls', 'after')]
    const of = (contrast: Contrast) => differenceOf(contrast, kinds[outcome])
    return {
      outcome,
      posts: { before: postsOf(before), after: postsOf(after) },
      before: of({ cells: [before], weights: [1] }),
      after: of({ cells: [after], weights: [1] }),
      difference: of({ cells: [before, after], weights: [-1, 1] }),
      within: within?.[outcome] ?? null,
      controls: controlled ? of({ cells: others, weights: [-1, 1] }) : null,
      against_controls: controlled ? of({ cells: [before, after, ...others], weights: [-1, 1, 1, -1] }) : null,
      parallel: controlled ? parallelTrend(periods, outcome) : null,
      series: interrupted(periods, outcome, false),
      series_against_controls: controlled ? interrupted(periods, outcome, true) : null,
    }
  })
}

function differenceOf(contrast: Contrast, kind: Kind): Difference | null {
  const value = contrastOf(contrast)
  if (value === null) return null
  const estimate = estimateContrast(contrast, { kind })
  return {
    value,
    interval: estimate && { low: estimate.low, high: estimate.high },
    standardError: estimate?.standardError ?? null,
    degrees: estimate?.degrees ?? null,
    bootstrap: bootstrapContrast(contrast),
    sandwich: sandwichError(contrast),
  }
}

function postsOf({ counts }: Cell): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
