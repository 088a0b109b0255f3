import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Post } from '../../src/posts/post.ts'
import { withComments } from '../../src/run/comments.ts'
import { openSource } from '../../src/sources/open.ts'
import type { GivenComment, Source, SourceItem } from '../../src/sources/source.ts'
import { remove, temporaryFolder } from './cli.ts'

let folder = ''
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => remove(folder))

const made = (name: string): string => join('test', 'sources', 'exports', name)

async function postsOf(sources: Source[]): Promise<Post[]> {
  async function* all(): AsyncGenerator<SourceItem> {
    for (const source of sources) yield* source.items()
  }
  const posts: Post[] = []
  for await (const item of withComments(all(), sources, folder)) if (item.kind === 'post') posts.push(item.post)
  return posts
}

test('comments in a file of their own come to their posts, beside those that came with them', async () => {
  const sources = await Promise.all(
    ['reddit-submissions.jsonl', 'RC_2025-12.zst', 'apify.json'].map((name) => openSource(made(name))),
  )

  const posts = await postsOf(sources)

  const texts = Object.fromEntries(posts.map(({ post_id, comment_texts }) => [post_id, comment_texts]))
  expect(texts['1abc01']).toEqual(['I would buy this mug', 'nice'])
  expect(texts['1abc02'] ?? null).toBeNull()
  expect(texts.APify1).toEqual(['need this', 'same', '😍', 'where can I get it'])
})

test('more posts and comments than are held at once; ids with quotes; comments of nobody are counted', async () => {
  const source: Source = {
    name: 'made',
    kind: 'made',
    ledger: { leftOut: new Map(), notes: [] },
    async *items() {
      for (let i = 0; i < 2500; i++) yield { kind: 'post', post: { post_id: `it's ${i}` } as Post }
    },
    async *comments(): AsyncGenerator<GivenComment> {
      for (let i = 0; i < 5002; i++) yield { postId: `it's ${i % 2501}`, text: `comment ${i}` }
    },
  }

  const posts = await postsOf([source])

  expect(posts).toHaveLength(2500)
  for (const [i, post] of posts.entries())
    expect([...(post.comment_texts ?? [])].sort()).toEqual([`comment ${i}`, `comment ${i + 2501}`].sort())
  expect(source.ledger.notes).toEqual(['2 comments belong to posts that are not in this run'])
})
