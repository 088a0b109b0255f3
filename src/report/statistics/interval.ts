/** A 95 % interval. */
export interface Interval {
  low: number
  high: number
}

/** A value and how sure it is; `interval` is null where there is too little to say. */
export interface Estimate {
  value: number | null
  interval: Interval | null
}

export const unknownEstimate: Estimate = { value: null, interval: null }
