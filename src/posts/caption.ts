import { countEmojis, countQuestionMarks } from './count-signs.ts'
import { countWords } from './count-words.ts'
import { type CaptionParts, cutCaption } from './cut-caption.ts'

export interface CaptionCounts {
  words: number
  hashtags: number
  handles: number
  emojis: number
  urls: number
  question_marks: number
}

/** The plain counts of a caption; hashtags, handles and web addresses are not words. */
export function countCaption(caption: string, parts: CaptionParts = cutCaption(caption)): CaptionCounts {
  return {
    words: countWords(parts.text),
    hashtags: parts.hashtags.length,
    handles: parts.handles.length,
    emojis: countEmojis(caption),
    urls: parts.urls.length,
    question_marks: countQuestionMarks(parts.text),
  }
}
