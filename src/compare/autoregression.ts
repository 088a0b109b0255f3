import { criticalValues } from './critical-values.ts'
import { driftUnderNoise } from './drift-under-noise.ts'
import type { Coefficient } from './newey-west.ts'
import {
  type Autoregressive,
  type AutoregressiveFit,
  autoregressive,
  fitAutoregressive,
  processOf,
} from './prais-winsten.ts'
import { differenceOfStrands, type Strand } from './two-series.ts'

export interface Autoregression {
  coefficients: Coefficient[]
  /** How much a period's deviation carries over into the next, -1 to 1: that of the highest restricted likelihood. */
  autocorrelation: number
  /** The same freed of its bias. */
  likely_autocorrelation: number
  /** Those that the series does not speak against; what the intervals count with. */
  plausible_autocorrelation: { low: number; high: number }
  /** Standard errors that an interval reaches to either side, a coefficient. */
  critical: number[]
}

/** A series that is one less another, which may carry over from period to period each in its own way. */
export interface Parts {
  own: readonly number[]
  other: readonly number[]
}

/** What is known of how a series came about. */
export interface Origin {
  times?: readonly number[]
  /** What the outcome is the difference of. */
  parts?: Parts | null
  /** Variance of each period's mean by the number of its posts. */
  noise?: readonly number[] | null
}

/** Autocorrelations as equal angles, so that a mean over them is one under the reference prior 1 / sqrt(1 - rho^2). */
const angles = 61
const grid = Array.from({ length: angles }, (_, i) => -Math.cos(((i + 0.5) * Math.PI) / angles))

/** As far below the highest log-likelihood what may be true as well lies: about an 84 % interval of the autocorrelation. */
const plausible = 1
/** The same for two series, whose parameters are not those that fit their difference best. */
const plausibleOfParts = 1.5

/**
 * Regression over periods whose deviations are autoregressive of order 1, by restricted maximum likelihood. In series of a few dozen periods
 * that finds too little autocorrelation and its intervals are too narrow (Turner et al. 2021), those of Newey & West even more so. An
 * interval here therefore reaches as many standard errors as hold the truth in 95 of 100 series simulated from this very design: a parametric
 * bootstrap-t. Where a few dozen periods can't tell how much carries over, it is simulated with the least and the most that is plausible and with
 * what is likely, and the widest counts (after Berger & Boos 1994); also with what it may be besides, if that is as plausible: the difference of
 * two series as each comes about, a drift under the noise of few posts. `npm run bench -- coverage` shows what intervals hold.
 * @param origin times are whole numbers, rising; by 1 if not given
 * @returns null where the design can't be fitted, and where the outcome lies on it, so that nothing is left to tell chance by
 */
export function autoregress(
  rows: readonly (readonly number[])[],
  outcome: readonly number[],
  { times = rows.map((_, t) => t), parts = null, noise = null }: Origin = {},
): Autoregression | null {
  const models = grid.map((rho) => autoregressive(rows, times, rho)).filter((model) => model !== null)
  if (models.length < grid.length || isExact(models, outcome)) return null
  const { rho, model, likely, fits } = fitAll(models, rows, times, outcome)
  const highest = Math.max(...fits.map(({ likelihood }) => likelihood))
  const among = grid.filter((_, i) => (fits[i] as AutoregressiveFit).likelihood >= highest - plausible)
  const range = { low: Math.min(...among, likely), high: Math.max(...among, likely) }
  const truths = [...new Set([range.low, likely, range.high])]
    .map((value) => autoregressive(rows, times, value))
    .filter((found) => found !== null)
    .map(processOf)
  const two =
    parts && !isExact(models, parts.own) && !isExact(models, parts.other) && strandsOf(models, rows, times, parts)
  if (two && two.fit(outcome).likelihood >= highest - plausibleOfParts) truths.push(two)
  const drift = noise && driftUnderNoise(rows, outcome, times, noise, highest)
  if (drift) truths.push(drift)
  const reaches = truths.map((truth) => criticalValues(models, truth))
  const { coefficients, variance } = fitAutoregressive(model, outcome)
  const critical = coefficients.map((_, j) => Math.max(...reaches.map((reach) => reach[j] as number)))
  return {
    coefficients: coefficients.map((value, j) => {
      const standardError = Math.sqrt(variance * (model.design.inverse[j]?.[j] as number))
      const reach = (critical[j] as number) * standardError
      return { value, standardError, low: value - reach, high: value + reach }
    }),
    autocorrelation: rho,
    likely_autocorrelation: likely,
    plausible_autocorrelation: range,
    critical,
  }
}

