import type { Post } from '../posts/post.ts'
import { isBlank, readImages } from './cell.ts'
import { type NamedImage, namedImage } from './image-address.ts'
import type { LedgerWriter } from './ledger.ts'
import { type RowReading, readPost } from './post-of-row.ts'
import { cellOf, type TableRow, type TableRows } from './rows.ts'
import type { Reference, SourceItem } from './source.ts'

/** Rows of one post that are held at once; a post with more has no `image_count` of its own. */
const heldRows = 1000

export interface TableReading extends RowReading {
  table: TableRows
  /** What paths are relative to. */
  root: string
  /** A row without an image is worth a note. */
  needsImage: boolean
}

/** A post's rows that stand together. */
interface Run {
  post: Post
  images: Reference[]
  /** Its post is already out. */
  open: boolean
}

/** The posts and images of a table, row by row; rows of one post that stand together are one post. */
export async function* tableItems(reading: TableReading, writer: LedgerWriter): AsyncGenerator<SourceItem> {
  const { table, mapping } = reading
  const hasPosts = Object.keys(mapping.columns).some((target) => target !== 'image')
  let run: Run | null = null
  for await (const row of table.rows(writer.note)) {
    const images = imagesOf(row, reading, writer)
    if (!hasPosts) {
      for (const image of images) yield { kind: 'image', reference: { ...image, postId: null } }
      continue
    }
    const post = readPost(row, reading, { imageKey: images[0]?.key ?? null, writer })
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

function imagesOf(
  row: TableRow,
  { mapping, name, root, needsImage }: TableReading,
  writer: LedgerWriter,
): NamedImage[] {
  const column = mapping.columns.image
  if (column === undefined) return []
  const cell = cellOf(row, mapping, 'image')
  const images = readImages(cell)
  if (images.length > 0 || !needsImage) return images.map((image) => namedImage(image, root))
  const problem = isBlank(cell) || Array.isArray(cell) ? 'is empty' : 'holds no text'
  const message = `column "${column}" ${problem}; give a path or a URL`
  writer.note(`rows without an image in ${name}`, `${name}:${row.line}: ${message}`)
  return []
}
