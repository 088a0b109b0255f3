/**
 * The point below which Student's t lies with probability `p`.
 * @param p between 0 and 1, exclusive
 * @param degrees of freedom, above 0
 */
export function tQuantile(p: number, degrees: number): number {
  if (p < 0.5) return -tQuantile(1 - p, degrees)
  let low = 0
  let high = 1
  while (tProbability(high, degrees) < p && high < 1e12) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-13 * high; step++) {
    const middle = (low + high) / 2
    if (tProbability(middle, degrees) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Probability that Student's t lies below `t` (Abramowitz & Stegun 26.7.1). */
export function tProbability(t: number, degrees: number): number {
  // From the side that loses no digits.
  const square = t * t
  const tail =
    square < degrees
      ? (1 - incompleteBeta(square / (degrees + square), 0.5, degrees / 2)) / 2
      : incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5) / 2
  return t < 0 ? tail : 1 - tail
}

/**
 * Probability of a t no farther from 0 than `t`, negative for negative `t`: the finite sums of Abramowitz & Stegun 26.7.3 and 26.7.4, many
 * times as fast as {@link tProbability}.
 * @param degrees of freedom, a whole number
 */
export function tWithin(t: number, degrees: number): number {
  const length = Math.sqrt(degrees + t * t)
  const [sine, cosine] = [t / length, Math.sqrt(degrees) / length]
  const odd = degrees % 2 === 1
  let term = 1
  let sum = 1
  for (let i = odd ? 3 : 2; i <= degrees - 2; i += 2) {
    term *= ((i - 1) / i) * cosine * cosine
    sum += term
  }
  if (!odd) return sine * sum
  return (2 / Math.PI) * (Math.asin(sine) + (degrees > 1 ? sine * cosine * sum : 0))
}

/** Probability of a t at least as far from 0, on either side. */
export function twoSided(t: number, degrees: number): number {
  return 2 * tProbability(-Math.abs(t), degrees)
}

/** Regularised incomplete beta function, by its continued fraction (DLMF 8.17.22), evaluated as Lentz does. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a
  const tiny = 1e-300
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny)
  let fraction = d
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const term of [even, odd]) {
      d = 1 / nonZero(1 + term * d, tiny)
      c = nonZero(1 + term / c, tiny)
      fraction *= c * d
    }
    if (Math.abs(c * d - 1) < 1e-16) break
  }
  return front * fraction
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/** Lanczos (1964), g = 7 and nine terms: 15 digits for positive numbers. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const base = x + 6.5
  const sum = lanczos.slice(1).reduce((total, term, i) => total + term / (x + i), lanczos[0] as number)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum)
}
