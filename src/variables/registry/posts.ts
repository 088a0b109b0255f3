import { family, type Variable } from './entry.ts'

const given = { definition: 'given' as const, missing: 'when the source does not say' }
const noCaption = 'when the post has no caption field'

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

/** Columns of `posts`: what the source says of a post, and what its caption holds. */
export const postVariables: Variable[] = [
  ...family('posts', 'identity', [
    {
      name: 'post_id',
      type: 'string',
      formula: "the platform's id or short code, else the id column, else the file name",
      definition: 'given',
    },
    { name: 'platform', type: 'string', ...given, formula: 'instagram, tiktok, x, ...' },
    { name: 'account', type: 'string', ...given, formula: 'who posted it' },
    { name: 'posted_at', type: 'time', unit: 'UTC', ...given, formula: 'when it was posted' },
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
  ]),
  ...postObjectVariables,
  ...family('posts', 'engagement', [
    { name: 'likes', type: 'int', unit: 'count', range: '>= 0', ...given, formula: 'likes when it was scraped' },
    { name: 'comments', type: 'int', unit: 'count', range: '>= 0', ...given, formula: 'comments when it was scraped' },
    {
      name: 'shares',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      ...given,
      formula: 'shares or reposts when it was scraped',
    },
    { name: 'views', type: 'int', unit: 'count', range: '>= 0', ...given, formula: 'views when it was scraped' },
    {
      name: 'followers',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      ...given,
      formula: 'followers of the account when it was scraped',
    },
  ]),
  ...family('posts', 'caption', [
    {
      name: 'words',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'words of the caption by Unicode word segmentation (UAX 29); hashtags, handles and URLs are not words',
      source: 'Unicode UAX 29',
      missing: noCaption,
    },
    {
      name: 'hashtags',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'hashtags of the caption: letters, digits, underscores and emojis after a # that does not follow &',
      source: 'Instagram Engineering, Emojineering Part 2 (2015)',
      missing: noCaption,
    },
    {
      name: 'handles',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: '@handles of the caption, as Instagram cuts user names; mail addresses hold none',
      missing: noCaption,
    },
    {
      name: 'emojis',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'emojis of the caption (RGI sequences count once)',
      source: 'Unicode UTS 51',
      missing: noCaption,
    },
    {
      name: 'urls',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'web addresses in the caption: after http(s):// or www., or a bare domain (acme.com, linkin.bio/acme)',
      missing: noCaption,
    },
    {
      name: 'question_marks',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula:
        'question marks of the caption outside web addresses, in any script; after Greek letters the semicolon too',
      missing: noCaption,
    },
  ]),
  ...family('posts', 'brand mentions', [
    {
      name: 'brands_mentioned',
      type: 'strings',
      formula:
        'tracked brands whose name, alias, handle or hashtag stands in the caption, or that are tagged; whole words, without case and accents',
      missing: 'when no brands were given',
    },
    {
      name: 'branded_caption',
      type: 'bool',
      formula: "a tracked brand's name or alias stands in the caption, outside hashtags, handles and web addresses",
      missing: 'when no brands were given or the post has no caption field',
    },
    {
      name: 'branded_tag',
      type: 'bool',
      formula:
        "a tracked brand's handle or hashtag (its name written as one counts too) stands in the caption, or the brand is tagged in the image",
      missing: 'when no brands were given',
    },
    {
      name: 'ad_tag',
      type: 'bool',
      formula:
        'the post is marked as advertising: #ad, #sponsored and their usual forms in the main languages (list 1 of src/posts/ad-tags.ts), a phrase such as "paid partnership", or the platform\'s paid-partnership flag',
      missing: 'when there is neither caption nor flag',
    },
  ]),
]
