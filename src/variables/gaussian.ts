/** Weights of a Gaussian at the whole places from -`reach` to `reach`, around `middle`, their sum 1. */
export function gaussian(reach: number, sigma: number, middle = 0): Float64Array {
  const raw = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
    return Math.exp(-((i - reach - middle) ** 2) / (2 * sigma * sigma))
  })
  const sum = raw.reduce((a, b) => a + b, 0)
  return raw.map((weight) => weight / sum)
}
