import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sortedEntries } from '../../src/sources/directory.ts'
import { sortKey } from '../../src/sources/file-group.ts'
import { openSource } from '../../src/sources/open.ts'
import { describeWithShared } from '../shared.ts'
import { jpeg, makeFolder, readSource } from './scratch.ts'

describe('a folder as it lies', () => {
  test('images are found by name or content, at any depth; the rest is counted by kind', async () => {
    const folder = makeFolder({
      'a.jpg': jpeg,
      'b/c/empty.png': '',
      'b/photo.heic': 'x',
      'b/picture': jpeg,
      'b/picture.txt': jpeg,
      'drawing.svg': '<svg/>',
      'BMW.txt': 'BMW M3, what a car',
      'notes.txt': 'P1 is a plan',
      'film.MP4': 'x',
      LICENSE: 'x',
      'data.json': '{"node": 1}',
      '.DS_Store': 'x',
      '.git/HEAD.jpg': jpeg,
    })

    const { images, posts, leftOut, notes, uris } = await readSource(folder)

    expect(Object.keys(images)).toEqual([
      'a.jpg',
      'drawing.svg',
      'b/photo.heic',
      'b/picture.txt',
      'b/picture',
      'b/c/empty.png',
    ])
    expect(uris[0]).toBe(join(folder, 'a.jpg'))
    expect(leftOut).toEqual({ '.txt': 2, video: 1, 'no ending': 1, '.json': 1, hidden: 2 })
    expect([posts, notes]).toEqual([[], []])
  })

  test('reading it twice says the same, ledger included', async () => {
    const source = await openSource(makeFolder({ 'a.jpg': jpeg, 'b.txt': 'x' }))
    const read = async (): Promise<unknown[]> => {
      const items: unknown[] = []
      for await (const item of source.items()) items.push(item)
      return [items, [...source.ledger.leftOut]]
    }

    expect(await read()).toEqual(await read())
  })

  test('links are followed once, never in a circle; a dead link named as an image is a reference', async () => {
    const outside = makeFolder({ 'x/o.jpg': jpeg })
    const folder = makeFolder({ 'a/b.jpg': jpeg })
    symlinkSync(folder, join(folder, 'a/up'))
    symlinkSync(join(folder, 'a'), join(folder, 'again'))
    symlinkSync(outside, join(folder, 'out1'))
    symlinkSync(outside, join(folder, 'out2'))
    symlinkSync(outside, join(outside, 'x/self'))
    symlinkSync(join(folder, 'a/b.jpg'), join(folder, 'link.jpg'))
    symlinkSync('/nowhere', join(folder, 'dead.jpg'))
    symlinkSync('/nowhere', join(folder, 'dead'))

    const { images, leftOut, notes } = await readSource(folder)

    expect(Object.keys(images).sort()).toEqual(['a/b.jpg', 'dead.jpg', 'link.jpg', 'out1/x/o.jpg'])
    expect(leftOut).toEqual({ 'link to a folder seen elsewhere': 4, 'dead link': 1 })
    expect(notes).toEqual(['dead: a link to nothing (ENOENT)'])
  })

  test('a named pipe is counted and not waited for', async () => {
    const folder = makeFolder({ 'a.jpg': jpeg })
    execFileSync('mkfifo', [join(folder, 'pipe.jpg')])

    const { images, leftOut } = await readSource(folder)

    expect(Object.keys(images)).toEqual(['a.jpg'])
    expect(leftOut).toEqual({ special: 1 })
  })

  const asRoot = process.getuid?.() === 0
  ;(asRoot ? test.skip : test)('a sub-folder that may not be read is a note', async () => {
    const folder = makeFolder({ 'a.jpg': jpeg, 'locked/b.jpg': jpeg })
    chmodSync(join(folder, 'locked'), 0)

    const { images, notes } = await readSource(folder)

    chmodSync(join(folder, 'locked'), 0o700)
    expect(Object.keys(images)).toEqual(['a.jpg'])
    expect(notes).toEqual([expect.stringContaining('locked: cannot be read (EACCES)')])
  })

  test('a sub-folder that vanishes during the walk is a note', async () => {
    const folder = makeFolder({ 'a.jpg': jpeg, 'gone/b.jpg': jpeg })
    const source = await openSource(folder)

    const keys: string[] = []
    for await (const item of source.items()) {
      if (item.kind === 'image') keys.push(item.reference.key)
      rmSync(join(folder, 'gone'), { recursive: true, force: true })
    }

    expect(keys).toEqual(['a.jpg'])
    expect(source.ledger.notes).toEqual([expect.stringContaining('gone: cannot be read (ENOENT)')])
  })

  test('names come in order and each once, however few are held at a time', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[ab_][ab12_.]{0,5}(?:jpg|txt)?$/), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(names, fc.integer({ min: 2, max: 9 }), async (given, held) => {
        const folder = makeFolder(Object.fromEntries(given.map((name) => [name, ''])))
        const found: string[] = []
        for await (const entry of sortedEntries(folder, sortKey, held)) found.push(entry.name)
        const byKey = (a: string, b: string): number => (sortKey(a) < sortKey(b) ? -1 : 1)
        expect(found).toEqual([...given].sort(byKey))
      }),
      { numRuns: 100 },
    )
  })

  test('nothing there, an address, and what is no source are told apart', async () => {
    const folder = makeFolder({ 'a.doc': 'x' })

    await expect(openSource(join(folder, 'b'))).rejects.toThrow(/b: there is nothing there; give a folder/)
    await expect(openSource('s3://bucket/x')).rejects.toThrow(/is an address/)
    await expect(openSource(join(folder, 'a.doc'))).rejects.toThrow(
      /is not a source; give a folder, an image, or a table/,
    )
  })

  test('one image file is a source, by name or content', async () => {
    const folder = makeFolder({ 'a.jpg': '', b: jpeg, 'c.csv': jpeg })

    for (const name of ['a.jpg', 'b', 'c.csv'])
      expect((await readSource(join(folder, name))).images).toEqual({ [name]: null })
  })
})

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
      [`p/${name}_comments.json`]: '[]',
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
    })
    expect(images).toEqual({
      [`p/${name}_1.jpg`]: 'Abc-_1',
      [`p/${name}_2.jpg`]: 'Abc-_1',
      [`p/${name}_10.jpg`]: 'Abc-_1',
      [`p/${name}_profile_pic.jpg`]: null,
    })
    expect(items[0]?.kind).toBe('post')
    expect(leftOut).toEqual({ video: 1, '.json': 2, 'no ending': 1 })
  })

  test('files named by short code belong to the post whose name is closest', async () => {
    const other = JSON.stringify({ node: { ...node, shortcode: 'Abc' }, instaloader: { node_type: 'Post' } })
    const folder = makeFolder({
      'Abc.json': other,
      'Abc_1.json': json,
      'Abc.jpg': jpeg,
      'Abc_1.jpg': jpeg,
      'Abc_1_1.jpg': jpeg,
      'Abc_2.jpg': jpeg,
      'Abc0.jpg': jpeg,
    })

    const { images, posts } = await readSource(folder)

    expect(posts).toHaveLength(2)
    expect(images).toMatchObject({ 'Abc.jpg': 'Abc', 'Abc_1.jpg': 'Abc-_1', 'Abc_2.jpg': 'Abc', 'Abc0.jpg': null })
  })

  test('names that end in a date or an id have carousels too', async () => {
    const folder = makeFolder({
      'acme_20220913.json': json,
      'acme_20220913_1.jpg': jpeg,
      'acme_20220913_2.jpg': jpeg,
      'acme_20220914.jpg': jpeg,
    })

    const { images } = await readSource(folder)

    expect(images).toEqual({
      'acme_20220913_1.jpg': 'Abc-_1',
      'acme_20220913_2.jpg': 'Abc-_1',
      'acme_20220914.jpg': null,
    })
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

  test('every odd or broken file is a reference or is counted', async () => {
    const { images, leftOut } = await readSource(`${shared}/data/bad-images`)

    const counted = Object.values(leftOut).reduce((sum, count) => sum + count, 0)
    expect(Object.keys(images).length + counted).toBe(250)
    expect(leftOut['.tsv']).toBe(1)
  })
})
