import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { measurableFormats, sniffFormat, sniffLength } from '../image/sniff.ts'
import type { Post } from '../posts/post.ts'
import { nameParts } from './file-group.ts'
import { leftOutKind, namedImage, namedVideo } from './file-kind.ts'
import { bareSkeleton, type FileGroup, type FoundPost, hasStamp, readPosts } from './instaloader.ts'
import { type LedgerWriter, openLedger } from './ledger.ts'
import type { Source, SourceItem } from './source.ts'
import { type FolderOfFiles, walk } from './walk.ts'

/** A folder as it lies: images anywhere below it, and the posts that Instaloader's files among them tell of. */
export function openFolder(root: string, name: string): Source {
  const writer = openLedger()
  return { name, kind: 'folder', ledger: writer.ledger, items: () => items(root, writer) }
}

async function* items(root: string, writer: LedgerWriter): AsyncGenerator<SourceItem> {
  writer.restart()
  for await (const folder of walk(root, writer)) yield* itemsOf(folder, writer)
  writer.close()
}

async function* itemsOf(folder: FolderOfFiles, writer: LedgerWriter): AsyncGenerator<SourceItem> {
  let group = newGroup(folder)
  let stem: string | null = null
  for await (const name of folder.names) {
    const parts = nameParts(name)
    if (parts.stem !== stem) {
      yield* groupItems(group, writer)
      group = newGroup(folder)
      stem = parts.stem
    }
    if (parts.metadata && !(await isImage(folder, name))) group.metadata.push(name)
    else if (group.metadata.length > 0 || hasStamp(parts.stem)) group.media.push(name)
    else yield* looseItem(folder, name, writer)
  }
  yield* groupItems(group, writer)
}

const newGroup = (folder: FolderOfFiles): FileGroup => ({
  folder: folder.path,
  prefix: folder.prefix,
  metadata: [],
  media: [],
})

async function* groupItems(group: FileGroup, writer: LedgerWriter): AsyncGenerator<SourceItem> {
  const posts = await readPosts(group, writer)
  const used = new Set(posts.flatMap((post) => post.used))
  for (const name of group.metadata) if (!used.has(name)) writer.leaveOut(leftOutKind(name))
  const loose = new Set(group.media)
  for (const found of posts) {
    const own = group.media.filter((name) => loose.has(name) && ownerOf(name, posts) === found)
    for (const name of own) loose.delete(name)
    yield* postItems(group, found.post, own, writer)
  }
  const stem = group.media[0] === undefined ? '' : nameParts(group.media[0]).stem
  if (hasStamp(stem) && loose.size > 0) yield* postItems(group, bareSkeleton(group.prefix, stem), [...loose], writer)
  else for (const name of loose) yield* looseItem({ path: group.folder, prefix: group.prefix }, name, writer)
}

/** A file belongs to the post of its whole base, else to that of its stem. */
function ownerOf(name: string, posts: FoundPost[]): FoundPost | undefined {
  const parts = nameParts(name)
  return posts.find((post) => post.base === parts.base) ?? posts.find((post) => post.base === parts.stem)
}

async function* postItems(
  group: FileGroup,
  post: Post,
  media: string[],
  writer: LedgerWriter,
): AsyncGenerator<SourceItem> {
  const folder = { path: group.folder, prefix: group.prefix }
  const images: string[] = []
  let videos = 0
  for (const name of media) {
    if (await isImage(folder, name)) images.push(name)
    else {
      writer.leaveOut(leftOutKind(name))
      if (namedVideo(name)) videos++
    }
  }
  yield { kind: 'post', post: { ...post, image_count: images.length, video_count: post.video_count ?? videos } }
  for (const name of images) yield image(folder, name, post.post_id)
}

async function* looseItem(
  folder: Pick<FolderOfFiles, 'path' | 'prefix'>,
  name: string,
  writer: LedgerWriter,
): AsyncGenerator<SourceItem> {
  if (await isImage(folder, name)) yield image(folder, name, null)
  else writer.leaveOut(leftOutKind(name))
}

const image = (folder: Pick<FolderOfFiles, 'path' | 'prefix'>, name: string, postId: string | null): SourceItem => ({
  kind: 'image',
  reference: { uri: join(folder.path, name), key: `${folder.prefix}${name}`, postId },
})

/** By name or by content: what only looks like an image becomes a row that says why it is none. */
async function isImage(folder: Pick<FolderOfFiles, 'path'>, name: string): Promise<boolean> {
  if (namedImage(name)) return true
  return contentIsImage(join(folder.path, name))
}

/** Formats that content alone is enough for; the signatures of others (`P1 `) are the beginning of many a text. */
const sureFormats = new Set([...measurableFormats, 'heic', 'svg', 'psd', 'jp2', 'jxl'])

export async function contentIsImage(path: string): Promise<boolean> {
  const head = await headOf(path)
  const format = head && sniffFormat(head)
  if (!head || !format) return false
  // "BMW" begins like a bitmap; the four reserved bytes of a real one are zero.
  return sureFormats.has(format) || (format === 'bmp' && head.subarray(6, 10).every((byte) => byte === 0))
}

/** The first bytes of a file; null where it can't be read: then it is counted with its kind. */
async function headOf(path: string): Promise<Uint8Array | null> {
  let file: FileHandle | null = null
  try {
    file = await open(path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sniffLength), 0, sniffLength, 0)
    return buffer.subarray(0, bytesRead)
  } catch {
    return null
  } finally {
    await file?.close()
  }
}
