import { expect, test } from '@jest/globals'
import { prefixes } from '../../src/aws/contract.ts'
import { ingestMessages } from '../../src/cloud/ingest-messages.ts'
import { ingestPosts } from '../../src/cloud/ingest-posts.ts'
import { realPosts } from '../stack/material.ts'
import { describeWithStack } from '../stack/start.ts'
import { compactDay, day, hostOf, imageRow, keysBelow, putShard, seen } from './made-day.ts'
import { stackOfBlock } from './stack-of-block.ts'

describeWithStack('a file of posts', () => {
  const stack = stackOfBlock()

  const ingest = async (key: string, content: string | Uint8Array, host = hostOf(stack())) => {
    await stack().bucket.write(`${prefixes.posts}${key}`, content)
    return ingestPosts(host, { bucket: stack().bucket.name, key: `${prefixes.posts}${key}`, dt: day })
  }
  const putImages = async (keys: readonly string[]) => {
    const host = hostOf(stack())
    await putShard(
      host,
      'images',
      keys.map((key) => imageRow(host, key)),
    )
  }
  const postsOfImages = async () =>
    Object.fromEntries(
      (await seen<{ key: string; post_id: string }>(hostOf(stack()), 'images')).map(({ key, post_id }) => [
        key,
        post_id,
      ]),
    )

  test('a table gives its posts, and its images their post, whether they lie beside it or are named from the top', async () => {
    const host = hostOf(stack(), { job: async () => ({ brands: ['nike'] }) })
    await putImages(['batch/photos/a.jpg', 'b.jpg', 'c ü.jpg', 'd.jpg'])
    const csv = `post_id,image,caption,likes
      p1,photos/a.jpg,"Just do it @nike",3
      p2,b.jpg,none,4
      p3,s3://${stack().bucket.name}/images/c ü.jpg,none,5
      p4,https://example.org/d.jpg,none,6`.replace(/^ +/gm, '')

    const ingested = await ingest('batch/posts.csv', csv, host)
    await compactDay(host)

    expect(ingested).toMatchObject({ posts: 4 })
    const posts = await seen<{ post_id: string; likes: number; brands_mentioned: string[] }>(host, 'posts')
    expect(posts.map(({ post_id, likes }) => [post_id, Number(likes)])).toEqual([
      ['p1', 3],
      ['p2', 4],
      ['p3', 5],
      ['p4', 6],
    ])
    expect(await postsOfImages()).toEqual({ 'batch/photos/a.jpg': 'p1', 'b.jpg': 'p2', 'c ü.jpg': 'p3', 'd.jpg': null })
  })

  test('an image has the post of the table that lies beside it, and of those the newest', async () => {
    const host = hostOf(stack())
    await putImages(['a.jpg', 'x/a.jpg', 'y/a.jpg', 'y/b.jpg'])

    await ingest('x/posts.csv', 'post_id,image\nx,a.jpg\n')
    await ingest('posts.csv', 'post_id,image\ntop,a.jpg\n')
    await ingest('y/1.csv', 'post_id,image\nold,a.jpg\nz old,b.jpg\n')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await ingest('y/2.csv', 'post_id,image\nnew,a.jpg\na new,b.jpg\n')
    await compactDay(host)

    expect(await postsOfImages()).toEqual({ 'a.jpg': 'top', 'x/a.jpg': 'x', 'y/a.jpg': 'new', 'y/b.jpg': 'a new' })
  })

  test('given twice, it gives the same objects; given anew, its newest rows count', async () => {
    const table = (likes: number) => `post_id,image,likes\np1,a.jpg,${likes}\n`
    const host = hostOf(stack())

    await ingest('posts.csv', table(1))
    const file = { bucket: stack().bucket.name, key: 'posts/posts.csv', dt: day }
    const before = await keysBelow(host, '')
    await ingestPosts(host, file)
    expect(await keysBelow(host, '')).toEqual(before)

    // Last-Modified has whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await ingest('posts.csv', table(2))
    await compactDay(host)
    expect((await seen<{ likes: bigint }>(host, 'posts')).map(({ likes }) => Number(likes))).toEqual([2])
  })

  /** Takes what is announced off the queue. */
  async function announced(): Promise<{ messageId: string; body: string }[]> {
    const messages: { messageId: string; body: string }[] = []
    for (;;) {
      const received = await stack().queues.posts.receive({ visibility: 60, wait: 1 })
      if (received.length === 0) return messages
      messages.push(...received.map(({ id, body }) => ({ messageId: id, body })))
      await stack().queues.posts.remove(received)
    }
  }

  const withRealPosts = realPosts().posts.length > 0 ? test : test.skip
  withRealPosts("Instaloader's metadata gives its post, and names its pictures", async () => {
    const host = hostOf(stack())
    const real = realPosts()
    const [metadata] = real.posts
    const name = metadata?.name.replace(/\.json\.xz$/, '') ?? ''
    const pictures = real.images.map((image) => image.name).filter((image) => image.startsWith(name))
    await putImages(pictures.map((picture) => `acme/${picture}`))

    const { posts } = await ingest(`acme/${metadata?.name}`, metadata?.bytes ?? '')
    await compactDay(host)

    const [post] = await seen<{ post_id: string; platform: string; caption: string; account: string }>(host, 'posts')
    expect(posts).toBe(1)
    expect(post).toMatchObject({ platform: 'instagram', caption: expect.any(String), account: expect.any(String) })
    expect(pictures.length).toBeGreaterThan(0)
    expect(new Set(Object.values(await postsOfImages()))).toEqual(new Set([post?.post_id]))
  })

  test('that can not be read is named with its reason, and its message alone is not done', async () => {
    const host = hostOf(stack())
    await announced()
    await stack().bucket.write('posts/a b+ü/broken.csv', 'caption,likes\nno image,1\n')
    await stack().bucket.write('posts/good.csv', 'post_id,image\np1,a.jpg\n')
    await stack().bucket.write('posts/2020-01-01_00-00-00_UTC.txt', 'a caption beside its metadata')
    const messages = [{ messageId: 'odd', body: 'hello' }, ...(await announced())]

    const failed = await ingestMessages(host, messages)

    const broken = messages.find(({ body }) => body.includes('broken.csv'))
    expect(failed.sort()).toEqual(['odd', broken?.messageId].sort())
    const said = host.lines.filter(({ event }) => event === 'posts_failed').map(({ message }) => String(message))
    expect(said).toContainEqual(expect.stringMatching(/no column/))
    expect(host.lines).toContainEqual(expect.objectContaining({ event: 'posts', key: 'posts/good.csv', posts: 1 }))
  })

  test('metadata that is cut off is an error, and no post that only its name tells of', async () => {
    const host = hostOf(stack())

    await expect(ingest('acme/2020-01-01_00-00-00_UTC.json', '{"node": {"__typename"', host)).rejects.toThrow(
      /acme\/2020-01-01_00-00-00_UTC\.json: holds no posts that can be read: .*cannot be read/,
    )
    await expect(ingest('acme/2020-01-02_00-00-00_UTC.json.xz', 'no xz', host)).rejects.toThrow(/is not an xz file/)
    expect(await keysBelow(host, 'shards/posts/')).toEqual([])
  })

  test('outside posts/ is refused', async () => {
    const host = hostOf(stack())
    const elsewhere = { bucket: 'foreign', key: 'posts/a.csv', dt: day }

    await expect(ingestPosts(host, elsewhere)).rejects.toThrow(/is not below s3:/)
    await expect(ingestPosts(host, { ...elsewhere, bucket: stack().bucket.name, key: 'images/a.csv' })).rejects.toThrow(
      /is not below/,
    )
  })
})
