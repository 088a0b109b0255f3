import type { Post } from '../../src/posts/post.ts'

/** A post of which a source tells most. */
export const post = (caption: string | null, more: Partial<Post> = {}): Post => ({
  post_id: '1',
  platform: 'instagram',
  account: 'a',
  posted_at: new Date('2026-05-01T12:00:00Z'),
  url: null,
  caption,
  tagged_users: null,
  sponsored: null,
  image_count: 1,
  video_count: 0,
  likes: 90,
  comments: 10,
  shares: null,
  views: null,
  followers: 1000,
  extra: { a: 1 },
  ...more,
})
