import type { ByLanguage } from './word-lists/listed.ts'

/** As a language is detected that the detector does not know: Indonesian as Malay, which differ by little. */
const detectedAs: Record<string, string> = { id: 'ms' }

/** Of fewer letters a language is told wrong in one text of twenty-five and more (`npm run bench -- languages`). */
const fewestLetters = 30

/** The languages that lists of phrases are for, as they are detected. */
export function listedLanguages(...lists: readonly ByLanguage[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => Object.keys(list)).map((language) => detectedAs[language] ?? language))
}

/**
 * Whether lists say something of a text: its language has one, or can't be told, or is told of too few letters to rely on. Where they do not,
 * finding no phrase is no finding.
 * @param language of the text, as detected; null where nothing can be told
 */
export function isListed(languages: ReadonlySet<string>, text: string, language: string | null): boolean {
  return language === null || languages.has(language) || lettersOf(text) < fewestLetters
}

/** Whether a text is too short for {@link isListed} to ask for its language. */
export function isBrief(text: string): boolean {
  return text.length < fewestLetters || lettersOf(text) < fewestLetters
}

function lettersOf(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0
}
