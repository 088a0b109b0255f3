import { familyVariables } from './families.ts'
import { imageVariables } from './image.ts'

/** What a run measures: the core alone, a curated set of some 80, everything, or the core and families by name. */
export type Choice = 'core' | 'curated' | 'all' | readonly string[]

/** Families that can be named; those of the core are measured in any case. */
export const familyNames: readonly string[] = [
  ...new Set([...imageVariables, ...familyVariables].map(({ family }) => family)),
]

/** Names of the columns that a choice adds to the core, in the order of the registry. */
export function chosenVariables(choice: Choice): string[] {
  return familyVariables
    .filter((variable) => {
      if (choice === 'core') return false
      if (choice === 'curated') return variable.curated
      return choice === 'all' || choice.includes(variable.family)
    })
    .map(({ name }) => name)
}
