import { compactForm, firstWord, type NormalText, normalForm } from './normal-form.ts'

/** Phrases that are looked for together. */
export interface Phrases {
  /** Normal forms, by their first word: of hundreds only those are looked for that can be there. */
  byFirstWord: ReadonlyMap<string, readonly string[]>
  unspaced: readonly string[]
}

/**
 * @param spaced found as whole words, without case, accents and punctuation
 * @param unspaced of scripts without spaces, and of Korean: found anywhere, without the text's spaces
 */
export function phrasesOf(spaced: readonly string[], unspaced: readonly string[]): Phrases {
  const byFirstWord = new Map<string, string[]>()
  for (const form of new Set(spaced.map(normalForm)))
    byFirstWord.set(firstWord(form), [...(byFirstWord.get(firstWord(form)) ?? []), form])
  return { byFirstWord, unspaced: unspaced.map(compactForm) }
}

/** @param begins words of the text, where it is known which of them can begin a phrase */
export function hasPhrase(
  { byFirstWord, unspaced }: Phrases,
  { form, compact, words }: NormalText,
  begins: readonly string[] = words,
): boolean {
  for (const word of begins) if (byFirstWord.get(word)?.some((phrase) => form.includes(phrase))) return true
  return compact !== null && unspaced.some((phrase) => compact.includes(phrase))
}
