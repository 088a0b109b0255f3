import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { commentsOf, made, post, unsignedImage } from '../made-exports.ts'
import { makeFolder, readSource } from '../scratch.ts'

describe('Zeeschuimer', () => {
  test('Instagram: carousels, the web shape, stories and advertisements are posts with their largest pictures', async () => {
    const read = await readSource(made('zeeschuimer.ndjson'))

    expect(read.source.kind).toBe('zeeschuimer')
    expect(post(read, 'CARo_1-x')).toMatchObject({
      platform: 'instagram',
      account: 'runner',
      posted_at: new Date(1766000000_000),
      url: 'https://www.instagram.com/p/CARo_1-x/',
      caption: 'New shoes 👟 @acme #acme',
      tagged_users: ['acme', 'friend'],
      sponsored: true,
      image_count: 2,
      video_count: 1,
      likes: 120,
      comments: 3,
      followers: 900,
      collected_at: new Date(1767225601_000),
      comment_texts: ['where to buy?'],
    })
    expect(post(read, 'GRAph2')).toMatchObject({ account: 'other', likes: null, comments: 2, image_count: 1 })
    expect(post(read, 'STOry3')).toMatchObject({ url: null, caption: '', extra: { story: true } })
    expect(post(read, 'ADvert4')).toMatchObject({ sponsored: true, image_count: 1 })
    expect(read.uris.slice(0, 4)).toEqual(['111', '222', '333', '444'].map(unsignedImage))
  })

  test('what has no column is kept, and where pictures lie is not', async () => {
    const read = await readSource(made('zeeschuimer.ndjson'))

    const extra = post(read, 'CARo_1-x')?.extra
    expect(extra).toMatchObject({
      media_id: '3500000000000000001_42',
      location: 'Utrecht',
      collected_from: 'https://www.instagram.com/explore/',
      other: {
        a_field_of_next_year: { x: 1 },
        user: { full_name: 'A Runner', is_verified: false },
        location: { lat: 52.09, lng: 5.12 },
      },
    })
    expect(JSON.stringify(extra)).not.toMatch(/cdninstagram|has_liked/)
  })

  test('TikTok: the cover of a video, the pictures of a photo post', async () => {
    const read = await readSource(made('zeeschuimer.ndjson'))

    expect(post(read, '7300000000000000001')).toMatchObject({
      platform: 'tiktok',
      account: 'sodabrand',
      url: 'https://www.tiktok.com/@sodabrand/video/7300000000000000001',
      caption: 'Try our soda #ad',
      sponsored: true,
      ...{ image_count: 1, video_count: 1, likes: 15000, comments: 33, shares: 12, views: 200000, followers: 77 },
      extra: { stats: { collectCount: '44' }, author: { nickname: 'Soda' } },
    })
    expect(post(read, '7300000000000000002')).toMatchObject({ account: 'photographer', image_count: 2, likes: 5 })
    expect(read.uris).toContain('https://p16-sign.tiktokcdn-us.com/obj/oc.jpeg')
    expect(read.uris).toContain('https://p16-sign.tiktokcdn.com/p2.webp')
  })

  test('X: text without the address of its picture; a repost has the text and picture that it repeats', async () => {
    const read = await readSource(made('zeeschuimer.ndjson'))

    expect(post(read, '1990000000000000001')).toMatchObject({
      platform: 'x',
      account: 'writer',
      posted_at: new Date('2025-12-17T19:20:00Z'),
      url: 'https://x.com/writer/status/1990000000000000001',
      caption: 'Coffee & cake at @cafe',
      tagged_users: ['cafe'],
      ...{ likes: 9, comments: 2, shares: 1, views: 4321, followers: 321, image_count: 1 },
    })
    expect(post(read, '1990000000000000002')).toMatchObject({
      account: 'fan',
      caption: 'RT @writer: Coffee & cake at @cafe',
      image_count: 1,
    })
  })

  test('a platform without a reader is kept whole; comments of posts elsewhere are given apart', async () => {
    const read = await readSource(made('zeeschuimer.ndjson'))

    expect(post(read, 'urn:li:activity:1')).toMatchObject({
      platform: 'linkedin',
      extra: { text: 'A job post', actor: { name: 'Acme' } },
    })
    expect(read.leftOut).toEqual({})
    expect(read.notes).toEqual([])
    expect(await commentsOf(read)).toEqual([{ postId: '7300000000000000001', text: 'I want to buy this' }])
  })

  test('an image has the same address in each export; what it is fetched by stays out of the dataset', async () => {
    const { items } = await readSource(made('zeeschuimer.ndjson'))

    const first = items.find((item) => item.kind === 'image')
    expect(first).toMatchObject({
      reference: { uri: unsignedImage('111'), address: expect.stringContaining('&oe=6957D000'), postId: 'CARo_1-x' },
    })
  })

  test('a changed line and a half-written one are notes with their lines; the rest is read', async () => {
    const lines = readFileSync(made('zeeschuimer.ndjson'), 'utf8').split('\n')
    const changed = JSON.stringify({ source_platform: 'instagram.com', data: { everything: 'is new' } })
    const file = [lines[0], changed, lines[1], lines[4]?.slice(0, 200)].join('\n')
    const path = join(makeFolder({ 'a.ndjson': file }), 'a.ndjson')

    const { posts, notes } = await readSource(path)

    expect(posts.map(({ post_id }) => post_id)).toEqual(['CARo_1-x', 'GRAph2'])
    expect(notes).toEqual([
      'a.ndjson:2: is no post as instagram gives them; it is left out',
      'a.ndjson:4: is no JSON object; the line is left out',
    ])
  })
})
