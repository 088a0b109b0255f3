import type { Process } from './critical-values.ts'
import { processOfCovariance } from './process-of-covariance.ts'

/** A series of deviations that is autoregressive of order 1: its autocorrelation, and its residuals by period. */
export interface Strand {
  autocorrelation: number
  residuals: ArrayLike<number>
}

/**
 * The difference of two series that are autoregressive each in its own way, as a brand's and its controls' may be: it is no autoregression
 * of order 1 but ARMA(2, 1) (Granger & Morris 1976). What is new in a period may be correlated between the two.
 * @param times of the periods, whole numbers, rising
 * @returns null where the two are so much alike that nothing is left of their difference
 */
export function differenceOfStrands(
  rows: readonly (readonly number[])[],
  times: readonly number[],
  [own, other]: readonly [Strand, Strand],
): Process | null {
  return processOfCovariance(rows, covarianceOf(times, own, other, rows[0]?.length ?? 0))
}

function covarianceOf(times: readonly number[], own: Strand, other: Strand, parameters: number): Float64Array[] {
  const [a, b] = [own.autocorrelation, other.autocorrelation]
  const [fresh, freshOther] = [innovations(own, times), innovations(other, times)]
  const over = (x: Float64Array, y: Float64Array) =>
    x.reduce((sum, value, t) => sum + value * (y[t] as number), 0) / (times.length - parameters)
  const ofOwn = over(fresh, fresh) / (1 - a * a)
  const ofOther = over(freshOther, freshOther) / (1 - b * b)
  const between = over(fresh, freshOther) / (1 - a * b)
  return times.map((time) =>
    Float64Array.from(times, (at) => {
      const [carried, carriedOther] = [a ** Math.abs(time - at), b ** Math.abs(time - at)]
      return ofOwn * carried + ofOther * carriedOther - between * (carried + carriedOther)
    }),
  )
}

/** What is new in each period, as if none were missing between. */
function innovations({ autocorrelation, residuals }: Strand, times: readonly number[]): Float64Array {
  return Float64Array.from(times, (time, t) => {
    const carried = t === 0 ? 0 : autocorrelation ** (time - (times[t - 1] as number))
    const before = t === 0 ? 0 : (residuals[t - 1] as number)
    return Math.sqrt((1 - autocorrelation ** 2) / (1 - carried ** 2)) * ((residuals[t] as number) - carried * before)
  })
}
