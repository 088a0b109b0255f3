import { join } from 'node:path'
import type { Post } from '../../src/posts/post.ts'
import type { GivenComment } from '../../src/sources/source.ts'
import type { Read } from './scratch.ts'

/** Small files of each format, made after what the programs' own code and documents say; nobody's posts. */
export const made = (name: string): string => join('test', 'sources', 'exports', name)

export const post = ({ posts }: Read, id: string): Post | undefined => posts.find(({ post_id }) => post_id === id)

export async function commentsOf({ source }: Read): Promise<GivenComment[]> {
  const found: GivenComment[] = []
  for await (const comment of source.comments?.() ?? []) found.push(comment)
  return found
}

export const unsignedImage = (n: string): string =>
  `https://scontent-ams4-1.cdninstagram.com/v/t51.29350-15/${n}_n.jpg?stp=dst-jpg_e35`
