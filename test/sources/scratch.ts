import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from '@jest/globals'
import type { Post } from '../../src/posts/post.ts'
import { openSource, type SourceOptions } from '../../src/sources/open.ts'
import type { Source, SourceItem } from '../../src/sources/source.ts'

/** A folder with these files; it is removed when the tests of the file have ended. */
export function makeFolder(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'limelight-sources-'))
  made.push(folder)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

const made: string[] = []

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

export interface Read {
  source: Source
  items: SourceItem[]
  posts: Post[]
  /** `key -> post id` */
  images: Record<string, string | null>
  uris: string[]
  leftOut: Record<string, number>
  notes: string[]
}

export async function readSource(path: string, options: SourceOptions = {}): Promise<Read> {
  const source = await openSource(path, options)
  const items: SourceItem[] = []
  for await (const item of source.items()) items.push(item)
  const references = items.flatMap((item) => (item.kind === 'image' ? [item.reference] : []))
  return {
    source,
    items,
    posts: items.flatMap((item) => (item.kind === 'post' ? [item.post] : [])),
    images: Object.fromEntries(references.map(({ key, postId }) => [key, postId])),
    uris: references.map(({ uri }) => uri),
    leftOut: Object.fromEntries(source.ledger.leftOut),
    notes: source.ledger.notes,
  }
}

/** The beginning of a JPEG: enough to be taken for one. */
export const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46)
