import { compactForm, type NormalText, normalForm, standsAt, wordsOf } from './normal-form.ts'

/** Phrases that are looked for together. */
export interface Phrases {
  /** Words of their normal forms, by the first of them: of hundreds only those are looked for that can be there. */
  byFirstWord: ReadonlyMap<string, readonly (readonly string[])[]>
  unspaced: readonly string[]
}

/**
 * @param spaced found as whole words, without case, accents and punctuation
 * @param unspaced of scripts without spaces, and of Korean: found anywhere, without the text's spaces
 */
export function phrasesOf(spaced: readonly string[], unspaced: readonly string[]): Phrases {
  const byFirstWord = new Map<string, string[][]>()
  for (const form of new Set(spaced.map(normalForm))) {
    const words = wordsOf(form)
    const [first = ''] = words
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), words])
  }
  return { byFirstWord, unspaced: unspaced.map(compactForm) }
}

/** @param begins places of the text's words, where it is known which of them can begin a phrase */
export function hasPhrase(
  { byFirstWord, unspaced }: Phrases,
  { compact, words }: NormalText,
  begins?: readonly number[],
): boolean {
  const length = begins?.length ?? words.length
  for (let i = 0; i < length; i++) {
    const at = begins ? (begins[i] as number) : i
    if (byFirstWord.get(words[at] as string)?.some((phrase) => standsAt(words, at, phrase))) return true
  }
  return compact !== null && unspaced.some((phrase) => compact.includes(phrase))
}
