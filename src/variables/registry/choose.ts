import { familyVariables } from './families.ts'
import { imageVariables } from './image.ts'

/** What a run measures: the core alone, a curated set of some 80, all, or the core and families by name, to which both can be added. */
export type Choice = 'core' | 'curated' | 'all' | readonly string[]

/** Families that can be named; those of the core are measured in any case. */
export const familyNames: readonly string[] = [
  ...new Set([...imageVariables, ...familyVariables].map(({ family }) => family)),
]

/**
 * Families that `all` leaves out: two take more CPU time than all others (`clutter` says much of the same of a smaller picture), one
 * decodes the file a second time.
 */
export const byNameOnly: readonly string[] = ['feature_congestion', 'subband_entropy', 'spectrum_luma']

/** Names of the columns that a choice adds to the core, in the order of the registry. */
export function chosenVariables(choice: Choice): string[] {
  const named = typeof choice === 'string' ? [choice] : choice
  return familyVariables
    .filter(
      ({ family, curated }) =>
        named.includes(family) ||
        (curated && named.includes('curated')) ||
        (!byNameOnly.includes(family) && named.includes('all')),
    )
    .map(({ name }) => name)
}
