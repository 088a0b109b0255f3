import type { Post } from '../../posts/post.ts'
import { restOf, type Used } from '../importers/rest.ts'
import { at, count, first, idText, isObject, type JsonObject, list, text, unique } from '../json.ts'

/** What Instagram's answers say of a post; `image_count` is left to who sees the files. */
export type InstagramPost = Post & { platform: 'instagram' }

/**
 * Reads a post in one of the shapes that Instagram gives: a `node` of the web's GraphQL (`edge_media_to_caption`, ...),
 * alone or with the phone's answer beside it (`iphone_struct`), or the phone's shape itself (`taken_at`, `media_type`, ...).
 * @param story it is a story: it has no address of its own
 * @returns null when it is something else (a profile, comments)
 */
export function instagramPost(node: JsonObject, { story = false }: { story?: boolean } = {}): InstagramPost | null {
  const phone = isObject(node.iphone_struct) ? node.iphone_struct : node
  const code = first(text(node.shortcode), text(node.code), text(phone.code))
  const id = first(code, idText(node.id), idText(phone.pk))
  if (id === null || !looksLikePost(node, phone)) return null
  return {
    post_id: id,
    platform: 'instagram',
    account: first(
      text(at(node, 'owner', 'username')),
      text(at(phone, 'user', 'username')),
      text(at(phone, 'owner', 'username')),
    ),
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
      count(at(node, 'edge_media_preview_comment', 'count')),
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
    comment_texts: commentTexts(node, phone),
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

/** The pictures and films of a carousel; none where it is a single one. */
export function carousel(node: JsonObject, phone: JsonObject): JsonObject[] {
  const web = list(at(node, 'edge_sidecar_to_children', 'edges')).map((edge) => at(edge, 'node'))
  return (web.length > 0 ? web : list(phone.carousel_media)).filter(isObject)
}

/** Accounts tagged in the post or in one of its pictures, each once, in the order given. */
function tagged(node: JsonObject, phone: JsonObject): string[] | null {
  const parts = [node, phone, ...carousel(node, phone)]
  const known = parts.some((part) => 'edge_media_to_tagged_user' in part || 'usertags' in part)
  const names = parts.flatMap((part) => [
    ...list(at(part, 'edge_media_to_tagged_user', 'edges')).map((edge) => text(at(edge, 'node', 'user', 'username'))),
    ...list(at(part, 'usertags', 'in')).map((tag) => text(at(tag, 'user', 'username'))),
  ])
  const found = unique(names)
  return known || found.length > 0 ? found : null
}

function sponsors(node: JsonObject, phone: JsonObject): string[] {
  const names = [
    ...list(at(node, 'edge_media_to_sponsor_user', 'edges')).map((edge) =>
      text(at(edge, 'node', 'sponsor', 'username')),
    ),
    ...list(phone.sponsor_tags).map((tag) => text(at(tag, 'sponsor', 'username'))),
  ]
  return unique(names)
}

function sponsored(node: JsonObject, phone: JsonObject): boolean | null {
  const flags = [node.is_paid_partnership, phone.is_paid_partnership]
  const edges = at(node, 'edge_media_to_sponsor_user', 'edges')
  if (flags.includes(true) || list(edges).length > 0 || list(phone.sponsor_tags).length > 0) return true
  return flags.includes(false) || Array.isArray(edges) ? false : null
}

function videos(node: JsonObject, phone: JsonObject): number | null {
  const isVideo = (part: JsonObject): boolean => part.is_video === true || part.media_type === 2
  const parts = carousel(node, phone)
  if (parts.length > 0) return parts.filter(isVideo).length
  if (isVideo(node) || isVideo(phone)) return 1
  // A carousel whose children are not listed keeps its videos to itself.
  const closed = node.__typename === 'GraphSidecar' || phone.media_type === 8
  return closed || !('is_video' in node || 'media_type' in phone) ? null : 0
}

/** Comments and answers that came with the post; null where its shape has none. */
function commentTexts(node: JsonObject, phone: JsonObject): string[] | null {
  const lists = ['edge_media_to_parent_comment', 'edge_media_to_comment', 'edge_media_preview_comment'].map((name) =>
    list(at(node, name, 'edges')).map((edge) => at(edge, 'node')),
  )
  const given = [...lists, list(phone.comments), list(phone.preview_comments)].find((comments) => comments.length > 0)
  return given ? given.flatMap(withAnswers) : null
}

function withAnswers(comment: unknown): string[] {
  const answers = list(at(comment, 'edge_threaded_comments', 'edges')).map((edge) => at(edge, 'node'))
  const own = text(at(comment, 'text'))
  return [
    ...(own === null ? [] : [own]),
    ...[...answers, ...list(at(comment, 'preview_child_comments'))].flatMap(withAnswers),
  ]
}

/** What the metadata says beside the columns: some things by name, all else as `other`. */
function extra(node: JsonObject, phone: JsonObject, story: boolean): Record<string, unknown> | null {
  const coauthors = [...list(node.coauthor_producers), ...list(phone.coauthor_producers)]
  const kept = {
    media_id: first(idText(node.id), idText(phone.pk)),
    story: story || null,
    sponsors: sponsors(node, phone),
    coauthors: unique(coauthors.map((author) => text(at(author, 'username')))),
    location: first(text(at(node, 'location', 'name')), text(at(phone, 'location', 'name'))),
    alt_text: first(text(node.accessibility_caption), text(phone.accessibility_caption)),
    other: restOf(node, used),
  }
  const told = Object.entries(kept).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  )
  return told.length > 0 ? Object.fromEntries(told) : null
}

const names: Used = { username: true }

/** What has a column, and what is no part of the post. */
const own: Used = {
  ...{ id: true, pk: true, code: true, shortcode: true, accessibility_caption: true, is_video: true },
  ...{ taken_at_timestamp: true, taken_at: true, date: true, caption: true, edge_media_to_caption: true },
  ...{ edge_media_to_tagged_user: true, usertags: true, is_paid_partnership: true },
  ...{ edge_media_to_sponsor_user: true, sponsor_tags: true, coauthor_producers: names },
  ...{ edge_media_preview_like: true, edge_liked_by: true, like_count: true },
  ...{ edge_media_to_comment: true, edge_media_to_parent_comment: true, edge_media_preview_comment: true },
  ...{ comments: true, preview_comments: true, comment_count: true, reshare_count: true },
  ...{ video_view_count: true, video_play_count: true, view_count: true, play_count: true },
  ...{ location: { name: true }, user: { ...names, follower_count: true } },
  // Where pictures and films lie, which ends within days; and thumbnails.
  ...{ display_url: true, display_resources: true, image_versions2: true, video_url: true, video_versions: true },
  ...{ thumbnail_src: true, thumbnail_resources: true, media_preview: true, video_dash_manifest: true },
  // Of others and of who scraped.
  ...{ viewer_has_liked: true, viewer_has_saved: true, viewer_has_saved_to_collection: true, viewer_can_reshare: true },
  ...{ viewer_in_photo_of_you: true, has_viewer_saved: true, has_liked: true, tracking_token: true },
  ...{ organic_tracking_token: true, logging_info_token: true, facepile_top_likers: true, top_likers: true },
  owner: { ...names, edge_followed_by: true, edge_related_profiles: true },
}

const used: Used = {
  ...own,
  iphone_struct: { ...own, carousel_media: own },
  carousel_media: own,
  edge_sidecar_to_children: { edges: { node: own } },
}
