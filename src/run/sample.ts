import type { Post } from '../posts/post.ts'
import { seeded } from '../random.ts'
import type { Reference, SourceItem } from '../sources/source.ts'

/** The first so many images, with the posts that come before them. */
export async function* first(items: AsyncIterable<SourceItem>, limit: number): AsyncIterable<SourceItem> {
  let images = 0
  if (limit === 0) return
  for await (const item of items) {
    yield item
    if (item.kind === 'image' && ++images >= limit) return
  }
}

/**
 * A simple random sample of the images (reservoir, Vitter's algorithm R) with their posts, in the order of the source.
 * The same seed and the same source give the same sample. Keeps no more than the sample in memory.
 */
export async function* sampled(
  items: AsyncIterable<SourceItem>,
  { size, seed }: { size: number; seed: number },
): AsyncIterable<SourceItem> {
  const random = seeded(seed)
  const chosen: { index: number; reference: Reference; post: Post | null }[] = []
  let index = 0
  let post: Post | null = null
  for await (const item of items) {
    if (item.kind === 'post') {
      post = item.post
      continue
    }
    const { reference } = item
    const entry = { index, reference, post: post?.post_id === reference.postId ? post : null }
    const place = index < size ? index : random.integer(index + 1)
    if (place < size) chosen[place] = entry
    index++
  }
  let last: Post | null = null
  for (const { post: its, reference } of chosen.sort((a, b) => a.index - b.index)) {
    if (its && its !== last) yield { kind: 'post', post: its }
    last = its ?? last
    yield { kind: 'image', reference }
  }
}

/** Several sources, one after the other. */
export async function* chained(sources: readonly { items(): AsyncIterable<SourceItem> }[]): AsyncIterable<SourceItem> {
  for (const source of sources) yield* source.items()
}
