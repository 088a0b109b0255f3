import { captionCounts } from './caption-counts.ts'
import { calls, languagesOfCalls } from './caption-phrases.ts'
import type { CaptionParts } from './cut-caption.ts'
import { englishColumns, notEnglish } from './english.ts'
import { detectLanguage } from './language.ts'
import { isListed } from './listed-languages.ts'
import type { TextMeasures } from './measure-text.ts'
import { hasPhrase } from './phrases.ts'
import { lix } from './readability.ts'

/** A caption, cut, and its text measured. */
export interface CutCaption {
  caption: string
  parts: CaptionParts
  text: TextMeasures
}

/** Languages that set no spaces between words; LIX says nothing of them. */
const unspacedLanguages = new Set(['ja', 'zh', 'th', 'lo', 'km', 'my'])

/** The columns of `posts` that a caption alone gives. */
export function captionColumns(cut: CutCaption) {
  const language = detectLanguage(cut.parts.text)
  return { language, ...lexiconColumns(cut, language) }
}

/** Those of them that come from counting and from word lists. Named one by one, as spreading objects takes longer than all else. */
export function lexiconColumns({ caption, parts, text }: CutCaption, language: string | null) {
  const counts = captionCounts(caption, parts, text.words)
  const english = englishColumns(text, language)
  return {
    words: counts.words,
    hashtags: counts.hashtags,
    handles: counts.handles,
    emojis: counts.emojis,
    urls: counts.urls,
    question_marks: counts.question_marks,
    ln_words: counts.ln_words,
    ln_hashtags: counts.ln_hashtags,
    ln_handles: counts.ln_handles,
    ln_emojis: counts.ln_emojis,
    ln_urls: counts.ln_urls,
    first_person: english.first_person,
    second_person: english.second_person,
    question_words: english.question_words,
    netspeak: english.netspeak,
    reading_ease: english.reading_ease,
    sentiment: english.sentiment,
    sentiment_score: english.sentiment_score,
    lix: language !== null && unspacedLanguages.has(language) ? null : lix(text, text.longWords),
    call_to_action: isListed(languagesOfCalls, parts.text, language)
      ? hasPhrase(calls, text.normal, text.begins)
      : null,
  }
}

/** The same columns of a post without a caption field. */
export const noCaption = {
  language: null,
  words: null,
  hashtags: null,
  handles: null,
  emojis: null,
  urls: null,
  question_marks: null,
  ln_words: null,
  ln_hashtags: null,
  ln_handles: null,
  ln_emojis: null,
  ln_urls: null,
  ...notEnglish,
  lix: null,
  call_to_action: null,
} satisfies Record<keyof ReturnType<typeof captionColumns>, null>
