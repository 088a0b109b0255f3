import type { Process } from './critical-values.ts'
import { processOfCovariance } from './process-of-covariance.ts'

/** How much of a drift may carry over, and its variance in that of an average period's noise. */
const carried = [0, 0.2, 0.4, 0.55, 0.7, 0.8, 0.87, 0.93, 0.97]
const ratios = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4]

/** As far below the highest log-likelihood a drift may lie. With 1/2 intervals are too narrow for slow drifts, with 1 too wide where there is none. */
const plausible = 3 / 4

/**
 * What a series of means of posts may be: something that drifts from period to period (autoregressive of order 1), seen through the noise of
 * so many posts a period. Seen from outside it is ARMA(1, 1), and a slow drift under much noise looks like noise alone to an
 * autoregression of order 1. Of the drifts that the outcome does not speak against, that with the least certain last coefficient, the slope.
 * @param noise variance of each period's mean by the number of its posts
 * @param highest log-likelihood of what else may be, with the variance that fits best
 * @returns null where no drift under that noise is as likely as that
 */
export function driftUnderNoise(
  rows: readonly (readonly number[])[],
  outcome: readonly number[],
  times: readonly number[],
  noise: readonly number[],
  highest: number,
): Process | null {
  const average = noise.reduce((sum, variance) => sum + variance, 0) / noise.length
  if (!(average > 0)) return null
  const found = carried.flatMap((over) => ratios.flatMap((ratio) => likely(over, ratio * average) ?? []))
  const best = Math.max(highest, ...found.map(({ likelihood }) => likelihood))
  const among = found.filter(({ likelihood }) => likelihood >= best - plausible)
  return (
    among.reduce<(typeof among)[number] | null>((a, b) => (a && a.spread >= b.spread ? a : b), null)?.process ?? null
  )

  function likely(over: number, variance: number) {
    const covariance = times.map((time, t) =>
      Float64Array.from(
        times,
        (at, s) => variance * over ** Math.abs(time - at) + (s === t ? (noise[t] as number) : 0),
      ),
    )
    const process = processOfCovariance(rows, covariance)
    if (!process) return null
    const fit = process.fit(outcome)
    const degrees = process.periods - process.inverse.length
    return {
      process,
      spread: process.inverse.at(-1)?.at(-1) as number,
      // The scale is known here, where that of others is what fits best.
      likelihood: fit.likelihood + (degrees / 2) * (Math.log(fit.variance) - fit.variance + 1),
    }
  }
}
