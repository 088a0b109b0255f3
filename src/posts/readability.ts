/** What readability formulas count in a text. */
export interface TextSize {
  words: number
  sentences: number
}

/**
 * Flesch's Reading Ease (1948): 206.835 - 1.015 words a sentence - 84.6 syllables a word. For English.
 * @returns 100 and more for very easy texts, below 0 for very hard ones; null for no words
 */
export function readingEase({ words, sentences }: TextSize, syllables: number): number | null {
  if (words === 0) return null
  return 206.835 - 1.015 * (words / sentences) - 84.6 * (syllables / words)
}

/**
 * LIX (Björnsson 1968): words a sentence + percentage of words with more than six letters. For languages that set spaces
 * between words.
 * @returns below 30 for very easy texts, above 50 for hard ones; null for no words
 */
export function lix({ words, sentences }: TextSize, longWords: number): number | null {
  if (words === 0) return null
  return words / sentences + (100 * longWords) / words
}

/** A word is long for LIX with more letters than this. */
export const longWord = 6
