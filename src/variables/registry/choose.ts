import { familyVariables } from './families.ts'
import { imageVariables } from './image.ts'

/** What a run measures beside the core: the default, everything, or families by name. */
export type Choice = 'default' | 'all' | readonly string[]

/** Families that can be named; those of the core are measured in any case. */
export const familyNames: readonly string[] = [
  'core',
  ...new Set([...imageVariables, ...familyVariables].map(({ family }) => family)),
]

/** Names of the columns that a choice adds to the core, in the order of the registry. */
export function chosenVariables(choice: Choice): string[] {
  return familyVariables
    .filter((variable) => {
      if (choice === 'default') return variable.default
      return choice === 'all' || choice.includes(variable.family)
    })
    .map(({ name }) => name)
}
