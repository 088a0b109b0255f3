import { readCount, readFlag, readText } from '../cell.ts'
import { at, first, idText, isObject, type JsonObject, list, text, unique } from '../json.ts'
import { readMoment } from '../moment.ts'
import { type ToldPost, unknownPost } from '../platforms/told-post.ts'
import type { TableRow } from '../rows.ts'
import { most, type RowImporter, type Told } from './importer.ts'
import { restOf, type Used } from './rest.ts'

/**
 * Results of Apify's Instagram Scraper as JSON, JSON Lines or CSV (whose columns are ways: `images/0`): posts, profiles with
 * their latest posts, comments. Rows that only tell of an error are counted.
 */
export const apify: RowImporter = {
  reads: 'rows',
  kind: 'apify',
  title: "Apify's Instagram Scraper",
  recognises: ({ rows }) => most(rows, (cells) => isPost(cells) || isProfile(nested(cells)) || isComment(cells)),
  read,
  fields: () => [
    { target: 'image', from: 'childPosts[].displayUrl | images | displayUrl' },
    { target: 'post_id', from: 'shortCode' },
    { target: 'account', from: 'ownerUsername' },
    { target: 'posted_at', from: 'timestamp' },
    { target: 'url', from: 'url' },
    { target: 'caption', from: 'caption' },
    { target: 'tagged_users', from: 'taggedUsers[].username' },
    { target: 'likes', from: 'likesCount' },
    { target: 'comments', from: 'commentsCount' },
    { target: 'views', from: 'videoViewCount | videoPlayCount' },
    { target: 'comment_texts', from: 'latestComments[].text' },
  ],
}

const isPost = (cells: JsonObject): boolean =>
  'shortCode' in cells && ('displayUrl' in cells || 'ownerUsername' in cells || 'likesCount' in cells)

const isProfile = (cells: JsonObject): boolean => Array.isArray(cells.latestPosts) && 'username' in cells

const isComment = (cells: JsonObject): boolean => 'postUrl' in cells && 'text' in cells && 'ownerUsername' in cells

function read(row: TableRow): Told[] {
  const cells = nested(row.cells)
  if (isPost(cells)) return [told(cells)]
  if (isProfile(cells)) return postsOfProfile(cells)
  if (isComment(cells)) return [comment(cells)]
  const error = text(cells.error)
  if (error !== null) return [{ kind: 'left out', what: `error row (${error})` }]
  return [{ kind: 'unknown', problem: 'is no post, profile or comment of Apify; it is left out' }]
}

function told(cells: JsonObject): Told {
  const read = postOf(cells)
  return read ? { kind: 'post', ...read } : { kind: 'unknown', problem: 'has no shortCode; it is left out' }
}

function postsOfProfile({ latestPosts, ...profile }: JsonObject): Told[] {
  const rest = restOf(profile, { username: true, followersCount: true, profilePicUrl: true, profilePicUrlHD: true })
  return list(latestPosts)
    .filter(isObject)
    .map((cells) =>
      told({ ownerUsername: profile.username, ownerFollowersCount: profile.followersCount, ...cells, profile: rest }),
    )
}

function comment(cells: JsonObject): Told {
  const code = /\/(?:p|reel|reels|tv)\/([\w-]+)/.exec(text(cells.postUrl) ?? '')?.[1]
  const words = text(cells.text)
  if (!code || words === null)
    return { kind: 'unknown', problem: 'is a comment without a post or a text; it is left out' }
  return { kind: 'comment', postId: code, text: words }
}

function postOf(cells: JsonObject): ToldPost | null {
  const id = first(text(cells.shortCode), idText(cells.id))
  if (id === null) return null
  const parts = list(cells.childPosts).filter(isObject)
  const images = imagesOf(cells, parts)
  const latest = Array.isArray(cells.latestComments) ? cells.latestComments : null
  const tagged = Array.isArray(cells.taggedUsers) ? cells.taggedUsers : null
  const post = {
    ...unknownPost(id, 'instagram'),
    account: text(cells.ownerUsername),
    posted_at: readMoment(cells.timestamp),
    url: first(text(cells.url), `https://www.instagram.com/p/${id}/`),
    caption: 'caption' in cells ? (readText(cells.caption) ?? '') : null,
    tagged_users: tagged && unique(tagged.map((user) => text(at(user, 'username')))),
    sponsored: first(flag(cells.isSponsored), flag(cells.paidPartnership)),
    image_count: images.length,
    video_count: videosOf(cells, parts),
    likes: readCount(cells.likesCount),
    comments: readCount(cells.commentsCount),
    views: first(readCount(cells.videoViewCount), readCount(cells.videoPlayCount)),
    followers: readCount(cells.ownerFollowersCount),
    comment_texts: latest?.flatMap(withReplies) ?? null,
    extra: restOf(cells, used),
  }
  return { post, images }
}

const flag = (value: unknown): boolean | null => (value === null || value === undefined ? null : readFlag(value))

/** A carousel lists its pictures twice; the parts have the covers of its videos, too. */
function imagesOf(cells: JsonObject, parts: JsonObject[]): string[] {
  const ofParts = unique(parts.map((part) => text(part.displayUrl)))
  if (ofParts.length > 0) return ofParts
  const listed = unique(list(cells.images).map(text))
  return listed.length > 0 ? listed : unique([text(cells.displayUrl)])
}

function videosOf({ type }: JsonObject, parts: JsonObject[]): number | null {
  if (parts.length > 0) return parts.filter((part) => part.type === 'Video').length
  return type === 'Video' ? 1 : type === 'Image' ? 0 : null
}

function withReplies(given: unknown): string[] {
  const words = text(at(given, 'text'))
  return [...(words === null ? [] : [words]), ...list(at(given, 'replies')).flatMap(withReplies)]
}

/** A CSV's columns as the JSON that they were: `latestComments/0/text`. */
function nested(cells: JsonObject): JsonObject {
  const ways = Object.entries(cells)
  if (!ways.some(([way]) => way.includes('/'))) return cells
  const whole: JsonObject = {}
  for (const [way, value] of ways) {
    // An empty cell of a list is an entry that another row has.
    if (!way.includes('/') || (value !== '' && value !== null)) put(whole, way.split('/'), value)
  }
  return withLists(whole) as JsonObject
}

function put(into: JsonObject, [step = '', ...steps]: string[], value: unknown): void {
  if (steps.length === 0) {
    into[step] = value
    return
  }
  const below = Object.hasOwn(into, step) ? into[step] : undefined
  const next = isObject(below) ? below : {}
  into[step] = next
  put(next, steps, value)
}

function withLists(value: unknown): unknown {
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([name, below]): [string, unknown] => [name, withLists(below)])
  return entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name))
    ? entries.map(([, below]) => below)
    : Object.fromEntries(entries)
}

const used: Used = {
  ...{ id: true, shortCode: true, ownerUsername: true, ownerFollowersCount: true, timestamp: true, url: true },
  ...{ caption: true, taggedUsers: { username: true }, isSponsored: true, paidPartnership: true, likesCount: true },
  ...{ commentsCount: true, videoViewCount: true, videoPlayCount: true, latestComments: true, firstComment: true },
  // Where pictures and films lie, which ends within days.
  ...{ displayUrl: true, images: true, videoUrl: true, childPosts: { displayUrl: true, images: true, videoUrl: true } },
}
