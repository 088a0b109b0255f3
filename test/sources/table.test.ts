import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openSource } from '../../src/sources/open.ts'
import { makeFolder, readSource } from './scratch.ts'

const table = (name: string, content: string | Uint8Array): string => join(makeFolder({ [name]: content }), name)

describe('a CSV table', () => {
  test('gives posts and images; columns are known by their names, the others become extra', async () => {
    const path = table(
      'posts.csv',
      'Photo File,Shortcode,Username,Date,Text,Like Count,Colour\n' +
        'a/1.jpg,X1,@acme,2022-09-13 17:02:48,"Hi, ""you""\nthere",1.2K,red\n' +
        'a/2.jpg,X1,@acme,2022-09-13 17:02:48,"Hi, ""you""\nthere",1.2K,red\n' +
        's3://bucket/a b.jpg,X2,,1663088568,,"1,234",\n',
    )

    const { posts, images, uris, notes } = await readSource(path)

    expect(images).toEqual({ 'a/1.jpg': 'X1', 'a/2.jpg': 'X1', 'bucket/a b.jpg': 'X2' })
    expect(uris).toEqual([join(path, '../a/1.jpg'), join(path, '../a/2.jpg'), 's3://bucket/a b.jpg'])
    expect(posts).toHaveLength(2)
    expect(posts[0]).toMatchObject({
      post_id: 'X1',
      account: 'acme',
      posted_at: new Date('2022-09-13T17:02:48Z'),
      caption: 'Hi, "you"\nthere',
      likes: 1200,
      image_count: 2,
      extra: { Colour: 'red' },
    })
    expect(posts[1]).toMatchObject({ account: null, likes: 1234, caption: '', image_count: 1, extra: null })
    expect(posts[1]?.posted_at).toEqual(new Date('2022-09-13T17:02:48Z'))
    expect(notes).toEqual([])
  })

  test('an empty image cell is a note with its line, and the rest is read', async () => {
    const path = table('posts.csv', 'image,id\na.jpg,1\n"",2\n\n"b\n.jpg",3\n  ,4\nc.jpg,5\n')

    const { images, notes, posts } = await readSource(path)

    expect(Object.values(images)).toEqual(['1', '3', '5'])
    expect(posts.map((post) => post.image_count)).toEqual([1, 0, 1, 0, 1])
    expect(notes).toEqual([
      'posts.csv:3: column "image" is empty; give a path or a URL',
      'posts.csv:7: column "image" is empty; give a path or a URL',
    ])
  })

  test('notes of a kind are told ten times, then counted', async () => {
    const path = table('t.csv', `image,x\n${',1\n'.repeat(25)}`)

    const { notes } = await readSource(path)

    expect(notes).toHaveLength(11)
    expect(notes[10]).toBe('and 15 more like it: rows without an image in t.csv')
  })

  test('cells that are no count or date are unknown and noted', async () => {
    const path = table('t.csv', 'image,likes,date\na.jpg,many,03/04/2022\nb.jpg,-1,NA\n')

    const { posts, notes } = await readSource(path)

    expect(posts.map((post) => [post.likes, post.posted_at])).toEqual([
      [null, null],
      [null, null],
    ])
    expect(notes).toHaveLength(2)
    expect(notes[0]).toBe(
      't.csv:2: column "date" holds "03/04/2022", which is no date that can be told; it is taken as unknown',
    )
  })

  test('a row with too many cells is left out with a note; one with too few is read', async () => {
    const { images, notes } = await readSource(table('t.csv', 'image,text\na.jpg,x,y\nb.jpg\nc.jpg,z,,\n'))

    expect(Object.keys(images)).toEqual(['b.jpg', 'c.jpg'])
    expect(notes[0]).toMatch(/^t\.csv:2: has 3 cells and the first line 2/)
  })

  test('a quote that never closes is a note', async () => {
    const { images, notes } = await readSource(table('t.csv', 'image,text\na.jpg,x\nb.jpg,"y\nc.jpg,z\n'))

    expect(Object.keys(images)).toEqual(['a.jpg'])
    expect(notes[0]).toBe('t.csv:3: a quote opens here or below and never closes; what follows is not read')
  })

  test.each([
    ['semicolons', 't.csv', 'image;likes\na,1.jpg;3\n'],
    ['tabs', 't.tsv', 'image\tlikes\r\na,1.jpg\t3\r\n'],
    ["Excel's first line", 't.csv', 'sep=|\nimage|likes\na,1.jpg|3\n'],
    ['mixed line ends and quotes', 't.csv', '\ufeff"image","likes"\r\n"a,1.jpg","3"\n'],
  ])('%s divide', async (_, name, content) => {
    const { images, posts } = await readSource(table(name, content))

    expect(images).toEqual({ 'a,1.jpg': 'a,1.jpg' })
    expect(posts[0]?.likes).toBe(3)
  })

  test('--root moves the images, --map names the columns', async () => {
    const path = table('t.csv', 'file,bild,wer\nx.txt,a.jpg,me\n')

    const { uris, posts } = await readSource(path, { root: '/pictures', map: { image: 'bild', account: 'WER' } })

    expect(uris).toEqual(['/pictures/a.jpg'])
    expect(posts[0]).toMatchObject({ account: 'me', extra: { file: 'x.txt' } })
  })

  test('without post columns there are images and no posts', async () => {
    const { images, posts } = await readSource(
      table('t.csv', 'image\na.jpg\n../b.jpg\n/c/d.jpg\nfile:///c/e%20f.jpg\n'),
    )

    expect(posts).toEqual([])
    expect(Object.keys(images)).toEqual(['a.jpg', '../b.jpg', '/c/d.jpg', '/c/e f.jpg'])
  })

  test('a wrong map or no image column is told with what there is', async () => {
    const path = table('t.csv', 'a,b\n1,2\n')

    await expect(openSource(path)).rejects.toThrow(
      /t\.csv: no column is called like an image.*--map image=COLUMN.*a, b/,
    )
    await expect(openSource(path, { map: { image: 'c' } })).rejects.toThrow(/has no column "c"; its columns are a, b/)
    await expect(openSource(path, { map: { pic: 'a' } })).rejects.toThrow(
      /"pic" is unknown; what can be mapped is image, post_id/,
    )
    await expect(openSource(table('e.csv', ''))).rejects.toThrow(/e\.csv: is empty/)
  })

  test('several addresses in one cell are several images', async () => {
    const { uris, posts } = await readSource(table('t.csv', 'image_urls,id\n"https://a/1.jpg,https://a/2.jpg",7\n'))

    expect(uris).toEqual(['https://a/1.jpg', 'https://a/2.jpg'])
    expect(posts[0]?.image_count).toBe(2)
  })

  test("an Instagram address gives the post's id and platform", async () => {
    const { posts } = await readSource(table('t.csv', 'image,url\na.jpg,https://www.instagram.com/p/Cid_F-1/?x\n'))

    expect(posts[0]).toMatchObject({ post_id: 'Cid_F-1', platform: 'instagram' })
  })

  test('what is written as CSV is read again, text and line numbers, whatever the text', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab,;"\n\t é日'.split(''), '👍', '""', ', '), maxLength: 12 })
    const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), async (captions) => {
        const rows = captions.map((caption, i) => `${i}.jpg,${quote(caption)}`)
        const path = table('t.csv', `image,caption\n${rows.join('\n')}\n,x\n`)
        const { posts, notes } = await readSource(path)
        const lines = `image,caption\n${rows.join('\n')}\n`.split('\n').length
        expect(posts.map((post) => post.caption?.trim())).toEqual(captions.map((caption) => caption.trim()))
        expect(notes).toEqual([`t.csv:${lines}: column "image" is empty; give a path or a URL`])
      }),
      { numRuns: 100 },
    )
  })

  test('200,000 rows stream: who stops early waits for no more than was asked for', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i}.jpg,${i},text ${i}\n`)
    const path = table('t.csv', `image,id,caption\n${rows.join('')}`)
    const source = await openSource(path)

    const keys: string[] = []
    for await (const item of source.items()) {
      if (item.kind === 'image') keys.push(item.reference.key)
      if (keys.length === 1000) break
    }

    expect(keys.at(-1)).toBe('999.jpg')
  })
})

describe('JSON', () => {
  test('lines, also broken ones; lists of images; nested cells by --map; ids of 19 digits stay exact', async () => {
    const path = table(
      't.jsonl',
      '{"images":["a.jpg","b.jpg"],"id":2926521478443069979,"owner":{"username":"me"},"likes":3,"text":"x 2926521478443069979"}\n' +
        'broken\n\n[1]\n{"images":[],"id":5}\n',
    )

    const { posts, images, notes } = await readSource(path, { map: { account: 'owner.username' } })

    expect(images).toEqual({ 'a.jpg': '2926521478443069979', 'b.jpg': '2926521478443069979' })
    expect(posts[0]).toMatchObject({ account: 'me', likes: 3, image_count: 2, caption: 'x 2926521478443069979' })
    expect(notes).toEqual([
      't.jsonl:2: is no JSON object; the line is left out',
      't.jsonl:4: is no JSON object; the line is left out',
      't.jsonl:5: column "images" is empty; give a path or a URL',
    ])
  })

  test('a list of objects, alone or inside an object', async () => {
    for (const content of ['[{"image":"a.jpg"},3]', '{"posts":[{"image":"a.jpg"}],"n":1}'])
      expect((await readSource(table('t.json', content))).images).toEqual({ 'a.jpg': null })
    await expect(openSource(table('t.json', '{"a":'))).rejects.toThrow(/t\.json: is no JSON/)
    await expect(openSource(table('t.json', '[]'))).rejects.toThrow(/holds no JSON object/)
  })
})

describe('Parquet', () => {
  test('gives the same as a CSV; ids and moments exact, bytes left out', async () => {
    const path = join(makeFolder({}), "po[st]'s.parquet")
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run(`COPY (
      SELECT 2926521478443069979::BIGINT AS post_id, 'a.jpg' AS image, TIMESTAMP '2022-09-13 17:02:48' AS posted_at,
        12::INTEGER AS likes, 'nan'::DOUBLE AS score, ['x', 'y'] AS tagged_users, 'ab'::BLOB AS bytes, {'k': 1} AS nested
      UNION ALL SELECT 2, NULL, NULL, NULL, 1.5, NULL, NULL, NULL
    ) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`)

    const { posts, images, notes } = await readSource(path)

    expect(images).toEqual({ 'a.jpg': '2926521478443069979' })
    expect(posts[0]).toMatchObject({
      posted_at: new Date('2022-09-13T17:02:48Z'),
      likes: 12,
      tagged_users: ['x', 'y'],
      extra: { nested: { k: 1 } },
    })
    expect(posts[1]).toMatchObject({ post_id: '2', extra: { score: 1.5 } })
    expect(notes).toEqual([expect.stringContaining(':2: column "image" is empty')])
  })

  test('a damaged file is told', async () => {
    await expect(openSource(table('t.parquet', 'PAR1 nonsense'))).rejects.toThrow(/cannot be read as Parquet/)
  })
})
