import { hasAdTag } from './ad-tag.ts'
import { captionColumns, noCaption } from './caption.ts'
import { type CaptionParts, cutCaption } from './cut-caption.ts'
import { engagementColumns } from './engagement.ts'
import { measureText, type TextMeasures } from './measure-text.ts'
import { type BrandNames, findMentions } from './mentions.ts'
import type { Post } from './post.ts'
import { purchaseColumns } from './purchase-intentions.ts'

export type { BrandNames } from './mentions.ts'

/** A cell of a `posts` row; structurally a value of the registry's rows. */
type Cell = string | number | boolean | Date | readonly string[] | null

/**
 * One row of `posts`: what the source says, what the caption holds, and which brands are mentioned.
 * @param brands null: no brands were given, and the columns of mentions are null
 */
export function postRow(post: Post, brands: readonly BrandNames[] | null): Record<string, Cell> {
  const { caption } = post
  const parts = cutCaption(caption ?? '', post.platform)
  const text = measureText(parts.text)
  const mentions = brands && findMentions(parts, post.tagged_users ?? [], brands, text.normal)
  return {
    post_id: post.post_id,
    platform: post.platform,
    account: post.account,
    posted_at: post.posted_at,
    collected_at: post.collected_at ?? null,
    url: post.url,
    caption,
    tagged_users: post.tagged_users,
    sponsored: post.sponsored,
    image_count: post.image_count,
    video_count: post.video_count,
    extra: post.extra && JSON.stringify(post.extra),
    likes: post.likes,
    comments: post.comments,
    shares: post.shares,
    views: post.views,
    followers: post.followers,
    ...engagementColumns(post),
    ...purchaseColumns(post.comment_texts),
    ...(caption === null ? noCaption : captionColumns({ caption, parts, text })),
    ...noTextModel,
    brands_mentioned: mentions?.brands ?? null,
    branded_caption: mentions && caption !== null ? mentions.inText : null,
    branded_tag: mentions?.byTag ?? null,
    ad_tag: adTag(post, parts, text),
  }
}

/** What a text model says is filled in where one runs. */
const noTextModel = { sentiment_model_label: null, sentiment_model_score: null }

function adTag(post: Post, parts: CaptionParts, text: TextMeasures): boolean | null {
  if (post.sponsored) return true
  if (post.caption !== null) return hasAdTag(post.caption, parts, text)
  return post.sponsored
}
