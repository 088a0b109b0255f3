import type { TextMeasures } from './measure-text.ts'
import { readingEase } from './readability.ts'
import { compoundOf } from './sentiment/vader.ts'

export type Sentiment = 'positive' | 'neutral' | 'negative'

/** The columns whose lists are English. */
export interface EnglishColumns {
  first_person: boolean | null
  second_person: boolean | null
  question_words: number | null
  netspeak: number | null
  reading_ease: number | null
  sentiment: Sentiment | null
  sentiment_score: number | null
}

/**
 * What English word lists say of a text. A text without words has no language, so emojis and emoticons alone are
 * judged whatever the language; in other languages all is null.
 */
export function englishColumns(text: TextMeasures, language: string | null): EnglishColumns {
  if (language !== 'en' && text.words > 0) return notEnglish
  const score = compoundOf(text.tokens, text)
  return {
    first_person: text.firstPerson,
    second_person: text.secondPerson,
    question_words: share(text.questionWords, text.words),
    netspeak: share(text.netspeak, text.words),
    reading_ease: readingEase(text, text.syllables),
    sentiment: sentimentOf(score),
    sentiment_score: score,
  }
}

export const notEnglish = {
  first_person: null,
  second_person: null,
  question_words: null,
  netspeak: null,
  reading_ease: null,
  sentiment: null,
  sentiment_score: null,
} satisfies EnglishColumns

/** The classes of Hutto & Gilbert (2014): neutral is what lies within .05 of 0. */
export function sentimentOf(score: number): Sentiment {
  if (score >= 0.05) return 'positive'
  return score <= -0.05 ? 'negative' : 'neutral'
}

const share = (count: number, words: number): number | null => (words === 0 ? null : count / words)
