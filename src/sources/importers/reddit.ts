import { readCount, readFlag } from '../cell.ts'
import { at, first, idText, isObject, type JsonObject, list, text, unique } from '../json.ts'
import { readMoment } from '../moment.ts'
import { type ToldPost, unknownPost } from '../platforms/told-post.ts'
import type { TableRow } from '../rows.ts'
import { most, type RowImporter, type Told } from './importer.ts'
import { restOf, together, type Used } from './rest.ts'

/**
 * Dumps of Reddit (Pushshift, Arctic Shift, Academic Torrents), packed as .zst or not: submissions (`RS_...`) and comments
 * (`RC_...`), one a line, as Reddit's API gives them. `likes` is the score, where it is not below zero.
 */
export const reddit: RowImporter = {
  reads: 'rows',
  kind: 'reddit',
  title: 'Reddit dump',
  recognises: ({ rows }) => most(rows, (cells) => isSubmission(cells) || isComment(cells)),
  read,
  fields: () => [
    { target: 'image', from: 'gallery_data + media_metadata | url | preview' },
    { target: 'post_id', from: 'id' },
    { target: 'account', from: 'author' },
    { target: 'posted_at', from: 'created_utc' },
    { target: 'url', from: 'permalink' },
    { target: 'caption', from: 'title + selftext' },
    { target: 'likes', from: 'score' },
    { target: 'comments', from: 'num_comments' },
    { target: 'shares', from: 'num_crossposts' },
    { target: 'collected_at', from: 'retrieved_on' },
  ],
}

const isSubmission = (cells: JsonObject): boolean =>
  'title' in cells && 'created_utc' in cells && ('subreddit' in cells || 'subreddit_id' in cells)

const isComment = (cells: JsonObject): boolean => 'body' in cells && 'link_id' in cells && 'created_utc' in cells

function read({ cells }: TableRow): Told[] {
  if (isComment(cells)) return [comment(cells)]
  const told = isSubmission(cells) ? submission(cells) : null
  return told
    ? [{ kind: 'post', ...told }]
    : [{ kind: 'unknown', problem: 'is no submission or comment; it is left out' }]
}

function comment(cells: JsonObject): Told {
  const post = text(cells.link_id)?.replace(/^t3_/, '')
  const words = kept(cells.body)
  return post && words !== null
    ? { kind: 'comment', postId: post, text: words }
    : { kind: 'left out', what: 'removed comment' }
}

/** What was deleted is not there, whatever stands in its place. */
const kept = (value: unknown): string | null =>
  value === '[deleted]' || value === '[removed]' || value === '[ Removed by Reddit ]' ? null : text(value)

function submission(cells: JsonObject): ToldPost | null {
  const id = idText(cells.id)
  if (id === null) return null
  const shared = list(cells.crosspost_parent_list).find(isObject)
  const own = imagesOf(cells)
  const images = own.length > 0 || !shared ? own : imagesOf(shared)
  const score = Number(cells.score)
  const below = score < 0 ? { score } : null
  const words = [kept(cells.title), kept(cells.selftext)].filter((part) => part !== null)
  const post = {
    ...unknownPost(id, 'reddit'),
    account: kept(cells.author),
    posted_at: readMoment(epoch(cells.created_utc)),
    url: addressOf(cells, id),
    caption: words.join('\n'),
    sponsored: cells.promoted === undefined || cells.promoted === null ? null : readFlag(cells.promoted),
    image_count: images.length,
    video_count: cells.is_video === true ? 1 : 0,
    likes: readCount(score),
    comments: readCount(cells.num_comments),
    shares: readCount(cells.num_crossposts),
    collected_at: readMoment(epoch(first(epoch(cells.retrieved_on), epoch(cells.retrieved_utc)))),
    extra: together(below, restOf(cells, used)),
  }
  return { post, images }
}

/** Seconds, in early dumps as text. */
const epoch = (value: unknown): number | null => (Number(value) > 0 ? Number(value) : null)

function addressOf(cells: JsonObject, id: string): string {
  const way = text(cells.permalink) ?? `/comments/${id}/`
  return way.startsWith('/') ? `https://www.reddit.com${way}` : way
}

function imagesOf(cells: JsonObject): string[] {
  const gallery = galleryOf(cells)
  if (gallery.length > 0) return gallery
  const direct = first(text(cells.url_overridden_by_dest), text(cells.url))
  if (direct !== null && isPicture(direct, cells)) return [plain(direct)]
  return unique([text(at(cells, 'preview', 'images', 0, 'source', 'url'))]).map(plain)
}

function galleryOf(cells: JsonObject): string[] {
  const order = list(at(cells, 'gallery_data', 'items')).map((item) => idText(at(item, 'media_id')))
  const ids = order.length > 0 ? order : Object.keys(isObject(cells.media_metadata) ? cells.media_metadata : {})
  return unique(ids.map((media) => galleryImage(at(cells, 'media_metadata', media ?? '')))).map(plain)
}

const galleryImage = (media: unknown): string | null => first(text(at(media, 's', 'u')), text(at(media, 's', 'gif')))

function isPicture(address: string, { post_hint }: JsonObject): boolean {
  return post_hint === 'image' || /\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)/i.test(address)
}

/** Addresses of previews are escaped as in HTML. */
const plain = (address: string): string => address.replaceAll('&amp;', '&')

const used: Used = {
  ...{ id: true, author: true, created_utc: true, permalink: true, title: true, selftext: true, selftext_html: true },
  ...{ score: true, num_comments: true, num_crossposts: true, retrieved_on: true, retrieved_utc: true, promoted: true },
  ...{ preview: true, gallery_data: { items: { media_id: true, id: true } }, is_video: true },
  ...{ thumbnail: true, thumbnail_height: true, thumbnail_width: true, media_metadata: true },
}
