import { UsageError } from '../errors.ts'

/**
 * What a column of a table can be, and the names under which each is found, best first. Names are compared without
 * case, spaces, dots and underscores. The names are those of exports and scrapers in use (Instaloader, 4CAT, Zeeschuimer,
 * CrowdTangle, Apify, Meta Content Library) and plain words.
 */
export const columnNames = {
  image: [
    'image',
    'images',
    'image_path',
    'image_file',
    'image_filename',
    'image_name',
    'photo',
    'photos',
    'photo_file',
    'photo_path',
    'picture',
    'picture_path',
    'img',
    'img_path',
    'file',
    'filename',
    'file_name',
    'filepath',
    'file_path',
    'path',
    'local_path',
    'media_path',
    'media_file',
    'media',
    'image_uri',
    'uri',
    'image_url',
    'image_urls',
    'photo_url',
    'picture_url',
    'media_url',
    'media_urls',
    'display_url',
    'img_url',
    'img_src',
    'src',
    'thumbnail_url',
    'full_picture',
    's3_uri',
    's3_key',
  ],
  post_id: [
    'post_id',
    'postid',
    'shortcode',
    'short_code',
    'post_code',
    'code',
    'tweet_id',
    'media_id',
    'post',
    'platform_id',
    'id',
    'id_str',
    'pk',
  ],
  platform: ['platform', 'network', 'social_network', 'site', 'channel', 'source'],
  account: [
    'account',
    'username',
    'user_name',
    'owner_username',
    'account_handle',
    'account_name',
    'author',
    'author_username',
    'owner',
    'screen_name',
    'user',
    'profile',
    'page_name',
    'creator',
    'handle',
    'influencer',
  ],
  posted_at: [
    'posted_at',
    'post_created',
    'post_created_date',
    'created_at',
    'created_time',
    'creation_time',
    'taken_at',
    'taken_at_timestamp',
    'timestamp',
    'date_utc',
    'datetime',
    'date',
    'time',
    'published_at',
    'publish_date',
    'post_date',
    'posted',
    'created',
    'create_time',
    'unix_timestamp',
  ],
  url: ['post_url', 'permalink', 'post_link', 'link', 'url', 'webpage_url'],
  caption: ['caption', 'text', 'body', 'description', 'message', 'post_text', 'full_text', 'tweet', 'content', 'title'],
  tagged_users: ['tagged_users', 'tagged', 'usertags', 'user_tags', 'tags_users', 'tagged_accounts'],
  sponsored: [
    'sponsored',
    'is_sponsored',
    'paid_partnership',
    'is_paid_partnership',
    'is_branded_content',
    'branded_content',
    'is_ad',
  ],
  image_count: ['image_count', 'images_count', 'num_images', 'n_images', 'num_media'],
  video_count: ['video_count', 'videos_count', 'num_videos', 'n_videos'],
  likes: [
    'likes',
    'like_count',
    'likes_count',
    'num_likes',
    'n_likes',
    'favorite_count',
    'favourites',
    'favorites',
    'reactions',
    'digg_count',
  ],
  comments: ['comments', 'comment_count', 'comments_count', 'num_comments', 'n_comments', 'reply_count', 'replies'],
  shares: [
    'shares',
    'share_count',
    'shares_count',
    'num_shares',
    'retweet_count',
    'retweets',
    'reposts',
    'repost_count',
    'reshare_count',
  ],
  views: [
    'views',
    'view_count',
    'views_count',
    'play_count',
    'plays',
    'impressions',
    'impression_count',
    'video_view_count',
    'reach',
  ],
  followers: [
    'followers',
    'follower_count',
    'followers_count',
    'num_followers',
    'followers_at_posting',
    'n_followers',
    'fans',
  ],
} as const satisfies Record<string, readonly string[]>

export type Target = keyof typeof columnNames

export const targets = Object.keys(columnNames) as Target[]

/** Which column holds what, and which are left for `extra`. */
export interface Mapping {
  columns: Partial<Record<Target, string>>
  extra: string[]
}

/**
 * Finds what each column of a table is: as `map` says, else by its name; each column is at most one thing.
 * @param name of the table, for messages
 * @throws UsageError when `map` names an unknown target or column, or no column is the image
 */
export function mapColumns(columns: readonly string[], map: Record<string, string>, name: string): Mapping {
  const found: Partial<Record<Target, string>> = {}
  for (const [target, column] of Object.entries(map)) {
    if (!isTarget(target))
      throw new UsageError(
        `--map ${target}=${column}: "${target}" is unknown; what can be mapped is ${targets.join(', ')}`,
      )
    found[target] = knownColumn(column, columns, `--map ${target}=${column}: ${name}`)
  }
  const used = new Set(Object.values(found))
  for (const target of targets) {
    if (found[target] !== undefined) continue
    const column = byName(columnNames[target], columns, used)
    if (column === undefined) continue
    found[target] = column
    used.add(column)
  }
  if (found.image === undefined)
    throw new UsageError(
      `${name}: no column is called like an image; say which with --map image=COLUMN; ${listed(columns)}`,
    )
  return { columns: found, extra: columns.filter((column) => !used.has(column)) }
}

const isTarget = (name: string): name is Target => Object.hasOwn(columnNames, name)

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const listed = (columns: readonly string[]): string => `its columns are ${columns.slice(0, 60).join(', ')}`

function byName(names: readonly string[], columns: readonly string[], used: ReadonlySet<string>): string | undefined {
  for (const name of names) {
    const column = columns.find((candidate) => !used.has(candidate) && plain(candidate) === plain(name))
    if (column !== undefined) return column
  }
  return undefined
}

/** The column itself, or the way into a nested one (`owner.username`). */
function knownColumn(column: string, columns: readonly string[], where: string): string {
  if (columns.includes(column)) return column
  const sameButCase = columns.find((candidate) => candidate.toLowerCase() === column.toLowerCase())
  if (sameButCase !== undefined) return sameButCase
  if (columns.includes(column.split('.')[0] ?? '')) return column
  throw new UsageError(`${where} has no column "${column}"; ${listed(columns)}`)
}
