import { cutCaption } from './cut-caption.ts'
import { detectLanguage } from './language.ts'
import { isBrief, isListed, listedLanguages } from './listed-languages.ts'
import { normalText } from './normal-form.ts'
import { hasPhrase, phrasesOf } from './phrases.ts'
import { purchaseIntentions, purchaseIntentionsUnspaced } from './word-lists/purchase-intentions.ts'

const phrases = phrasesOf(Object.values(purchaseIntentions).flat(), Object.values(purchaseIntentionsUnspaced).flat())
const languages = listedLanguages(purchaseIntentions, purchaseIntentionsUnspaced)

/**
 * How many comments say that their writer wants to buy, or ask how to, of those in languages that the lists know.
 * @param comments their texts; null or not given where the source has none
 */
export function purchaseColumns(comments: readonly string[] | null | undefined) {
  if (!comments)
    return { comments_read: null, comments_searched: null, purchase_intentions: null, purchase_intention_share: null }
  const searched = comments.filter(isSearched)
  const found = searched.filter((comment) => hasPhrase(phrases, normalText(comment))).length
  return {
    comments_read: comments.length,
    comments_searched: searched.length,
    purchase_intentions: searched.length === 0 && comments.length > 0 ? null : found,
    purchase_intention_share: searched.length === 0 ? null : found / searched.length,
  }
}

/** Most comments are brief; the others' language is looked at. */
function isSearched(comment: string): boolean {
  if (isBrief(comment)) return true
  const { text } = cutCaption(comment)
  return isListed(languages, text, detectLanguage(text))
}
