import { first, idText, type JsonObject, text } from '../json.ts'
import { instagram } from '../platforms/instagram-items.ts'
import { tiktok } from '../platforms/tiktok.ts'
import { type PlatformReader, unknownPost } from '../platforms/told-post.ts'
import { x } from '../platforms/x.ts'
import type { FieldSource, Told } from './importer.ts'

/** Readers of what a platform's pages are sent; Zeeschuimer and 4CAT pass it on as it is. */
const readers: Record<string, PlatformReader> = { instagram, tiktok, x }

/**
 * The platform that an address or a name of a site means.
 * @returns `instagram`, `tiktok`, `x`, or the site without `www.` and `.com`
 */
export function platformOfSite(site: string): string {
  const bare = site.toLowerCase().replace(/^(?:https?:\/\/)?(?:www\.)?/, '')
  const name = (bare.split('/')[0] ?? '').replace(/(?:-comments)?$/, '').replace(/\.com$/, '')
  return name === 'twitter' ? 'x' : name
}

/** What one captured item is. What belongs to a platform without a reader is kept, too: as a post with `extra` only. */
export function readItem(item: JsonObject, { platform, id }: { platform: string; id: string | null }): Told {
  const comment = commentOf(item)
  if (comment) return comment
  const reader = readerOf(platform)
  const told = reader?.read(item)
  if (told) return { kind: 'post', ...told }
  if (reader) return { kind: 'unknown', problem: `is no post as ${platform} gives them; it is left out` }
  const known = first(id, idText(item.id))
  if (known === null) return { kind: 'unknown', problem: 'has no id; it is left out' }
  return { kind: 'post', post: { ...unknownPost(known, platform), extra: item }, images: [] }
}

/** The ways into an item of each platform, for people. */
export function itemFields(platforms: ReadonlySet<string>, below: string): FieldSource[] {
  return [...platforms].flatMap((platform) =>
    (readerOf(platform)?.fields ?? []).map(({ target, from }) => ({
      target,
      from: `${below}${from} (${platform})`,
    })),
  )
}

const readerOf = (platform: string): PlatformReader | undefined =>
  Object.hasOwn(readers, platform) ? readers[platform] : undefined

/** Comments come from pages of their own: of TikTok by `aweme_id`, of others by the `post_id` that Zeeschuimer adds. */
function commentOf(item: JsonObject): Told | null {
  const ofTiktok = 'cid' in item && 'aweme_id' in item ? idText(item.aweme_id) : null
  const postId = first(text(item.post_shortcode), ofTiktok, text(item._zs_comment_post_id))
  const words = text(item.text)
  return postId === null || words === null ? null : { kind: 'comment', postId, text: words }
}
