import { family, type Variable } from '../entry.ts'
import { given, table3 } from './wording.ts'

/** What people did with a post. */
export const engagement: Variable[] = family('posts', 'engagement', [
  { name: 'likes', type: 'int', unit: 'count', range: '>= 0', ...given, formula: 'likes when it was scraped' },
  { name: 'comments', type: 'int', unit: 'count', range: '>= 0', ...given, formula: 'comments when it was scraped' },
  {
    name: 'shares',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    ...given,
    formula: 'shares or reposts when it was scraped',
  },
  { name: 'views', type: 'int', unit: 'count', range: '>= 0', ...given, formula: 'views when it was scraped' },
  {
    name: 'followers',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    ...given,
    formula: 'followers of the account when it was scraped',
  },
  {
    name: 'engagement',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    formula: 'likes + comments',
    missing: 'when likes or comments are missing',
  },
  {
    name: 'engagement_rate',
    type: 'float',
    unit: 'per follower',
    range: '>= 0',
    formula: '(likes + comments) / followers',
    missing: 'when likes, comments or followers are missing, or there are no followers',
  },
  {
    name: 'post_age',
    type: 'float',
    unit: 'days',
    range: '>= 0',
    formula: 'collected_at - posted_at: how long the post had been up when it was scraped; Table 3 has ln(1 + days)',
    source: table3,
    definition: 'inferred',
    missing: 'when one of the two times is missing, or they are the wrong way round',
  },
])

/** What people wrote below it. */
export const comments: Variable[] = family('posts', 'comments', [
  {
    name: 'comments_read',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    formula: 'comments whose text the source gives; the texts are not stored',
    missing: 'when the source gives no comments',
  },
  {
    name: 'comments_searched',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    formula:
      'of these, comments in a language that the list of purchase intentions knows, and those whose language can not be told, or only of fewer than 30 letters',
    missing: 'when the source gives no comments',
  },
  {
    name: 'purchase_intentions',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    formula:
      'of these, comments with a phrase that says or asks how to buy (list 3 of src/posts/word-lists/purchase-intentions.ts; main languages). The paper used a trained language model: compare within a dataset, not with its numbers',
    missing: 'when the source gives no comments, or all are in other languages',
    version: 3,
  },
  {
    name: 'purchase_intention_share',
    type: 'float',
    unit: 'share of comments',
    range: '0 to 1',
    formula: 'purchase_intentions / comments_searched',
    missing: 'when the source gives no comments, the post has none, or all are in other languages',
    version: 3,
  },
])
