import { openDatabase } from '../dataset/database.ts'
import type { Post } from '../posts/post.ts'
import type { Source, SourceItem } from '../sources/source.ts'

/** Posts that are held until their comments were looked for: one pass over all comments serves so many. */
const heldPosts = 1000
/** Of one post so many comments are counted at most; a post with more is not rare on Reddit. */
const mostComments = 10_000
/** How many rows are put into the database at once. */
const appended = 100_000

/**
 * Gives posts the comments that stand in rows or files of their own, beside those that came with the posts. The comments
 * lie in a database that spills to disk: neither they nor the posts have to fit into memory.
 * @param folder for what does not fit into memory
 */
export async function* withComments(
  items: AsyncIterable<SourceItem>,
  sources: readonly Source[],
  folder: string,
): AsyncGenerator<SourceItem> {
  const given = sources.filter((source) => source.comments !== undefined)
  if (given.length === 0) {
    yield* items
    return
  }
  const store = await gather(given, folder)
  try {
    yield* joined(items, store)
    const alone = await store.countAlone()
    if (alone > 0) given[0]?.ledger.notes.push(`${alone} comments belong to posts that are not in this run`)
  } finally {
    store.close()
  }
}

async function* joined(items: AsyncIterable<SourceItem>, store: Store): AsyncGenerator<SourceItem> {
  let held: SourceItem[] = []
  let posts: Post[] = []
  for await (const item of items) {
    held.push(item)
    if (item.kind === 'post') posts.push(item.post)
    if (posts.length < heldPosts && held.length < heldPosts * 10) continue
    await store.give(posts)
    yield* held
    held = []
    posts = []
  }
  await store.give(posts)
  yield* held
}

interface Store {
  /** Adds to posts the texts that are there for them. */
  give(posts: readonly Post[]): Promise<void>
  /** Comments of posts that were never asked for. */
  countAlone(): Promise<number>
  close(): void
}

async function gather(sources: readonly Source[], folder: string): Promise<Store> {
  const { connection, close } = await openDatabase({ temporary: folder })
  await connection.run('CREATE TABLE comments (post_id VARCHAR, text VARCHAR)')
  await connection.run('CREATE TABLE asked (post_id VARCHAR)')
  const appender = await connection.createAppender('comments')
  let count = 0
  for (const source of sources) {
    for await (const { postId, text } of source.comments?.() ?? []) {
      appender.appendVarchar(postId)
      appender.appendVarchar(text)
      appender.endRow()
      if (++count % appended === 0) appender.flushSync()
    }
  }
  appender.closeSync()
  return {
    async give(posts) {
      if (posts.length === 0) return
      const ids = await connection.createAppender('asked')
      for (const { post_id } of posts) {
        ids.appendVarchar(post_id)
        ids.endRow()
      }
      ids.closeSync()
      const quoted = posts.map(({ post_id }) => `'${post_id.replaceAll("'", "''")}'`).join(',')
      const reader = await connection.runAndReadAll(
        `SELECT post_id, list(text)[:${mostComments}] AS texts FROM comments WHERE post_id IN (${quoted}) GROUP BY post_id`,
      )
      const found = new Map(reader.getRowObjectsJson().map((row) => [row.post_id, row.texts as string[]]))
      for (const post of posts) {
        const texts = found.get(post.post_id)
        if (texts) post.comment_texts = [...(post.comment_texts ?? []), ...texts]
      }
    },
    async countAlone() {
      const reader = await connection.runAndReadAll(
        'SELECT count(*) FROM comments WHERE post_id NOT IN (SELECT post_id FROM asked)',
      )
      return Number(reader.getRows()[0]?.[0] ?? 0)
    },
    close,
  }
}
