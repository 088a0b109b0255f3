import type { Process } from './critical-values.ts'
import { type Design, factor, fitTo } from './least-squares.ts'

/** A regression over periods whose deviations are autoregressive of order 1, for one autocorrelation. */
export interface Autoregressive {
  /** By which a period's deviation follows from that of the period before it, and its scale: the first has none before. */
  carried: Float64Array
  scale: Float64Array
  design: Design
  /** -1/2 ln |V| - 1/2 ln |X'V^-1 X|: what of the restricted likelihood does not depend on the outcome. */
  logFactor: number
}

/** What of an outcome is found for one autocorrelation. */
export interface AutoregressiveFit {
  coefficients: number[]
  /** Of what is new in a period. */
  variance: number
  /** Logarithm of the restricted likelihood, up to a constant. */
  likelihood: number
}

/**
 * Makes periods independent as Prais & Winsten (1954) do. Where periods are missing, a deviation carries over by rho to the power of the
 * distance, so that a gap is a gap and not a neighbour.
 * @param times of the periods, whole numbers, rising
 * @param rho between -1 and 1, exclusive
 * @returns null where the design can't be fitted
 */
export function autoregressive(
  rows: readonly (readonly number[])[],
  times: readonly number[],
  rho: number,
): Autoregressive | null {
  const carried = Float64Array.from(times, (time, t) => (t === 0 ? 0 : rho ** (time - (times[t - 1] as number))))
  const scale = carried.map((over) => Math.sqrt((1 - rho * rho) / (1 - over * over)))
  const design = factor(
    rows.map((row, t) =>
      row.map((value, j) => (scale[t] as number) * (value - (carried[t] as number) * (rows[t - 1]?.[j] ?? 0))),
    ),
  )
  if (!design) return null
  const logFactor = scale.reduce((sum, value) => sum + Math.log(value), 0) - design.logDeterminant / 2
  return { carried, scale, design, logFactor }
}

export function fitAutoregressive(model: Autoregressive, outcome: ArrayLike<number>): AutoregressiveFit {
  const { carried, scale, design, logFactor } = model
  const independent = scale.map(
    (factor, t) =>
      factor * ((outcome[t] as number) - (carried[t] as number) * (t === 0 ? 0 : (outcome[t - 1] as number))),
  )
  const { coefficients, squares } = fitTo(design, independent)
  const degrees = scale.length - coefficients.length
  // A perfect fit has no likelihood: rounding stands for it.
  const variance = Math.max(squares, 1e-300) / degrees
  return { coefficients, variance, likelihood: logFactor - (degrees / 2) * Math.log(variance) }
}

/** The model as a process that series can be simulated from. */
export function processOf(model: Autoregressive): Process {
  return {
    periods: model.scale.length,
    simulate: (normal) => simulate(model, normal),
    fit: (outcome) => fitAutoregressive(model, outcome),
    inverse: model.design.inverse,
  }
}

/** Deviations as the model has them, with innovations of variance 1. */
function simulate({ carried, scale }: Autoregressive, normal: () => number): Float64Array {
  const deviations = new Float64Array(scale.length)
  for (const [t, factor] of scale.entries())
    deviations[t] = normal() / factor + (carried[t] as number) * (t === 0 ? 0 : (deviations[t - 1] as number))
  return deviations
}
