import type { Post } from '../posts/post.ts'

/** Names an image: where its bytes are, what it is called below its source, and which post it belongs to. */
export interface Reference {
  /** Absolute path, s3://bucket/key, or an address on the web without its signature. */
  uri: string
  /** What to ask the web for, where that is more than `uri`; it stands in no dataset. */
  address?: string
  /** Where the bytes lie on this machine, once they were fetched. */
  file?: string
  /** Path below the source as it was given, with `/`. */
  key: string
  postId: string | null
}

/** What a source yields, in its own order. A post comes before its images. */
export type SourceItem = { kind: 'post'; post: Post } | { kind: 'image'; reference: Reference }

/** What a source saw and left out, counted by kind (`video`, `.txt`, ...), and what it could not read. */
export interface Ledger {
  leftOut: Map<string, number>
  /** Things a user should know, each said once: `posts.csv:17: column "image" is empty; ...`. */
  notes: string[]
}

/** A comment that does not stand with its post. */
export interface GivenComment {
  postId: string
  text: string
}

/** Where references come from. They stream: memory does not grow with their number. */
export interface Source {
  /** What the user gave: a path. */
  name: string
  /** `folder`, `instaloader`, `table`, ... */
  kind: string
  items(): AsyncIterable<SourceItem>
  /** Comments of posts that stand elsewhere, where the source has such; they stream, too. */
  comments?: () => AsyncIterable<GivenComment>
  /** Complete after `items()` has ended. */
  ledger: Ledger
}