/** An outcome by every autocorrelation of the grid, by the most likely of all, and what is likely when its bias is taken out. */
function fitAll(
  models: readonly Autoregressive[],
  rows: readonly (readonly number[])[],
  times: readonly number[],
  outcome: readonly number[],
) {
  const fits = models.map((model) => fitAutoregressive(model, outcome))
  const best = fits.reduce((top, fit, i) => (fit.likelihood > (fits[top] as AutoregressiveFit).likelihood ? i : top), 0)
  const rho = maximum(
    (value) => {
      const model = autoregressive(rows, times, value)
      return model ? fitAutoregressive(model, outcome).likelihood : Number.NEGATIVE_INFINITY
    },
    grid[Math.max(0, best - 1)] as number,
    grid[Math.min(angles - 1, best + 1)] as number,
  )
  const model = autoregressive(rows, times, rho) ?? (models[best] as Autoregressive)
  return { fits, rho, model, likely: likelyAutocorrelation(fits) }
}

function strandsOf(
  models: readonly Autoregressive[],
  rows: readonly (readonly number[])[],
  times: readonly number[],
  { own, other }: Parts,
) {
  const strand = (outcome: readonly number[]): Strand => {
    const { model, likely } = fitAll(models, rows, times, outcome)
    const { coefficients } = fitAutoregressive(model, outcome)
    const fitted = (row: readonly number[]) => row.reduce((sum, x, j) => sum + x * (coefficients[j] as number), 0)
    return { autocorrelation: likely, residuals: outcome.map((value, t) => value - fitted(rows[t] ?? [])) }
  }
  return differenceOfStrands(rows, times, [strand(own), strand(other)])
}

/** Whether residuals are no more than rounding. */
function isExact(models: readonly Autoregressive[], outcome: readonly number[]): boolean {
  const { variance } = fitAutoregressive(models[(angles - 1) / 2] as Autoregressive, outcome)
  return variance <= 1e-20 * outcome.reduce((sum, value) => sum + value * value, 1e-200)
}

/**
 * The mean of Fisher's z = atanh(rho), on whose scale an autocorrelation is about normal, over the restricted likelihood with the reference
 * prior for the autocorrelation (Berger & Yang 1994), as an autocorrelation.
 */
function likelyAutocorrelation(fits: readonly AutoregressiveFit[]): number {
  const top = Math.max(...fits.map(({ likelihood }) => likelihood))
  let weights = 0
  let sum = 0
  for (const [i, { likelihood }] of fits.entries()) {
    const weight = Math.exp(likelihood - top)
    weights += weight
    sum += weight * Math.atanh(grid[i] as number)
  }
  return Math.tanh(sum / weights)
}

/** By golden section. */
function maximum(of: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [from, to]
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)]
  let [atA, atB] = [of(a), of(b)]
  while (high - low > 1e-9) {
    if (atA > atB) {
      ;[high, b, atB] = [b, a, atA]
      a = high - golden * (high - low)
      atA = of(a)
    } else {
      ;[low, a, atA] = [a, b, atB]
      b = low + golden * (high - low)
      atB = of(b)
    }
  }
  return (low + high) / 2
}
