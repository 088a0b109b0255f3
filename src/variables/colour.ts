/** Sums over all pixels of a picture, R, G and B from 0 to 255. */
export interface ColourSums {
  pixels: number
  r: number
  g: number
  b: number
  rr: number
  gg: number
  bb: number
  rg: number
  rb: number
  gb: number
  /** max(R, G, B), and its square. */
  value: number
  valueSquares: number
  /** Of (max - min) / max - shift: a shift near the mean keeps digits. */
  saturation: { shift: number; sum: number; squares: number }
  /** f(X), f(Y), f(Z) of CIELAB. */
  fx: number
  fy: number
  fz: number
  warm: number
  cool: number
}

/** The variables of brightness and colour. All but saturation and CIELAB come from sums of integers, so they are exact. */
export function colourVariables(s: ColourSums) {
  const n = s.pixels
  // Luma times 1000 is 299 R + 587 G + 114 B, rg is R - G, twice yb is R + G - 2 B.
  const luma = moments(n, 299 * s.r + 587 * s.g + 114 * s.b, quadratic(s, 299, 587, 114))
  const rg = moments(n, s.r - s.g, quadratic(s, 1, -1, 0))
  const yb = moments(n, s.r + s.g - 2 * s.b, quadratic(s, 1, 1, -2))
  const value = moments(n, s.value, s.valueSquares)
  const saturation = moments(n, s.saturation.sum, s.saturation.squares)
  return {
    brightness: luma.mean / 255_000,
    contrast: luma.sd / 255_000,
    saturation_mean: s.saturation.shift + saturation.mean,
    // Saturations are no integers: what is left of a single colour is rounding, far below one pixel of a million.
    saturation_sd: s.saturation.squares * 1e-14 >= n * saturation.sd ** 2 ? 0 : saturation.sd,
    value_mean: value.mean / 255,
    value_sd: value.sd / 255,
    lab_l_mean: (116 * s.fy) / n - 16,
    lab_a_mean: (500 * (s.fx - s.fy)) / n,
    lab_b_mean: (200 * (s.fy - s.fz)) / n,
    colourfulness: Math.hypot(rg.sd, yb.sd / 2) + 0.3 * Math.hypot(rg.mean, yb.mean / 2),
    warm_share: s.warm / n,
    cool_share: s.cool / n,
  }
}

/** The sum of (a R + b G + c B)². */
function quadratic(s: ColourSums, a: number, b: number, c: number): number {
  return a * a * s.rr + b * b * s.gg + c * c * s.bb + 2 * (a * b * s.rg + a * c * s.rb + b * c * s.gb)
}

/** Mean and population standard deviation from a sum and a sum of squares. */
export function moments(n: number, sum: number, squares: number): { mean: number; sd: number } {
  return { mean: sum / n, sd: Math.sqrt(variance(n, sum, squares)) }
}

/**
 * Population variance. Of whole numbers it is exact before the last division: (n Σx² - (Σx)²) / n² in BigInt, where
 * floating point would leave a rest for pictures of one colour.
 */
export function variance(n: number, sum: number, squares: number): number {
  if (Number.isInteger(sum) && Number.isInteger(squares)) {
    return Number(BigInt(n) * BigInt(squares) - BigInt(sum) ** 2n) / n / n
  }
  return Math.max(0, squares / n - (sum / n) ** 2)
}
