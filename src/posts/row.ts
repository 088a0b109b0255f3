import { hasAdTag } from './ad-tag.ts'
import { countCaption } from './caption.ts'
import { type CaptionParts, cutCaption } from './cut-caption.ts'
import { type BrandNames, findMentions } from './mentions.ts'
import { type NormalText, normalText } from './normal-form.ts'
import type { Post } from './post.ts'

export type { BrandNames } from './mentions.ts'

/** A cell of a `posts` row; structurally a value of the registry's rows. */
type Cell = string | number | boolean | Date | readonly string[] | null

const noCaption = { words: null, hashtags: null, handles: null, emojis: null, urls: null, question_marks: null }

/**
 * One row of `posts`: what the source says, what the caption holds, and which brands are mentioned.
 * @param brands null: no brands were given, and the columns of mentions are null
 */
export function postRow(post: Post, brands: readonly BrandNames[] | null): Record<string, Cell> {
  const { caption } = post
  const parts = cutCaption(caption ?? '')
  const normal = normalText(parts.text)
  const mentions = brands && findMentions(parts, post.tagged_users ?? [], brands, normal)
  return {
    post_id: post.post_id,
    platform: post.platform,
    account: post.account,
    posted_at: post.posted_at,
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
    ...(caption === null ? noCaption : countCaption(caption, parts)),
    brands_mentioned: mentions?.brands ?? null,
    branded_caption: mentions && caption !== null ? mentions.inText : null,
    branded_tag: mentions?.byTag ?? null,
    ad_tag: adTag(post, parts, normal),
  }
}

function adTag(post: Post, parts: CaptionParts, normal: NormalText): boolean | null {
  if (post.sponsored) return true
  if (post.caption !== null) return hasAdTag(post.caption, parts, normal)
  return post.sponsored
}
