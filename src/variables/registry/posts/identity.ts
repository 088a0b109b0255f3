import { family, type Variable } from '../entry.ts'
import { given } from './wording.ts'

/** Which post it is, and what the source says of it. */
export const identity: Variable[] = family('posts', 'identity', [
  {
    name: 'post_id',
    type: 'string',
    formula: "the platform's id or short code, else the id column, else the file name",
    definition: 'given',
  },
  { name: 'platform', type: 'string', ...given, formula: 'instagram, tiktok, x, ...' },
  { name: 'account', type: 'string', ...given, formula: 'who posted it' },
  { name: 'posted_at', type: 'time', unit: 'UTC', ...given, formula: 'when it was posted' },
  { name: 'collected_at', type: 'time', unit: 'UTC', ...given, formula: 'when the scraper saw the post' },
  { name: 'url', type: 'string', ...given, formula: 'address of the post' },
  { name: 'caption', type: 'string', ...given, formula: 'text of the post' },
  { name: 'tagged_users', type: 'strings', ...given, formula: 'accounts tagged in the images' },
  { name: 'sponsored', type: 'bool', ...given, formula: "the platform's paid-partnership flag" },
  {
    name: 'image_count',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    ...given,
    formula: 'images of the post that the source holds',
  },
  {
    name: 'video_count',
    type: 'int',
    unit: 'count',
    range: '>= 0',
    ...given,
    formula: 'videos of the post; they are not measured',
  },
  { name: 'extra', type: 'json', ...given, formula: 'what else the source says of the post' },
])

/** What S3 says of a posts' file: of two rows of one post, that of the newer file stays. */
export const postObjectVariables: Variable[] = family('posts', 'object', [
  {
    name: 'stored_at',
    type: 'time',
    unit: 'UTC',
    definition: 'given',
    formula: 'when the file that tells of the post was stored in S3 (Last-Modified, whole seconds)',
    missing: 'for files on a disk',
  },
])
