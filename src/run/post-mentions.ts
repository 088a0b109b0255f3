import type { Brand } from '../brands/brand.ts'
import type { Changes } from '../dataset/derive.ts'
import type { DatasetReader } from '../dataset/read.ts'
import { cutCaption } from '../posts/cut-caption.ts'
import { findMentions } from '../posts/mentions.ts'

interface StoredPost {
  post_id: string
  platform: string | null
  caption: string | null
  tagged_users: string[] | null
  brands_mentioned: string[] | null
  branded_caption: boolean | null
  branded_tag: boolean | null
}

/** What posts mention of more brands, beside what they were found to mention. */
export async function mentionChanges(reader: DatasetReader, brands: readonly Brand[]): Promise<Changes> {
  const posts = await reader.query<StoredPost>(
    'SELECT post_id, platform, caption, tagged_users, brands_mentioned, branded_caption, branded_tag FROM posts',
  )
  const rows = posts.map((post) => {
    const {
      brands: more,
      inText,
      byTag,
    } = findMentions(cutCaption(post.caption ?? '', post.platform), post.tagged_users ?? [], brands)
    return [
      post.post_id,
      [...new Set([...(post.brands_mentioned ?? []), ...more])],
      post.caption === null ? null : (post.branded_caption ?? false) || inText,
      (post.branded_tag ?? false) || byTag,
    ]
  })
  return {
    dataset: 'posts',
    id: 'post_id',
    columns: [
      { name: 'brands_mentioned', type: 'VARCHAR[]' },
      { name: 'branded_caption', type: 'BOOLEAN' },
      { name: 'branded_tag', type: 'BOOLEAN' },
    ],
    rows,
  }
}
