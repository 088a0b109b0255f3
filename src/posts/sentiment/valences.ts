import vader from 'vader-sentiment'
import { emojiValences } from './emoji-valences.ts'

/** Where the reference implementation (vaderSentiment 3.3.2, Python) has moved on from the package's lexicon. */
const newer: ReadonlyMap<string, number> = new Map([
  ['heart', 3.2],
  ['hearts', 3.3],
  ['flawed', -2.1],
  ['badass', 1.4],
])

/**
 * Valence of a word, emoticon or emoji, from -4 to 4.
 *
 * Words and emoticons: the VADER lexicon (Hutto & Gilbert 2014), as the package `vader-sentiment` holds it; a word that
 * stands alone is given its entry unchanged. Emojis: `emoji-valences.ts`.
 * @param lower in lower case
 * @returns 0 where the lexicon has no such entry; none of its entries is 0
 */
export function valenceOf(lower: string): number {
  return newer.get(lower) ?? emojiValences.get(lower) ?? ofLexicon(lower)
}

function ofLexicon(lower: string): number {
  const alone = { is_cap_diff: false, words_and_emoticons: [lower] }
  return vader.SentimentIntensityAnalyzer.sentiment_valence(0, alone, lower, 0, [])[0] ?? 0
}
