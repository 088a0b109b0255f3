/**
 * A quantile by linear interpolation (type 7 of Hyndman & Fan 1996, the default of R and NumPy).
 * @param sorted ascending, at least one value
 * @param p 0 to 1
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) throw new RangeError('a quantile of nothing is not defined')
  const place = p * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low + (place - below) * (high - low)
}
