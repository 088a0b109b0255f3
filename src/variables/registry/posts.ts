import { family, type Variable } from './entry.ts'

const given = { definition: 'given' as const, missing: 'when the source does not say' }
const noCaption = 'when the post has no caption field'
const english =
  'when the post has no caption field, or its caption has words and their language is not detected as English'
const table3 = 'Hartmann, Heitmann, Schamp & Netzer (2021), Table 3'
const vader =
  'VADER: Hutto & Gilbert (2014), ICWSM; lexicon of npm vader-sentiment 1.1.3, emojis of npm emoji-emotion 3.0.1'

const textModel = 'when no text model is configured, or the post has no caption; not for other languages'

const lnOf = (name: string, what: string): Pick<Variable, 'name' | 'type' | 'formula'> & Partial<Variable> => ({
  name,
  type: 'float',
  unit: 'ln(1 + count)',
  range: '>= 0',
  formula: `ln(1 + ${what})`,
  source: table3,
  definition: 'inferred',
  missing: noCaption,
})

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
    {
      name: 'engagement',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'likes + comments',
      missing: 'when likes or comments are missing',
    },
    {
      name: 'engagement_rate',
      type: 'float',
      unit: 'per follower',
      range: '>= 0',
      formula: '(likes + comments) / followers',
      missing: 'when likes, comments or followers are missing, or there are no followers',
    },
    {
      name: 'post_age',
      type: 'float',
      unit: 'days',
      range: '>= 0',
      formula: 'collected_at - posted_at: how long the post had been up when it was scraped; Table 3 has ln(1 + days)',
      source: table3,
      definition: 'inferred',
      missing: 'when one of the two times is missing, or they are the wrong way round',
    },
  ]),
  ...family('posts', 'comments', [
    {
      name: 'comments_read',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'comments whose text the source gives; the texts are not stored',
      missing: 'when the source gives no comments',
    },
    {
      name: 'purchase_intentions',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula:
        'of these, comments with a phrase that says or asks how to buy (list 1 of src/posts/word-lists/purchase-intentions.ts; main languages). The paper used a trained language model: compare within a dataset, not with its numbers',
      missing: 'when the source gives no comments',
    },
    {
      name: 'purchase_intention_share',
      type: 'float',
      unit: 'share of comments',
      range: '0 to 1',
      formula: 'purchase_intentions / comments_read',
      missing: 'when the source gives no comments, or the post has none',
    },
  ]),
  ...family('posts', 'caption', [
    {
      name: 'language',
      type: 'string',
      unit: 'ISO 639-1',
      formula:
        'language of the caption without hashtags, handles and web addresses, detected by n-grams among 60; short captions are told wrong more often (docs/captions.md)',
      source: 'npm eld 2.1.0 (extrasmall), Nito T.M.',
      definition: 'published',
      missing: 'when the post has no caption field, or the caption no words that tell',
    },
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
    lnOf('ln_words', 'words'),
    lnOf('ln_hashtags', 'hashtags'),
    lnOf('ln_handles', 'handles'),
    { ...lnOf('ln_emojis', 'emojis'), source: '', definition: 'own' },
    { ...lnOf('ln_urls', 'urls'), source: '', definition: 'own' },
    {
      name: 'first_person',
      type: 'bool',
      formula:
        'the caption has a pronoun of the first person, I or we (list 1 of src/posts/word-lists/pronouns.ts, where the paper used LIWC)',
      source: table3,
      definition: 'inferred',
      missing: english,
    },
    {
      name: 'second_person',
      type: 'bool',
      formula: 'the caption has a pronoun of the second person, you (the same list)',
      source: table3,
      definition: 'inferred',
      missing: english,
    },
    {
      name: 'question_words',
      type: 'float',
      unit: 'share of words',
      range: '0 to 1',
      formula:
        'words of the caption that are question words (list 1 of src/posts/word-lists/question-words.ts, where the paper used LIWC)',
      source: table3,
      definition: 'inferred',
      missing: `${english}; when it has no words`,
    },
    {
      name: 'netspeak',
      type: 'float',
      unit: 'share of words',
      range: '0 to 1',
      formula:
        'words of the caption that are netspeak: lol, omg, thx (list 1 of src/posts/word-lists/netspeak.ts, where the paper used LIWC)',
      source: table3,
      definition: 'inferred',
      missing: `${english}; when it has no words`,
    },
    {
      name: 'reading_ease',
      type: 'float',
      range: 'about -100 to 121',
      formula:
        "Flesch's Reading Ease: 206.835 - 1.015 words a sentence - 84.6 syllables a word (npm syllable 5.0.1); a line ends a sentence",
      source: 'Flesch (1948), Journal of Applied Psychology 32',
      definition: 'published',
      missing: `${english}; when it has no words`,
    },
    {
      name: 'sentiment',
      type: 'string',
      range: 'positive, neutral, negative',
      formula:
        'class of sentiment_score: positive from .05, negative from -.05. The paper used a trained language model',
      source: vader,
      definition: 'published',
      missing: english,
    },
    {
      name: 'sentiment_score',
      type: 'float',
      range: '-1 to 1',
      formula:
        "VADER's compound score of the caption without hashtags, handles and web addresses, as vaderSentiment 3.3.2 computes it; emojis by their own list 1 of src/posts/sentiment/emoji-valences.ts",
      source: vader,
      definition: 'published',
      missing: english,
    },
    {
      name: 'lix',
      type: 'float',
      range: '>= 0',
      formula: 'words a sentence + percentage of words of more than six letters; a line ends a sentence',
      source: 'Björnsson (1968), Läsbarhet',
      definition: 'published',
      missing: 'when there is no caption, it has no words, or its language sets no spaces between them',
    },
    {
      name: 'call_to_action',
      type: 'bool',
      formula:
        'the caption asks for something to be done: link in bio, shop now, tag a friend (list 1 of src/posts/word-lists/calls-to-action.ts; main languages)',
      missing: noCaption,
    },
  ]),
  ...family('posts', 'text model', [
    {
      name: 'sentiment_model_label',
      type: 'string',
      range: 'positive, neutral, negative',
      formula:
        'the most likely class of the caption as it stands, by the ONNX classifier that the config names (textModel)',
      source: "the user's own model; run.json names it, with its hash",
      missing: textModel,
    },
    {
      name: 'sentiment_model_score',
      type: 'float',
      range: '-1 to 1',
      formula: 'probability of positive less that of negative (softmax of the outputs of the same classifier)',
      source: "the user's own model; run.json names it, with its hash",
      missing: textModel,
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
        'the post is marked as advertising: #ad, #sponsored and their usual forms in the main languages (list 1 of src/posts/word-lists/ad-tags.ts), a phrase such as "paid partnership", or the platform\'s paid-partnership flag',
      version: 2,
      missing: 'when there is neither caption nor flag',
    },
  ]),
]
