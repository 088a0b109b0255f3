import { type Target, targets } from './column-names.ts'
import type { FieldSource } from './importers/importer.ts'
import { openSource, type SourceOptions } from './open.ts'
import type { RowReading } from './post-of-row.ts'
import type { Source, SourceItem } from './source.ts'
import type { TableSource } from './table.ts'

export interface CheckOptions extends SourceOptions {
  /** How many posts and images are looked at; null: all. */
  most: number | null
}

/** What a source was taken for, and what the beginning of it gives. */
export interface CheckedSource {
  name: string
  /** `folder`, `image`, `table`, or the program that made an export. */
  kind: string
  /** As a person calls it: `Zeeschuimer`. */
  title: string
  /** Of a table: `jsonl`, `csv`, ... and how it is packed. */
  format: string | null
  encoding: string | null
  /** Which column or part of a row becomes which column of posts. */
  fields: FieldSource[]
  /** Columns that have no counterpart and are kept in `extra`; null where an importer keeps all that is left of a row. */
  extra: string[] | null
  posts: number
  images: number
  /** Of the images: those that have to be fetched from the web, or from S3. */
  images_on_the_web: number
  images_in_s3: number
  comments_with_posts: number
  /** Comments of posts that stand elsewhere. */
  comments_of_others: number
  left_out: Record<string, number>
  /** All of the source was looked at. */
  complete: boolean
  problems: string[]
}

/**
 * Says what a source is taken for, without measuring anything.
 * @throws UsageError as opening it does
 */
export async function checkSource(path: string, { most, ...options }: CheckOptions): Promise<CheckedSource> {
  const source = await openSource(path, options)
  const seen = { posts: 0, images: 0, images_on_the_web: 0, images_in_s3: 0, comments_with_posts: 0 }
  let complete = true
  for await (const item of source.items()) {
    if (most !== null && seen.posts + seen.images >= most) {
      complete = false
      break
    }
    count(item, seen)
  }
  const comments = await countComments(source, most)
  return {
    name: path,
    kind: source.kind,
    ...descriptionOf(source),
    ...seen,
    comments_of_others: comments,
    left_out: Object.fromEntries(source.ledger.leftOut),
    complete: complete && comments !== most,
    problems: source.ledger.notes,
  }
}

async function countComments({ comments }: Source, most: number | null): Promise<number> {
  let times = 0
  if (comments) for await (const _ of comments()) if (++times === most) break
  return times
}

type Counts = Pick<CheckedSource, 'posts' | 'images' | 'images_on_the_web' | 'images_in_s3' | 'comments_with_posts'>

function count(item: SourceItem, seen: Counts): void {
  if (item.kind === 'post') {
    seen.posts++
    seen.comments_with_posts += item.post.comment_texts?.length ?? 0
    return
  }
  seen.images++
  const { uri } = item.reference
  if (/^https?:\/\//i.test(uri)) seen.images_on_the_web++
  if (/^s3:\/\//i.test(uri)) seen.images_in_s3++
}

function descriptionOf(source: Source): Pick<CheckedSource, 'title' | 'format' | 'encoding' | 'fields' | 'extra'> {
  if (!isTable(source)) {
    const title = source.kind === 'folder' ? "a folder: images, and Instaloader's files among them" : 'an image'
    return { title, format: null, encoding: null, fields: [], extra: [] }
  }
  const { opened, reading } = source
  const { kind, encoding, sample, importer } = opened
  const title = importer?.title ?? 'a table of your own'
  const format = kind.packing === null ? kind.format : `${kind.format}, packed as ${kind.packing}`
  if (reading !== null) {
    const { columns, extra } = reading.mapping
    return { title, format, encoding, fields: [...fieldsOf(columns), ...derivedFrom(reading)], extra }
  }
  const fields = importer?.reads === 'rows' ? importer.fields(sample) : []
  return { title, format, encoding, fields, extra: null }
}

const isTable = (source: Source): source is TableSource => 'opened' in source

function fieldsOf(columns: Partial<Record<Target, string>>): FieldSource[] {
  return targets.flatMap((target) => {
    const from = columns[target]
    return from === undefined ? [] : [{ target, from }]
  })
}

/** What no column says, and is told all the same: see `readPost`. */
function derivedFrom({ mapping: { columns }, hints }: RowReading): FieldSource[] {
  const { url, image } = columns
  const id = url ? `${url}: its short code, or all of it` : image
  const derived: FieldSource[] = []
  if (columns.post_id === undefined && id) derived.push({ target: 'post_id', from: id })
  if (columns.platform === undefined && url && !hints.platform)
    derived.push({ target: 'platform', from: `${url}: its host` })
  return derived
}
