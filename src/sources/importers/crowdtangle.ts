import type { ColumnImporter } from './importer.ts'

/**
 * CrowdTangle's CSV of posts on Instagram, with the address of the picture, or on Facebook, where it has none: those posts
 * come without images. CrowdTangle ended in 2024; its exports are still around.
 */
export const crowdtangle: ColumnImporter = {
  reads: 'columns',
  kind: 'crowdtangle',
  title: 'CrowdTangle (CSV)',
  recognises: ({ columns }) =>
    ['User Name', 'Followers at Posting', 'Post Created', 'URL', 'Likes'].every((name) => columns.includes(name)),
  columns: {
    image: ['Photo'],
    // Their ids are of pages, not of posts.
    post_id: [],
    account: ['User Name', 'Account', 'Page Name', 'Group Name'],
    posted_at: ['Post Created'],
    url: ['URL'],
    caption: ['Message', 'Description'],
    likes: ['Likes'],
    comments: ['Comments'],
    shares: ['Shares'],
    views: ['Views', 'Post Views'],
    followers: ['Followers at Posting'],
  },
  sponsored: ({ cells }) =>
    typeof cells['Sponsor Name'] === 'string' && cells['Sponsor Name'].trim() !== '' ? true : null,
  moment: (cell) => cell.replace(/\s([A-Z]{2,4})$/, (whole, zone: string) => offsets[zone] ?? whole),
}

/** The zones that dashboards were set to, as they wrote them. */
const offsets: Record<string, string> = {
  ...{ EST: ' -05:00', EDT: ' -04:00', CST: ' -06:00', CDT: ' -05:00', MST: ' -07:00', MDT: ' -06:00' },
  ...{ PST: ' -08:00', PDT: ' -07:00', GMT: ' +00:00', UTC: ' +00:00', BST: ' +01:00', WET: ' +00:00' },
  ...{ WEST: ' +01:00', CET: ' +01:00', CEST: ' +02:00', EET: ' +02:00', EEST: ' +03:00', MSK: ' +03:00' },
  ...{ JST: ' +09:00', AEST: ' +10:00', AEDT: ' +11:00', NZST: ' +12:00', NZDT: ' +13:00' },
}
