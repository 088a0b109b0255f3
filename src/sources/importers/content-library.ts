import { isObject } from '../json.ts'
import type { TableRow } from '../rows.ts'
import type { ColumnImporter } from './importer.ts'

/**
 * Meta Content Library: its CSV, whose columns are called as the ways into the API's answers (`statistics.like_count`),
 * and those answers themselves as JSON. Pictures come where `multimedia` has their addresses, which few places give.
 */
export const contentLibrary: ColumnImporter = {
  reads: 'columns',
  kind: 'meta-content-library',
  title: 'Meta Content Library',
  recognises: ({ columns }) =>
    columns.includes('creation_time') && columns.some((name) => /^(?:mcl_url|post_owner(?:\..+)?)$/.test(name)),
  columns: {
    image: ['multimedia', 'multimedia.url'],
    post_id: ['id'],
    platform: [],
    account: ['post_owner.username', 'post_owner.name'],
    posted_at: ['creation_time'],
    url: ['mcl_url'],
    caption: ['text'],
    sponsored: ['is_branded_content'],
    likes: ['statistics.like_count'],
    comments: ['statistics.comment_count'],
    shares: ['statistics.share_count'],
    views: ['statistics.views', 'statistics.view_count'],
    followers: ['post_owner.follower_count'],
  },
  platform: platformOf,
}

/** Only Facebook has reactions beside likes. */
function platformOf({ cells }: TableRow): string {
  const statistics = isObject(cells.statistics) ? Object.keys(cells.statistics) : Object.keys(cells)
  return statistics.some((name) => /(?:^|\.)(?:love|reaction|angry)_count$/.test(name)) ? 'facebook' : 'instagram'
}
