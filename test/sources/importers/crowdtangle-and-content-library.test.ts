import { describe, expect, test } from '@jest/globals'
import { made } from '../made-exports.ts'
import { readSource } from '../scratch.ts'

describe('CrowdTangle and Meta Content Library', () => {
  test("Instagram: the dashboard's time zone counts; a sponsor makes a post sponsored", async () => {
    const read = await readSource(made('crowdtangle-instagram.csv'))

    expect(read.source.kind).toBe('crowdtangle')
    expect(read.posts).toMatchObject([
      {
        post_id: 'CTangle1',
        platform: 'instagram',
        account: 'acme',
        posted_at: new Date('2021-03-01T19:05:00Z'),
        caption: 'Spring, finally',
        sponsored: true,
        ...{ likes: 1200, comments: 50, followers: 120034 },
        extra: { 'Sponsor Name': 'Big Soda' },
      },
      {
        post_id: 'CTangle2',
        posted_at: new Date('2021-07-01T07:00:00Z'),
        sponsored: null,
        followers: null,
        views: 300,
      },
    ])
    expect(read.notes).toEqual([])
  })

  test('Facebook: posts without pictures are posts', async () => {
    const read = await readSource(made('crowdtangle-facebook.csv'))

    expect(read.posts).toMatchObject([
      {
        post_id: 'https://www.facebook.com/100044/posts/5550001',
        platform: 'facebook',
        account: 'acmepage',
        caption: 'Hello',
        ...{ likes: 50, comments: 6, shares: 10, image_count: 0 },
        extra: { Love: '3', 'Page Name': 'Acme' },
      },
    ])
    expect(read.notes).toEqual([])
  })

  test.each(['content-library.csv', 'content-library.json'])('%s', async (name) => {
    const read = await readSource(made(name))

    expect(read.source.kind).toBe('meta-content-library')
    expect(read.posts).toMatchObject([
      {
        post_id: '1200000000000001',
        platform: 'facebook',
        account: 'acmepage',
        posted_at: new Date('2025-06-01T08:00:00Z'),
        caption: 'Out now',
        sponsored: true,
        ...{ likes: 10, comments: 3, shares: 4, views: 999, image_count: 1 },
      },
      { post_id: '1200000000000002', sponsored: false, image_count: 0, extra: { multimedia: expect.anything() } },
    ])
    expect(read.uris).toEqual(['https://scontent.xx.fbcdn.net/v/800_n.jpg'])
  })
})
