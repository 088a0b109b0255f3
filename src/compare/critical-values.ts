import { seeded } from '../random.ts'
import { tQuantile, tWithin } from '../report/statistics/student-t.ts'
import { type Autoregressive, type AutoregressiveFit, fitAutoregressive } from './prais-winsten.ts'

/** How the deviations of a series may have come about, up to their scale. */
export interface Process {
  periods: number
  simulate(normal: () => number): Float64Array
  /** The design's coefficients by generalised least squares with this process's covariance. */
  fit(outcome: ArrayLike<number>): AutoregressiveFit
  /** (X'V^-1 X)^-1. */
  inverse: readonly (readonly number[])[]
}

/**
 * How many standard errors the 95 % interval of each coefficient has to reach to either side, by parametric bootstrap-t (Efron & Tibshirani
 * 1993, ch. 12): series are simulated as `truth` has them and fitted by the most likely of `models`. The same seed gives the same values.
 *
 * A few hundred series do, as what is random in the estimate with the true covariance needs no simulation: given the direction of the
 * residuals it is a t with n - k degrees of freedom (it and its scale are complete, the direction is ancillary: Basu 1955). So a series says
 * not whether an interval holds the truth but how probably.
 */
export function criticalValues(
  models: readonly Autoregressive[],
  truth: Process,
  { series = 400, seed = 20210501 }: { series?: number; seed?: number } = {},
): number[] {
  const random = seeded(seed)
  const k = truth.inverse.length
  const degrees = truth.periods - k
  // A coefficient and series: the error that the wrong covariance adds, and the standard error it gives, in those of the true one.
  const shifts = Array.from({ length: k }, () => new Float64Array(series))
  const errors = Array.from({ length: k }, () => new Float64Array(series))
  const scratch = new Float64Array(truth.periods)
  for (let i = 0; i < series; i++) {
    const deviations = truth.simulate(random.normal)
    const right = truth.fit(deviations)
    const model = mostLikely(models, deviations, scratch)
    const found = fitAutoregressive(model, deviations)
    for (let j = 0; j < k; j++) {
      const unit = Math.sqrt(right.variance * (truth.inverse[j]?.[j] as number))
      ;(shifts[j] as Float64Array)[i] = ((found.coefficients[j] as number) - (right.coefficients[j] as number)) / unit
      ;(errors[j] as Float64Array)[i] = Math.sqrt(found.variance * (model.design.inverse[j]?.[j] as number)) / unit
    }
  }
  return shifts.map((shift, j) => {
    const error = errors[j] as Float64Array
    const holds = (reach: number) => {
      let sum = 0
      for (let i = 0; i < series; i++) {
        const [wide, aside] = [reach * (error[i] as number), shift[i] as number]
        sum += (tWithin(wide - aside, degrees) + tWithin(wide + aside, degrees)) / 2
      }
      return sum / series
    }
    return crossing(holds, 0.95, tQuantile(0.975, degrees))
  })
}

/** The model with the highest likelihood, which rises to one top and falls: every fourth is looked at, then those around the best. */
function mostLikely(models: readonly Autoregressive[], outcome: Float64Array, scratch: Float64Array): Autoregressive {
  const step = 4
  let best = -1
  let most = Number.NEGATIVE_INFINITY
  const look = (i: number) => {
    const likelihood = logLikelihood(models[i] as Autoregressive, outcome, scratch)
    if (likelihood > most) [best, most] = [i, likelihood]
  }
  for (let i = step >> 1; i < models.length; i += step) look(i)
  const [from, to] = [Math.max(0, best - step + 1), Math.min(models.length - 1, best + step - 1)]
  const middle = best
  for (let i = from; i <= to; i++) if (i !== middle) look(i)
  const found = models[best]
  if (!found) throw new RangeError('no model to choose from')
  return found
}

/** That of {@link fitAutoregressive} without the fit: nearly all the time goes here (20 models a series). */
function logLikelihood(model: Autoregressive, outcome: Float64Array, scratch: Float64Array): number {
  const { carried, scale, design, logFactor } = model
  let squares = 0
  let last = 0
  for (let t = 0; t < scratch.length; t++) {
    const now = outcome[t] as number
    const value = (scale[t] as number) * (now - (carried[t] as number) * last)
    scratch[t] = value
    squares += value * value
    last = now
  }
  for (const column of design.q) {
    let share = 0
    for (let t = 0; t < scratch.length; t++) share += (column[t] as number) * (scratch[t] as number)
    squares -= share * share
  }
  const degrees = scratch.length - design.q.length
  return logFactor - (degrees / 2) * Math.log(squares / degrees)
}

/** Where a function that rises from below `target` at 0 reaches it: by false position with halved ends (Illinois). */
function crossing(of: (x: number) => number, target: number, guess: number): number {
  let [low, high] = [0, guess]
  let [below, above] = [of(low) - target, of(high) - target]
  while (above < 0) {
    ;[low, below] = [high, above]
    high *= 2
    above = of(high) - target
  }
  let kept = 0
  while (high - low > 1e-10 * high) {
    const x = (low * above - high * below) / (above - below)
    const value = of(x) - target
    if (Math.abs(value) < 1e-9) return x
    if (value < 0) {
      ;[low, below] = [x, value]
      if (kept === 1) above /= 2
      kept = 1
    } else {
      ;[high, above] = [x, value]
      if (kept === -1) below /= 2
      kept = -1
    }
  }
  return (low + high) / 2
}
