/** What a histogram of whole numbers says: the usual ten. */
export interface Summary {
  mean: number
  median: number
  /** Population standard deviation. */
  sd: number
  min: number
  max: number
  q1: number
  q3: number
  /** Third and fourth standardised moment (population), the fourth less 3; null where all values are alike. */
  skew: number | null
  kurtosis: number | null
  /** Shannon entropy of the values, in nats. */
  entropy: number
}

/**
 * Summary of values that are given as counts: `counts[v]` pixels have the value v. Quartiles and the median lie between two
 * values by linear interpolation at (n - 1) p, as NumPy's default (Hyndman & Fan 1996, type 7).
 */
export function summaryOf(counts: Uint32Array): Summary {
  let n = 0
  let sum = 0
  for (let v = 0; v < counts.length; v++) {
    n += counts[v] as number
    sum += v * (counts[v] as number)
  }
  const mean = sum / n
  let [second, third, fourth, entropy] = [0, 0, 0, 0]
  for (let v = 0; v < counts.length; v++) {
    const share = (counts[v] as number) / n
    if (share === 0) continue
    const d = v - mean
    second += share * d * d
    third += share * d ** 3
    fourth += share * d ** 4
    entropy -= share * Math.log(share)
  }
  const flat = counts.some((count) => count === n)
  return {
    mean,
    sd: flat ? 0 : Math.sqrt(second),
    median: quantile(counts, n, 0.5),
    min: valueAt(counts, 0),
    max: valueAt(counts, n - 1),
    q1: quantile(counts, n, 0.25),
    q3: quantile(counts, n, 0.75),
    skew: flat ? null : third / second ** 1.5,
    kurtosis: flat ? null : fourth / second ** 2 - 3,
    entropy: Math.max(0, entropy),
  }
}

function quantile(counts: Uint32Array, n: number, p: number): number {
  const place = (n - 1) * p
  const below = Math.floor(place)
  const low = valueAt(counts, below)
  const high = valueAt(counts, Math.min(n - 1, below + 1))
  return low + (high - low) * (place - below)
}

/** The value at a place of the sorted values, from 0. */
function valueAt(counts: Uint32Array, place: number): number {
  let seen = 0
  for (let v = 0; v < counts.length; v++) {
    seen += counts[v] as number
    if (seen > place) return v
  }
  return counts.length - 1
}
