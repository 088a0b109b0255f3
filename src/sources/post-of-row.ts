import type { Post } from '../posts/post.ts'
import { isUnknown, readCount, readFlag, readNames, readText, readTexts } from './cell.ts'
import type { Target } from './column-names.ts'
import type { Mapping } from './columns.ts'
import type { ColumnImporter } from './importers/importer.ts'
import type { LedgerWriter } from './ledger.ts'
import { readMoment } from './moment.ts'
import { cellOf, type TableRow } from './rows.ts'

/** How the rows of one table are read. */
export interface RowReading {
  mapping: Mapping
  /** Of the table, for messages. */
  name: string
  /** What is known of the program that made it. */
  hints: Pick<ColumnImporter, 'platform' | 'sponsored' | 'moment'>
}

/**
 * The post of a row. Its id is the id column's, else the short code or address in its URL, else its image.
 * @param imageKey null: the row has no image
 * @returns null when the row has neither id nor image
 */
export function readPost(
  row: TableRow,
  { mapping, name, hints }: RowReading,
  { imageKey, writer }: { imageKey: string | null; writer: LedgerWriter },
): Post | null {
  const read = <T>(target: Target, reader: (value: unknown) => T | null, what: string): T | null => {
    const cell = cellOf(row, mapping, target)
    if (isUnknown(cell)) return null
    const value = reader(cell)
    if (value === null && !isHidden(cell))
      writer.note(
        `cells of column "${mapping.columns[target]}" in ${name} that are no ${what}`,
        `${name}:${row.line}: column "${mapping.columns[target]}" holds "${String(cell).slice(0, 40)}", which is no ${what}; it is taken as unknown`,
      )
    return value
  }
  const count = (target: Target): number | null => read(target, readCount, 'count')
  const word = (target: Target): string | null => read(target, readText, 'text')?.trim() ?? null
  const adapted = (cell: unknown): unknown => (typeof cell === 'string' && hints.moment ? hints.moment(cell) : cell)
  const moment = (target: Target): Date | null =>
    read(target, (cell) => readMoment(adapted(cell)), 'date that can be told')
  const url = word('url')
  const id = word('post_id') ?? shortCode(url) ?? url ?? imageKey
  if (id === null) return null
  return {
    post_id: id,
    platform: word('platform')?.toLowerCase() ?? hints.platform?.(row) ?? platformOf(url),
    account: word('account')?.replace(/^@/, '') ?? null,
    posted_at: moment('posted_at'),
    url,
    caption: captionOf(row, mapping),
    tagged_users: read('tagged_users', readNames, 'list of names'),
    sponsored: read('sponsored', readFlag, 'yes or no') ?? hints.sponsored?.(row) ?? null,
    image_count: count('image_count'),
    video_count: count('video_count'),
    likes: count('likes'),
    comments: count('comments'),
    shares: count('shares'),
    views: count('views'),
    followers: count('followers'),
    collected_at: moment('collected_at'),
    comment_texts:
      mapping.columns.comment_texts === undefined ? null : read('comment_texts', readTexts, 'list of texts'),
    extra: extraOf(row, mapping, imageKey !== null),
  }
}

/** Platforms write -1 for a count that they hide. */
const isHidden = (cell: unknown): boolean => /^-\d+(?:\.0+)?$/.test(String(cell).trim())

/** A blank cell is an empty caption: the table has the column. */
function captionOf(row: TableRow, mapping: Mapping): string | null {
  if (mapping.columns.caption === undefined) return null
  return readText(cellOf(row, mapping, 'caption')) ?? ''
}

const shortCode = (url: string | null): string | null =>
  /instagram\.com\/(?:[\w.]+\/)?(?:p|reel|reels|tv)\/([\w-]+)/i.exec(url ?? '')?.[1] ?? null

const hosts: [RegExp, string][] = [
  [/(?:^|\.)instagram\.com$|^instagr\.am$/, 'instagram'],
  [/(?:^|\.)tiktok\.com$/, 'tiktok'],
  [/(?:^|\.)(?:twitter|x)\.com$/, 'x'],
  [/(?:^|\.)(?:facebook\.com|fb\.com|fb\.watch)$/, 'facebook'],
  [/(?:^|\.)threads\.(?:net|com)$/, 'threads'],
  [/(?:^|\.)pinterest\.[a-z.]+$|^pin\.it$/, 'pinterest'],
  [/(?:^|\.)(?:youtube\.com|youtu\.be)$/, 'youtube'],
  [/(?:^|\.)flickr\.com$/, 'flickr'],
  [/(?:^|\.)reddit\.com$/, 'reddit'],
  [/(?:^|\.)bsky\.app$/, 'bluesky'],
  [/(?:^|\.)weibo\.(?:com|cn)$/, 'weibo'],
  [/(?:^|\.)(?:xiaohongshu\.com|xhslink\.com)$/, 'xiaohongshu'],
]

function platformOf(url: string | null): string | null {
  const host = /^(?:https?:\/\/)?([^/?#:]+)/i.exec(url ?? '')?.[1]?.toLowerCase() ?? ''
  return hosts.find(([pattern]) => pattern.test(host))?.[1] ?? null
}

/** All that has no column; what stands where images are looked for, too, if there are none in it. */
function extraOf(row: TableRow, { columns }: Mapping, hasImage: boolean): Record<string, unknown> | null {
  const used = new Set(
    Object.entries(columns).flatMap(([target, column]) => (target !== 'image' || hasImage ? [column] : [])),
  )
  // JSON rows may have columns that the first thousand had not.
  const told = Object.entries(row.cells).filter(([column, value]) => !used.has(column) && !isUnknown(value))
  return told.length > 0 ? Object.fromEntries(told) : null
}
