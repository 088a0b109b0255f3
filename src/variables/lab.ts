/** sRGB to CIELAB (CIE 15) with the constants of scikit-image's `rgb2lab`: white D65, 2° observer. */

const white = [0.95047, 1, 1.08883] as const
const xyzOfRgb = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
] as const

/** Linear light of an 8-bit sRGB value, 0 to 1 (IEC 61966-2-1). */
export function linear(value: number): number {
  const v = value / 255
  return v > 0.04045 ? ((v + 0.055) / 1.055) ** 2.4 : v / 12.92
}

/** What a channel's 256 values, or levels that stand for them, add to X, Y or Z over the white's: `part(row, channel)[value]`. */
export function part(row: 0 | 1 | 2, channel: 0 | 1 | 2, level = (value: number) => value): Float64Array {
  return Float64Array.from({ length: 256 }, (_, value) => (linear(level(value)) * xyzOfRgb[row][channel]) / white[row])
}

/** The cube root with a straight foot: L* = 116 f(Y) - 16, a* = 500 (f(X) - f(Y)), b* = 200 (f(Y) - f(Z)). */
export function compress(t: number): number {
  return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116
}
