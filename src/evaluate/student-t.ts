/**
 * The 97.5 % point of Student's t by its expansion in 1/df (Abramowitz & Stegun 1964, 26.7.5): off by less than .0005 from 9
 * degrees of freedom on.
 */
export function studentT975(df: number): number {
  const x = 1.959963984540054
  const g1 = (x ** 3 + x) / 4
  const g2 = (5 * x ** 5 + 16 * x ** 3 + 3 * x) / 96
  const g3 = (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / 384
  const g4 = (79 * x ** 9 + 776 * x ** 7 + 1482 * x ** 5 - 1920 * x ** 3 - 945 * x) / 92_160
  return x + g1 / df + g2 / df ** 2 + g3 / df ** 3 + g4 / df ** 4
}
