import { normalText } from './normal-form.ts'
import { hasPhrase, phrasesOf } from './phrases.ts'
import { purchaseIntentions, purchaseIntentionsUnspaced } from './word-lists/purchase-intentions.ts'

const phrases = phrasesOf(Object.values(purchaseIntentions).flat(), purchaseIntentionsUnspaced)

/**
 * How many comments say that their writer wants to buy, or ask how to.
 * @param comments their texts; null or not given where the source has none
 */
export function purchaseColumns(comments: readonly string[] | null | undefined) {
  if (!comments) return { comments_read: null, purchase_intentions: null, purchase_intention_share: null }
  const found = comments.filter((comment) => hasPhrase(phrases, normalText(comment))).length
  return {
    comments_read: comments.length,
    purchase_intentions: found,
    purchase_intention_share: comments.length === 0 ? null : found / comments.length,
  }
}
