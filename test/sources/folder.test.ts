import { expect, test } from '@jest/globals'
import { openSource } from '../../src/sources/open.ts'
import type { SourceItem } from '../../src/sources/source.ts'
import { describeWithShared } from '../shared.ts'

describeWithShared('real posts as Instaloader wrote them', (shared) => {
  test('all 100 come out with caption, likes, comments, time and account', async () => {
    const source = await openSource(`${shared}/data/instaloader`)

    const items: SourceItem[] = []
    for await (const item of source.items()) items.push(item)

    const posts = items.flatMap((item) => (item.kind === 'post' ? [item.post] : []))
    const images = items.flatMap((item) => (item.kind === 'image' ? [item.reference] : []))
    expect(posts).toHaveLength(100)
    expect(images).toHaveLength(100)
    expect(new Set(posts.map((post) => post.post_id)).size).toBe(100)
    for (const post of posts) {
      expect(post).toMatchObject({ platform: 'instagram', image_count: 1, video_count: 0 })
      for (const value of [post.likes, post.comments]) expect(value).toBeGreaterThanOrEqual(0)
      expect(post.posted_at?.getUTCFullYear()).toBeGreaterThan(2018)
      expect(typeof post.caption).toBe('string')
    }
  })
})
