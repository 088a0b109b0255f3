import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { describeWithShared } from '../evaluation-material.ts'
import { jpeg, makeFolder, readSource } from './scratch.ts'

describe("Instaloader's files", () => {
  const name = '2022-09-13_17-02-48_UTC'
  const node = {
    __typename: 'GraphSidecar',
    shortcode: 'Abc-_1',
    taken_at_timestamp: 1663088568,
    is_video: false,
    edge_media_to_caption: { edges: [{ node: { text: 'hello' } }] },
    edge_media_preview_like: { count: -1 },
    edge_liked_by: { count: 7 },
    edge_media_to_comment: { count: 2 },
    owner: { username: 'acme' },
    edge_sidecar_to_children: {
      edges: [
        {
          node: { is_video: false, edge_media_to_tagged_user: { edges: [{ node: { user: { username: 'tagged' } } }] } },
        },
        { node: { is_video: true } },
      ],
    },
  }
  const json = JSON.stringify({ node, instaloader: { node_type: 'Post' } })

  test('a carousel is one post with its images in order; its videos are counted and left out', async () => {
    const folder = makeFolder({
      [`p/${name}.json`]: json,
      [`p/${name}.txt`]: 'other text\n',
      [`p/${name}_comments.json`]: JSON.stringify([
        { id: 1, text: 'where can I buy it?', owner: { username: 'x' }, answers: [{ id: 2, text: 'in our shop' }] },
        { id: 3, text: 'wow', answers: [] },
      ]),
      [`p/${name}_1.jpg`]: jpeg,
      [`p/${name}_2.jpg`]: jpeg,
      [`p/${name}_2.mp4`]: 'x',
      [`p/${name}_10.jpg`]: jpeg,
      [`p/${name}_profile_pic.jpg`]: jpeg,
      'p/acme_123.json': JSON.stringify({ node: { username: 'acme' }, instaloader: { node_type: 'Profile' } }),
      'p/id': '123',
    })

    const { posts, images, leftOut, items } = await readSource(folder)

    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({
      post_id: 'Abc-_1',
      url: 'https://www.instagram.com/p/Abc-_1/',
      caption: 'hello',
      likes: 7,
      comments: 2,
      account: 'acme',
      tagged_users: ['tagged'],
      image_count: 3,
      video_count: 1,
      posted_at: new Date('2022-09-13T17:02:48Z'),
      comment_texts: ['where can I buy it?', 'in our shop', 'wow'],
    })
    expect(images).toEqual({
      [`p/${name}_1.jpg`]: 'Abc-_1',
      [`p/${name}_2.jpg`]: 'Abc-_1',
      [`p/${name}_10.jpg`]: 'Abc-_1',
      [`p/${name}_profile_pic.jpg`]: null,
    })
    expect(items[0]?.kind).toBe('post')
    expect(leftOut).toEqual({ video: 1, '.json': 1, 'no ending': 1 })
  })

  test('half a post is still a post', async () => {
    const folder = makeFolder({
      'a/2021-01-02_03-04-05_UTC.jpg': jpeg,
      'b/2021-01-02_03-04-05_UTC.txt': 'only text',
      'c/2021-01-02_03-04-05_UTC_1.jpg': jpeg,
      'c/2021-01-02_03-04-05_UTC.txt': 'caption\nof two lines\n',
      'd/2021-01-02_03-04-05_UTC.mp4': 'x',
      'cat.jpg': jpeg,
      'cat.txt': 'a label, no caption',
    })

    const { posts, images } = await readSource(folder)

    expect(
      posts.map(({ post_id, caption, image_count, video_count }) => [post_id, caption, image_count, video_count]),
    ).toEqual([
      ['a/2021-01-02_03-04-05_UTC', null, 1, 0],
      ['b/2021-01-02_03-04-05_UTC', 'only text', 0, 0],
      ['c/2021-01-02_03-04-05_UTC', 'caption\nof two lines', 1, 0],
      ['d/2021-01-02_03-04-05_UTC', null, 0, 1],
    ])
    expect(posts[0]?.posted_at).toEqual(new Date('2021-01-02T03:04:05Z'))
    expect(images['cat.jpg']).toBeNull()
  })

  test.each([
    ['no xz at all', Buffer.from('broken')],
    ['cut', Buffer.from('/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AG/', 'base64')],
    ['empty', Buffer.alloc(0)],
  ])('damaged metadata (%s) is a note that names the file, and the images still come', async (_, bytes) => {
    const folder = makeFolder({ [`${name}.json.xz`]: bytes, [`${name}.jpg`]: jpeg, [`${name}.txt`]: 'still here' })

    const { posts, images, notes } = await readSource(folder)

    expect(posts[0]).toMatchObject({ caption: 'still here', image_count: 1 })
    expect(images).toEqual({ [`${name}.jpg`]: name })
    expect(notes).toEqual([
      expect.stringMatching(new RegExp(`^${name}\\.json\\.xz: cannot be read \\(.+\\); its images are measured`)),
    ])
  })

  test("the phone's shape and a reel are read too", async () => {
    const phone = {
      node: {
        code: 'Reel1',
        pk: '99',
        taken_at: 1663088568,
        media_type: 2,
        caption: { text: 'watch' },
        like_count: 5,
        comment_count: 0,
        play_count: 1000,
        is_paid_partnership: true,
        user: { username: 'acme', follower_count: 12 },
        usertags: { in: [{ user: { username: 'x' } }] },
      },
    }
    const folder = makeFolder({ 'Reel1.json': JSON.stringify(phone), 'Reel1.jpg': jpeg, 'Reel1.mp4': 'x' })

    const { posts, images } = await readSource(folder)

    expect(posts[0]).toMatchObject({
      post_id: 'Reel1',
      views: 1000,
      sponsored: true,
      video_count: 1,
      image_count: 1,
      followers: 12,
    })
    expect(posts[0]).toMatchObject({ tagged_users: ['x'], comments: 0, caption: 'watch' })
    expect(images).toEqual({ 'Reel1.jpg': 'Reel1' })
  })

  test('folders of hashtags and stories; what has no column is kept, but for other people and who scraped', async () => {
    const found = {
      ...{
        shortcode: 'Hash1',
        taken_at_timestamp: 1663088568,
        is_video: false,
        owner: { id: '7' },
        viewer_has_liked: true,
      },
      ...{
        edge_media_to_caption: { edges: [{ node: { text: 'tagged' } }] },
        tracking_token: 'x',
        dimensions: { width: 5 },
      },
      ...{ iphone_struct: { pk: '8', device_timestamp: 3, image_versions2: { candidates: [] } } },
    }
    const story = { id: '99', taken_at_timestamp: 1663088568, is_video: true, owner: { username: 'acme' } }
    const folder = makeFolder({
      [`#acme/${name}.json`]: JSON.stringify({ node: found, instaloader: { node_type: 'Post' } }),
      [`#acme/${name}.jpg`]: jpeg,
      [`:stories/${name}.json`]: JSON.stringify({ node: story, instaloader: { node_type: 'StoryItem' } }),
      [`:stories/${name}.jpg`]: jpeg,
      [`:stories/${name}.mp4`]: 'x',
    })

    const { posts, images } = await readSource(folder)

    expect(images).toEqual({ [`#acme/${name}.jpg`]: 'Hash1', [`:stories/${name}.jpg`]: '99' })
    expect(posts[0]).toMatchObject({
      account: null,
      caption: 'tagged',
      extra: { other: { dimensions: { width: 5 }, owner: { id: '7' }, iphone_struct: { device_timestamp: 3 } } },
    })
    expect(JSON.stringify(posts[0]?.extra)).not.toMatch(/viewer_has_liked|tracking_token|candidates/)
    expect(posts[1]).toMatchObject({ url: null, video_count: 1, extra: { story: true } })
  })

  test('JSON of any shape whatever never stops the walk', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom(...Object.keys(node), 'iphone_struct', 'caption', 'user', 'usertags'),
          fc.jsonValue({ maxDepth: 4 }),
        ),
        async (odd) => {
          const folder = makeFolder({ [`${name}.json`]: JSON.stringify({ node: odd }), [`${name}.jpg`]: jpeg })
          const { images } = await readSource(folder)
          expect(Object.keys(images)).toEqual([`${name}.jpg`])
        },
      ),
      { numRuns: 100 },
    )
  })
})

describeWithShared('real posts as Instaloader wrote them', (shared) => {
  test('all 100 come out with caption, likes, comments, time and account', async () => {
    const { posts, images, notes, leftOut } = await readSource(`${shared}/data/instaloader`)

    expect(posts).toHaveLength(100)
    expect(Object.keys(images)).toHaveLength(100)
    expect([notes, leftOut]).toEqual([[], {}])
    expect(new Set(posts.map((post) => post.post_id)).size).toBe(100)
    for (const post of posts) {
      expect(post).toMatchObject({ platform: 'instagram', image_count: 1, video_count: 0 })
      for (const value of [post.likes, post.comments]) expect(value).toBeGreaterThanOrEqual(0)
      expect(post.posted_at?.getUTCFullYear()).toBeGreaterThan(2018)
      expect(typeof post.caption).toBe('string')
      expect(post.account).toMatch(/^[\w.]+$/)
    }
    expect(posts.filter((post) => post.sponsored)).toHaveLength(4)
    expect(posts.filter((post) => post.caption !== '')).toHaveLength(92)
  })
})
