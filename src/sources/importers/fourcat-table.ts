import { isBlank } from '../cell.ts'
import type { ColumnImporter } from './importer.ts'

/**
 * 4CAT's CSV: whatever the data source, `id`, `thread_id`, `author`, `timestamp` and `body` are there; counts and images
 * are called as each data source calls them.
 */
export const fourcatTable: ColumnImporter = {
  reads: 'columns',
  kind: '4cat',
  title: '4CAT (CSV)',
  recognises: ({ columns }) =>
    ['id', 'thread_id', 'author', 'timestamp', 'body'].every((name) => columns.includes(name)),
  columns: {
    image: ['image_url', 'images', 'image_urls', 'thumbnail_url', 'thumbnail', 'image_file', 'media_url'],
    post_id: ['id'],
    // "source" is the app that a post was written in.
    platform: [],
    account: ['author'],
    // `timestamp` is local time of the server that made the file.
    posted_at: ['unix_timestamp', 'timestamp'],
    url: ['tiktok_url', 'post_url', 'url', 'link'],
    caption: ['body'],
    tagged_users: ['usertags'],
    sponsored: ['is_ad'],
    likes: ['num_likes', 'likes', 'like_count', 'amount_likes'],
    comments: ['num_comments', 'comments', 'reply_count', 'amount_comments', 'num_replies'],
    shares: ['shares', 'retweet_count', 'amount_shares'],
    views: ['plays', 'impression_count', 'amount_plays', 'views'],
    followers: ['author_followers'],
    collected_at: ['timestamp_collected'],
  },
  platform: ({ cells }) => (isBlank(cells.tiktok_url) ? null : 'tiktok'),
}
