import { adHashtags, adHashtagsInContext, adOpening, adPhrases, adPhrasesUnspaced } from './ad-tags.ts'
import type { CaptionParts } from './cut-caption.ts'
import { compactForm, normalForm } from './normal-form.ts'

const hashtags = new Set(Object.values(adHashtags).flat().map(compactForm))
const hashtagsInContext = new Map(adHashtagsInContext.map(({ tag, context }) => [tag, context]))
const phrases = adPhrases.map(normalForm)
const unspacedPhrases = adPhrasesUnspaced.map(compactForm)

/** Is the caption marked as advertising: by a hashtag of the list as a whole, a phrase, or the way it begins? */
export function hasAdTag(caption: string, parts: CaptionParts): boolean {
  for (const tag of parts.hashtags) {
    const form = compactForm(tag)
    if (hashtags.has(form) || hashtagsInContext.get(form)?.test(parts.text)) return true
  }
  if (adOpening.test(caption)) return true
  const normal = normalForm(parts.text)
  if (phrases.some((phrase) => normal.includes(phrase))) return true
  const compact = normal.replaceAll(' ', '')
  return unspacedPhrases.some((phrase) => compact.includes(phrase))
}
