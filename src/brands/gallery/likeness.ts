import { standardised, type Yardstick } from './calibration.ts'
import type { EmbeddedBrand } from './embedded-gallery.ts'

/**
 * How like a brand something is: the mean of what half of its references say, those that it is most like, each in units of that reference. By
 * chance a thing is like one of them; a logo is like several. A drawing says what the most like of its views says.
 * @param values similarities in units of their references, one a vector
 * @param references for each vector the number of its reference
 * @returns 0 of none
 */
export function likenessOf(values: readonly number[], references: readonly number[]): number {
  const said: number[] = []
  for (const [i, value] of values.entries()) {
    const reference = references[i] as number
    said[reference] = Math.max(said[reference] ?? Number.NEGATIVE_INFINITY, value)
  }
  // References without a vector, as those left out of a check, have not spoken.
  const most = Object.values(said).sort((a, b) => b - a)
  most.length = Math.ceil(most.length / 2)
  return most.length === 0 ? 0 : most.reduce((sum, value) => sum + value) / most.length
}

/**
 * For each photo of the bank the likeness of what is most like a brand in it; or more: references may be most like different things there.
 * @param maxima for each vector its highest similarity to each photo
 */
export function chanceLikeness(
  maxima: readonly Float32Array[],
  { yardsticks, references }: Pick<EmbeddedBrand, 'yardsticks' | 'references'>,
): Float32Array {
  return Float32Array.from(maxima[0] ?? [], (_, photo) =>
    likenessOf(
      maxima.map((values, i) => standardised(values[photo] as number, yardsticks[i] as Yardstick)),
      references,
    ),
  )
}
