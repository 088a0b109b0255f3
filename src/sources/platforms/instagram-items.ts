import { at, first, isObject, type JsonObject, list, text } from '../json.ts'
import { carousel, instagramPost } from './instagram.ts'
import type { PlatformReader, ToldPost } from './told-post.ts'

/** Instagram's answers as its web pages are sent them. */
export const instagram: PlatformReader = {
  read,
  fields: [
    { target: 'image', from: 'image_versions2 | display_resources' },
    { target: 'post_id', from: 'code | shortcode' },
    { target: 'account', from: 'user.username' },
    { target: 'posted_at', from: 'taken_at | taken_at_timestamp' },
    { target: 'caption', from: 'caption.text | edge_media_to_caption' },
    { target: 'likes', from: 'like_count | edge_media_preview_like' },
    { target: 'comments', from: 'comment_count | edge_media_to_comment' },
    { target: 'shares', from: 'reshare_count' },
    { target: 'views', from: 'view_count | play_count' },
  ],
}

function read(item: JsonObject): ToldPost | null {
  // Only stories say when they end.
  const post = instagramPost(item, { story: 'expiring_at' in item })
  if (post === null) return null
  const images = instagramImages(item)
  const sponsored = isAdvertisement(item) ? true : post.sponsored
  return { post: { ...post, sponsored, image_count: images.length }, images }
}

function isAdvertisement({ product_type, link }: JsonObject): boolean {
  return product_type === 'ad' || (text(link) ?? '').startsWith('https://www.facebook.com/ads/ig_redirect')
}

/** The largest version of each picture of a post, in order; of videos the cover. */
function instagramImages(node: JsonObject): string[] {
  const phone = isObject(node.iphone_struct) ? node.iphone_struct : node
  const parts = carousel(node, phone)
  const found = (parts.length > 0 ? parts : [node]).map((part) => imageOf(part, part === node ? phone : part))
  return found.filter((image) => image !== null)
}

function imageOf(web: JsonObject, phone: JsonObject): string | null {
  return first(
    largest(list(at(phone, 'image_versions2', 'candidates')), { address: 'url', width: 'width' }),
    largest(list(web.display_resources), { address: 'src', width: 'config_width' }),
    text(web.display_url),
    text(phone.display_uri),
    text(web.thumbnail_src),
  )
}

function largest(versions: unknown[], names: { address: string; width: string }): string | null {
  let best: { address: string; width: number } | null = null
  for (const version of versions) {
    const address = text(at(version, names.address))
    const width = Number(at(version, names.width)) || 0
    if (address !== null && (best === null || width > best.width)) best = { address, width }
  }
  return best?.address ?? null
}
