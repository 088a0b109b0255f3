import { advertising } from './caption-phrases.ts'
import type { CaptionParts } from './cut-caption.ts'
import { measureText, type TextMeasures } from './measure-text.ts'
import { compactForm } from './normal-form.ts'
import { hasPhrase } from './phrases.ts'
import { adHashtags, adHashtagsInContext, adOpening } from './word-lists/ad-tags.ts'

const hashtags = new Set(Object.values(adHashtags).flat().map(compactForm))
const hashtagsInContext = new Map(adHashtagsInContext.map(({ tag, context }) => [tag, context]))

/** An opening stands at the beginning; a caption of any length takes no longer. */
const openingLength = 60

/**
 * Is the caption marked as advertising: by a hashtag of the list as a whole, a phrase, or the way it begins?
 * @param text `measureText(parts.text)`, where it is at hand
 */
export function hasAdTag(caption: string, parts: CaptionParts, text: TextMeasures = measureText(parts.text)): boolean {
  for (const tag of parts.hashtags) {
    const form = compactForm(tag)
    if (hashtags.has(form) || hashtagsInContext.get(form)?.test(parts.text)) return true
  }
  if (adOpening.test(caption.slice(0, openingLength))) return true
  return hasPhrase(advertising, text.normal, text.begins)
}
