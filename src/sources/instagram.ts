import type { Post } from '../posts/post.ts'
import { at, count, first, isObject, type JsonObject, list, parseJson, text } from './json.ts'

/** What Instaloader's metadata says; `image_count` is left to who sees the files. */
export type InstagramPost = Post & { platform: 'instagram' }

/**
 * Reads a post as Instaloader saves it: a `node` of the web's GraphQL (`edge_media_to_caption`, ...), alone or with the
 * phone's answer beside it (`iphone_struct`), or the phone's shape itself. Stories are read too.
 * @returns null when it is JSON of something else (a profile, comments, a file of another program)
 * @throws SyntaxError when it is no JSON
 */
export function readInstagramPost(source: string): InstagramPost | null {
  const whole = parseJson(source)
  const node = at(whole, 'node')
  if (!isObject(node)) return null
  const type = text(at(whole, 'instaloader', 'node_type'))
  if (type !== null && type !== 'Post' && type !== 'StoryItem') return null
  const phone = isObject(node.iphone_struct) ? node.iphone_struct : node
  const code = first(text(node.shortcode), text(node.code), text(phone.code))
  const id = first(code, text(node.id), text(phone.pk))
  if (id === null || !looksLikePost(node, phone)) return null
  const story = type === 'StoryItem'
  return {
    post_id: id,
    platform: 'instagram',
    account: first(text(at(node, 'owner', 'username')), text(at(phone, 'user', 'username'))),
    posted_at: moment(first(number(node.taken_at_timestamp), number(node.date), number(phone.taken_at))),
    url: code === null || story ? null : `https://www.instagram.com/p/${code}/`,
    caption: caption(node, phone),
    tagged_users: tagged(node, phone),
    sponsored: sponsored(node, phone),
    image_count: null,
    video_count: videos(node, phone),
    likes: first(
      count(at(node, 'edge_media_preview_like', 'count')),
      count(at(node, 'edge_liked_by', 'count')),
      count(phone.like_count),
    ),
    comments: first(
      count(at(node, 'edge_media_to_comment', 'count')),
      count(at(node, 'edge_media_to_parent_comment', 'count')),
      count(phone.comment_count),
      count(node.comments),
    ),
    shares: count(phone.reshare_count),
    views: first(
      count(node.video_view_count),
      count(node.video_play_count),
      count(phone.view_count),
      count(phone.play_count),
    ),
    followers: first(count(at(node, 'owner', 'edge_followed_by', 'count')), count(at(phone, 'user', 'follower_count'))),
    extra: extra(node, phone, story),
  }
}

const looksLikePost = (node: JsonObject, phone: JsonObject): boolean =>
  'taken_at_timestamp' in node || 'date' in node || 'taken_at' in phone

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

const moment = (seconds: number | null): Date | null => (seconds === null ? null : new Date(seconds * 1000))

/** Empty where the post has none, null where the metadata has no such field. */
function caption(node: JsonObject, phone: JsonObject): string | null {
  const told = [
    at(node, 'edge_media_to_caption', 'edges', 0, 'node', 'text'),
    at(phone, 'caption', 'text'),
    node.caption,
  ]
  const found = told.find((value) => typeof value === 'string')
  if (typeof found === 'string') return found
  return 'edge_media_to_caption' in node || 'caption' in phone ? '' : null
}

function children(node: JsonObject, phone: JsonObject): JsonObject[] {
  const web = list(at(node, 'edge_sidecar_to_children', 'edges')).map((edge) => at(edge, 'node'))
  return (web.length > 0 ? web : list(phone.carousel_media)).filter(isObject)
}

/** Accounts tagged in the post or in one of its pictures, each once, in the order given. */
function tagged(node: JsonObject, phone: JsonObject): string[] | null {
  const parts = [node, phone, ...children(node, phone)]
  const known = parts.some((part) => 'edge_media_to_tagged_user' in part || 'usertags' in part)
  const names = parts.flatMap((part) => [
    ...list(at(part, 'edge_media_to_tagged_user', 'edges')).map((edge) => text(at(edge, 'node', 'user', 'username'))),
    ...list(at(part, 'usertags', 'in')).map((tag) => text(at(tag, 'user', 'username'))),
  ])
  const found = [...new Set(names.filter((name) => name !== null))]
  return known || found.length > 0 ? found : null
}

function sponsors(node: JsonObject, phone: JsonObject): string[] {
  const names = [
    ...list(at(node, 'edge_media_to_sponsor_user', 'edges')).map((edge) =>
      text(at(edge, 'node', 'sponsor', 'username')),
    ),
    ...list(phone.sponsor_tags).map((tag) => text(at(tag, 'sponsor', 'username'))),
  ]
  return [...new Set(names.filter((name) => name !== null))]
}

function sponsored(node: JsonObject, phone: JsonObject): boolean | null {
  const flags = [node.is_paid_partnership, phone.is_paid_partnership]
  const edges = at(node, 'edge_media_to_sponsor_user', 'edges')
  if (flags.includes(true) || list(edges).length > 0 || list(phone.sponsor_tags).length > 0) return true
  return flags.includes(false) || Array.isArray(edges) ? false : null
}

function videos(node: JsonObject, phone: JsonObject): number | null {
  const isVideo = (part: JsonObject): boolean => part.is_video === true || part.media_type === 2
  const parts = children(node, phone)
  if (parts.length > 0) return parts.filter(isVideo).length
  if (isVideo(node) || isVideo(phone)) return 1
  // A carousel whose children are not listed keeps its videos to itself.
  const closed = node.__typename === 'GraphSidecar' || phone.media_type === 8
  return closed || !('is_video' in node || 'media_type' in phone) ? null : 0
}

/** The rest that is worth keeping; a scrape's full JSON is a hundred times larger than the post. */
function extra(node: JsonObject, phone: JsonObject, story: boolean): Record<string, unknown> | null {
  const coauthors = [...list(node.coauthor_producers), ...list(phone.coauthor_producers)]
  const kept = {
    media_id: first(text(node.id), text(phone.pk)),
    story: story || null,
    sponsors: sponsors(node, phone),
    coauthors: [...new Set(coauthors.map((author) => text(at(author, 'username'))).filter((name) => name !== null))],
    location: first(text(at(node, 'location', 'name')), text(at(phone, 'location', 'name'))),
    alt_text: first(text(node.accessibility_caption), text(phone.accessibility_caption)),
  }
  const told = Object.entries(kept).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  )
  return told.length > 0 ? Object.fromEntries(told) : null
}
