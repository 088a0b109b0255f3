import { describe, expect, test } from '@jest/globals'
import type { Post } from '../../../src/posts/post.ts'
import { commentsOf, made, post } from '../made-exports.ts'
import { type Read, readSource } from '../scratch.ts'

describe('Apify', () => {
  test('JSON: posts, posts of profiles, comments with their answers; rows of errors are counted', async () => {
    const read = await readSource(made('apify.json'))

    expect(read.source.kind).toBe('apify')
    expect(post(read, 'APify1')).toMatchObject({
      account: 'acme',
      posted_at: new Date('2025-12-18T10:00:00Z'),
      tagged_users: ['friend'],
      sponsored: false,
      ...{ image_count: 2, video_count: 1, likes: null, comments: 2 },
      comment_texts: ['need this', 'same', '😍'],
      extra: { childPosts: [{ id: 'c1', alt: 'one', type: 'Image' }, { id: 'c2' }] },
    })
    expect(post(read, 'APify2')).toMatchObject({ views: 1000, video_count: 1, caption: '', comment_texts: [] })
    expect(post(read, 'APify3')).toMatchObject({ followers: 5000, extra: { profile: { biography: 'We sell' } } })
    expect(read.leftOut).toEqual({ 'error row (not_found)': 1 })
    expect(await commentsOf(read)).toEqual([{ postId: 'APify1', text: 'where can I get it' }])
  })

  test('CSV: the same posts', async () => {
    const [csv, json] = await Promise.all(['apify.csv', 'apify.json'].map((name) => readSource(made(name))))

    const told = (read: Read | undefined) =>
      ['APify1', 'APify2'].map((id) => {
        const { post_id, account, posted_at, caption, likes, comments, views, image_count, tagged_users } =
          (read && post(read, id)) ?? ({} as Post)
        return { post_id, account, posted_at, caption, likes, comments, views, image_count, tagged: tagged_users ?? [] }
      })
    expect(told(csv)).toEqual(told(json))
    expect(csv?.uris).toEqual(json?.uris.slice(0, 3))
  })
})
