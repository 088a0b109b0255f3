import type { Post } from '../../posts/post.ts'
import type { JsonObject } from '../json.ts'

/** A post, and where its pictures are: addresses or paths, in the order of the post. Of videos it is the cover. */
export interface ToldPost {
  post: Post
  images: string[]
}

/** Reads what one platform says of a post. */
export interface PlatformReader {
  /** @returns null when it is something else */
  read(item: JsonObject): ToldPost | null
  /** Where columns of posts come from, for people: ways into the JSON. */
  fields: readonly { target: FieldName; from: string }[]
}

type FieldName = 'image' | 'post_id' | 'account' | 'posted_at' | 'caption' | 'likes' | 'comments' | 'shares' | 'views'

/** A post of which nothing is known but its id. */
export function unknownPost(id: string, platform: string | null): Post {
  return {
    post_id: id,
    platform,
    account: null,
    posted_at: null,
    url: null,
    caption: null,
    tagged_users: null,
    sponsored: null,
    image_count: null,
    video_count: null,
    likes: null,
    comments: null,
    shares: null,
    views: null,
    followers: null,
    extra: null,
  }
}
