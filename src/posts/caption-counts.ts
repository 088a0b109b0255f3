import { countEmojis, countQuestionMarks } from './count-signs.ts'
import type { CaptionParts } from './cut-caption.ts'

/**
 * The plain counts of a caption, and ln(1 + count) of those of which a caption has few or many.
 * @param words words outside hashtags, handles and web addresses
 */
export function captionCounts(caption: string, parts: CaptionParts, words: number) {
  const hashtags = parts.hashtags.length
  const handles = parts.handles.length
  const emojis = countEmojis(caption)
  const urls = parts.urls.length
  return {
    words,
    hashtags,
    handles,
    emojis,
    urls,
    question_marks: countQuestionMarks(parts.text),
    ln_words: Math.log1p(words),
    ln_hashtags: Math.log1p(hashtags),
    ln_handles: Math.log1p(handles),
    ln_emojis: Math.log1p(emojis),
    ln_urls: Math.log1p(urls),
  }
}
