/**
 * English pronouns. Lists of our own: LIWC, which Hartmann et al. (2021) count with, is proprietary. Ours holds the pronouns
 * and their usual spellings in captions, and counts a contraction by its first part (`I'm`, `you're`). Beyond LIWC's,
 * as far as is known: `lemme`, `gimme`, `y'all's`; left out: `thee`, `thou`, `thy`, which LIWC has.
 * A change is a new version of `first_person` and `second_person`.
 */
export const pronounsVersion = 1

export const firstPerson: ReadonlySet<string> = new Set(
  words(`i me my mine myself im ive we us our ours ourselves weve let's lets lemme gimme imma`),
)

export const secondPerson: ReadonlySet<string> = new Set(
  words(`you your yours yourself yourselves u ur urself youre youve youll youd ya y'all yall y'all's`),
)

function words(list: string): string[] {
  return list.split(' ')
}
