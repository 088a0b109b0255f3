import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import type { Post } from '../../src/posts/post.ts'
import type { GivenComment } from '../../src/sources/source.ts'
import { unpackSlowly } from '../../src/sources/zstd.ts'
import { makeFolder, type Read, readSource } from './scratch.ts'

/** Small files of each format, made after what the programs' own code and documents say; nobody's posts. */
const made = (name: string): string => join('test', 'sources', 'exports', name)

const post = ({ posts }: Read, id: string): Post | undefined => posts.find(({ post_id }) => post_id === id)

async function commentsOf({ source }: Read): Promise<GivenComment[]> {
  const found: GivenComment[] = []
  for await (const comment of source.comments?.() ?? []) found.push(comment)
  return found
}

const unsignedImage = (n: string): string =>
  `https://scontent-ams4-1.cdninstagram.com/v/t51.29350-15/${n}_n.jpg?stp=dst-jpg_e35`

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

describe('4CAT', () => {
  test('NDJSON: the same posts as from Zeeschuimer', async () => {
    const [own, theirs] = await Promise.all(['4cat.ndjson', 'zeeschuimer.ndjson'].map((name) => readSource(made(name))))

    expect(own?.source.kind).toBe('4cat')
    for (const id of ['CARo_1-x', '7300000000000000001', '1990000000000000001'])
      expect(own && post(own, id)).toEqual(theirs && post(theirs, id))
  })

  test('CSV of Instagram: times by the unix column, hidden likes unknown', async () => {
    const read = await readSource(made('4cat-instagram.csv'))

    expect(read.posts).toMatchObject([
      {
        post_id: 'CARo_1-x',
        platform: 'instagram',
        account: 'runner',
        posted_at: new Date(1766000000_000),
        caption: 'New shoes\n#acme',
        likes: 120,
        extra: { location_name: 'Utrecht', hashtags: 'acme' },
      },
      { post_id: 'GRAph2', likes: null, comments: 2, caption: '' },
    ])
    expect(read.uris).toEqual(['111', '333'].map(unsignedImage))
    expect(read.notes).toEqual([])
  })

  test('CSV of X: several pictures in a cell; the app that a post was written in is no platform', async () => {
    const read = await readSource(made('4cat-twitter.csv'))

    expect(read.posts).toMatchObject([
      { platform: 'x', likes: 9, shares: 1, views: 4321, extra: { source: 'Twitter for iPhone' } },
    ])
    expect(read.uris).toEqual(['https://pbs.twimg.com/media/Gx1.jpg', 'https://pbs.twimg.com/media/Gx2.jpg'])
  })
})

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

describe('Reddit', () => {
  test.each(['reddit-submissions.jsonl', 'RS_2025-12.zst'])('%s', async (name) => {
    const read = await readSource(made(name))

    expect(read.source.kind).toBe('reddit')
    expect(read.posts).toMatchObject([
      {
        post_id: '1abc01',
        platform: 'reddit',
        account: 'maker',
        url: 'https://www.reddit.com/r/mildlyinteresting/comments/1abc01/my_new_mug/',
        caption: 'My new mug',
        collected_at: new Date(1766100000_000),
        ...{ likes: 1500, comments: 42, shares: 1 },
        extra: { subreddit: 'mildlyinteresting', over_18: false },
      },
      { post_id: '1abc02', account: null, caption: 'Two shoes', likes: null, extra: { score: -3 }, image_count: 2 },
      {
        post_id: '1abc03',
        caption: 'A question\nWhat do you think?',
        image_count: 0,
        extra: { a_field_of_next_year: [1] },
      },
    ])
    expect(read.uris).toEqual([
      'https://i.redd.it/mug.jpeg',
      'https://preview.redd.it/bbb.jpg?width=1080&s=2',
      'https://preview.redd.it/aaa.jpg?width=1080&s=1',
    ])
  })

  test.each(['reddit-comments.jsonl', 'RC_2025-12.zst'])('%s: comments of posts elsewhere', async (name) => {
    const read = await readSource(made(name))

    expect(read.posts).toEqual([])
    expect(read.leftOut).toEqual({ 'removed comment': 1 })
    expect((await commentsOf(read)).map(({ text }) => text)).toEqual(['I would buy this mug', 'nice'])
  })
})

describe('files that are packed, cut or called something else', () => {
  test('a name says nothing: content decides', async () => {
    const folder = makeFolder({
      export: readFileSync(made('zeeschuimer.ndjson')),
      'export.json': readFileSync(made('zeeschuimer.ndjson')),
      'posts.txt': readFileSync(made('4cat-twitter.csv')),
      'a.ndjson.gz': gzipSync(readFileSync(made('zeeschuimer.ndjson'))),
      'b.json.zst': readFileSync(made('RS_2025-12.zst')),
    })

    const kinds = await Promise.all(
      ['export', 'export.json', 'posts.txt', 'a.ndjson.gz', 'b.json.zst'].map(async (name) => {
        const { source, posts } = await readSource(join(folder, name))
        return [source.kind, posts.length]
      }),
    )

    expect(kinds).toEqual([
      ['zeeschuimer', 9],
      ['zeeschuimer', 9],
      ['4cat', 1],
      ['zeeschuimer', 9],
      ['reddit', 3],
    ])
  })

  test('a packed file that ends too early: what came before is read, and a note says where it ends', async () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      JSON.stringify({ id: `p${i}`, title: `post ${i * 7919}`, created_utc: 1766000000, subreddit: 'a', url: '' }),
    ).join('\n')
    const whole = gzipSync(many)
    const path = join(makeFolder({ 'x.gz': whole.subarray(0, whole.length >> 1) }), 'x.gz')

    const { posts, notes } = await readSource(path)

    expect(posts.length).toBeGreaterThan(100)
    expect(posts.length).toBeLessThan(3000)
    expect(notes.at(-1)).toMatch(/^x\.gz:\d+: the \.gz file ends too early or is damaged/)
  })

  test('zst without the help of Node: the same, in pieces of any size; a window that is too large is told', async () => {
    const packed = readFileSync(made('RC_2025-12.zst'))
    const pieces = async function* (size: number) {
      for (let at = 0; at < packed.length; at += size) yield packed.subarray(at, at + size)
    }
    for (const size of [7, 64, packed.length]) {
      const chunks: Buffer[] = []
      for await (const chunk of unpackSlowly(pieces(size), 'RC.zst')) chunks.push(chunk)
      expect(Buffer.concat(chunks).toString()).toBe(readFileSync(made('reddit-comments.jsonl'), 'utf8'))
    }
    // As `zstd --long=31` begins: a window of 2 GB.
    const huge = Buffer.from('28b52ffd04a8', 'hex')
    const read = async () => {
      for await (const _ of unpackSlowly(Readable.from([huge]), 'RC.zst'));
    }
    await expect(read()).rejects.toThrow(/RC\.zst: is packed with a window of 2048 MB.*zstd -d --long=31 RC\.zst/)
  })

  test('a JSON list that ends too early', async () => {
    const text = readFileSync(made('apify.json'), 'utf8')
    const path = join(makeFolder({ 'a.json': text.slice(0, text.indexOf('"APify2"') + 40) }), 'a.json')

    const { posts, notes } = await readSource(path)

    expect(posts.map(({ post_id }) => post_id)).toEqual(['APify1'])
    expect(notes).toEqual(['a.json:2: the list is not closed, the file ends too early; what came before is read'])
  })
})
