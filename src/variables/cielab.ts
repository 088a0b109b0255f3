import { moments } from './colour.ts'
import { labSumsOf } from './kernel/colour-walks.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

/** How CIELAB spreads (its means are in the core), and mean chroma. */
export function cielabVariables({ palette, pixels }: View): Row {
  const { l, a, b, ll, aa, bb, chroma } = labSumsOf(palette)
  // Of one colour, what is left is rounding.
  const sd = (sum: number, squares: number) => (palette.size === 1 ? 0 : moments(pixels, sum, squares).sd)
  return { lab_l_sd: sd(l, ll), lab_a_sd: sd(a, aa), lab_b_sd: sd(b, bb), chroma_mean: chroma / pixels }
}
