import { family, type Variable } from '../entry.ts'

/** Which brands a post names, and whether it is advertising. */
export const mentions: Variable[] = family('posts', 'brand mentions', [
  {
    name: 'brands_mentioned',
    type: 'strings',
    formula:
      'tracked brands whose name, alias, handle or hashtag stands in the caption, or that are tagged; whole words, without case and accents',
    missing: 'when no brands were given',
  },
  {
    name: 'branded_caption',
    type: 'bool',
    formula: "a tracked brand's name or alias stands in the caption, outside hashtags, handles and web addresses",
    missing: 'when no brands were given or the post has no caption field',
  },
  {
    name: 'branded_tag',
    type: 'bool',
    formula:
      "a tracked brand's handle or hashtag (its name written as one counts too) stands in the caption, or the brand is tagged in the image",
    missing: 'when no brands were given',
  },
  {
    name: 'ad_tag',
    type: 'bool',
    formula:
      'the post is marked as advertising: #ad, #sponsored and their usual forms in the main languages (list 2 of src/posts/word-lists/ad-tags.ts), a phrase such as "paid partnership", or the platform\'s paid-partnership flag',
    version: 3,
    missing: 'when there is neither caption nor flag',
  },
])
