import { isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Post } from '../posts/post.ts'
import { isBlank, readImages } from './cell.ts'
import type { Mapping } from './columns.ts'
import type { LedgerWriter } from './ledger.ts'
import { readPost } from './post-of-row.ts'
import { cellOf, type TableRow, type TableRows } from './rows.ts'
import type { Reference, SourceItem } from './source.ts'

/** Rows of one post that are held at once; a post with more has no `image_count` of its own. */
const heldRows = 1000

interface Place {
  /** Of the table, for messages. */
  name: string
  /** What paths are relative to. */
  root: string
}

/** A post's rows that stand together. */
interface Run {
  post: Post
  images: Reference[]
  /** Its post is already out. */
  open: boolean
}

/** The posts and images of a table, row by row; rows of one post that stand together are one post. */
export async function* tableItems(
  table: TableRows,
  mapping: Mapping,
  place: Place,
  writer: LedgerWriter,
): AsyncGenerator<SourceItem> {
  const hasPosts = Object.keys(mapping.columns).some((target) => target !== 'image')
  let run: Run | null = null
  for await (const row of table.rows(writer.note)) {
    const images = imagesOf(row, mapping, place, writer)
    if (!hasPosts) {
      for (const { uri, key } of images) yield { kind: 'image', reference: { uri, key, postId: null } }
      continue
    }
    const post = readPost(row, mapping, place.name, images[0]?.key ?? null, writer)
    if (run && (post === null || run.post.post_id !== post.post_id)) {
      yield* closeRun(run)
      run = null
    }
    if (post === null) continue
    run ??= { post, images: [], open: false }
    for (const image of images) run.images.push({ ...image, postId: post.post_id })
    if (run.images.length >= heldRows) yield* passOn(run)
  }
  if (run) yield* closeRun(run)
}

function* closeRun(run: Run): Generator<SourceItem> {
  if (!run.open) run.post.image_count ??= run.images.length
  yield* passOn(run)
}

function* passOn(run: Run): Generator<SourceItem> {
  if (!run.open) yield { kind: 'post', post: run.post }
  run.open = true
  for (const reference of run.images) yield { kind: 'image', reference }
  run.images = []
}

type Image = Omit<Reference, 'postId'>

function imagesOf(row: TableRow, mapping: Mapping, place: Place, writer: LedgerWriter): Image[] {
  const cell = cellOf(row, mapping, 'image')
  const images = readImages(cell)
  if (images.length > 0) return images.map((image) => imageOf(image, place.root))
  const problem = isBlank(cell) || Array.isArray(cell) ? 'is empty' : 'holds no text'
  const message = `column "${mapping.columns.image}" ${problem}; give a path or a URL`
  writer.note(`rows without an image in ${place.name}`, `${place.name}:${row.line}: ${message}`)
  return []
}

function imageOf(value: string, root: string): Image {
  if (/^file:\/\//i.test(value)) return fileImage(pathOf(value), root)
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return { uri: value, key: value.replace(/^[^:]+:\/\//, '') }
  // Tables made on Windows, read elsewhere.
  return fileImage(sep === '/' && !value.includes('/') ? value.replaceAll('\\', '/') : value, root)
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    return url
  }
}

function fileImage(path: string, root: string): Image {
  const uri = resolve(root, path)
  const below = relative(root, uri)
  const inside = below !== '' && !below.startsWith('..') && !isAbsolute(below)
  return { uri, key: (inside ? below : path).split(sep).join('/') }
}
