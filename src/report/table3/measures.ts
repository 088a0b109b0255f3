import { flag, type Measure } from '../queries-platforms.ts'

const posts = (group: string, entries: readonly [label: string, sql: string, form?: Measure['form']][]): Measure[] =>
  entries.map(([label, sql, form]) => ({ group, label, from: 'post', sql, ...(form ? { form } : {}) }))

const typeOf = (type: string): Measure => ({
  group: 'Brand-image type (images with a brand)',
  label: type,
  from: 'branded',
  sql: flag(`brand_image_type = '${type}'`),
  form: 'share',
})

const image = (label: string, sql: string, from: Measure['from'] = 'picture'): Measure => ({
  group: 'Image characteristics',
  label,
  from,
  sql,
})

/** The rows of Hartmann et al. (2021), Table 3, in its order and on its scales as far as these are known. */
export const table3Measures: readonly Measure[] = [
  ...posts('Engagement', [
    ['Likes', 'likes'],
    ['Likes, ln(1 + x)', 'LN(1 + likes)'],
    ['Comments', 'comments'],
    ['Comments, ln(1 + x)', 'LN(1 + comments)'],
    ['Purchase intentions', 'purchase_intentions'],
    ['Purchase intentions, share of comments', 'purchase_intention_share', 'part'],
  ]),
  ...['consumer selfie', 'brand selfie', 'packshot', 'other'].map(typeOf),
  image('Logo size', 'logo_size', 'branded'),
  image('Logo centrality', 'logo_centrality', 'branded'),
  image('Visual complexity', 'visual_complexity'),
  image('Brightness', 'brightness'),
  image('Contrast', 'contrast'),
  ...posts('Post characteristics', [
    ['Words, ln(1 + x)', 'ln_words'],
    ['Hashtags, ln(1 + x)', 'ln_hashtags'],
    ['Handles, ln(1 + x)', 'ln_handles'],
    ['First person', flag('first_person'), 'share'],
    ['Second person', flag('second_person'), 'share'],
    ['Question words', 'question_words', 'part'],
    ['Netspeak', 'netspeak', 'part'],
    ['Positive sentiment', flag("sentiment = 'positive'"), 'share'],
    ['Neutral sentiment', flag("sentiment = 'neutral'"), 'share'],
    ['Negative sentiment', flag("sentiment = 'negative'"), 'share'],
    ['Branded caption', flag('branded_caption'), 'share'],
    ['Branded tag', flag('branded_tag'), 'share'],
    ['Ad tag', flag('ad_tag'), 'share'],
    ['Post age in days, ln(1 + x)', 'LN(1 + post_age)'],
  ]),
]

/** Rows whose formula was rebuilt from the paper's values or text, as its appendix was not at hand. */
export const inferredRows: ReadonlySet<string> = new Set([
  ...['Logo size', 'Logo centrality', 'Visual complexity', 'Brightness', 'Contrast'],
  ...['Words, ln(1 + x)', 'Hashtags, ln(1 + x)', 'Handles, ln(1 + x)', 'First person', 'Second person'],
  ...['Question words', 'Netspeak', 'Post age in days, ln(1 + x)'],
])

/** Rows that are computed from English captions alone. */
export const englishRows: ReadonlySet<string> = new Set([
  ...['First person', 'Second person', 'Question words', 'Netspeak'],
  ...['Positive sentiment', 'Neutral sentiment', 'Negative sentiment'],
])

/** What the user's own classifier says, in runs that have one. */
export const textModelMeasures: readonly Measure[] = posts('Captions, by the text model', [
  ['Positive, text model', flag("sentiment_model_label = 'positive'"), 'share'],
  ['Neutral, text model', flag("sentiment_model_label = 'neutral'"), 'share'],
  ['Negative, text model', flag("sentiment_model_label = 'negative'"), 'share'],
  ['Score, text model', 'sentiment_model_score'],
])

/** What the paper's table does not have. */
export const furtherMeasures: readonly Measure[] = [
  ...posts('Posts', [
    ['Engagement rate (a follower)', 'engagement_rate'],
    ['Emojis, ln(1 + x)', 'ln_emojis'],
    ['Web addresses, ln(1 + x)', 'ln_urls'],
    ['Question marks, ln(1 + x)', 'LN(1 + question_marks)'],
    ['Sentiment score', 'sentiment_score'],
    ['Reading ease (Flesch)', 'reading_ease'],
    ['LIX', 'lix'],
    ['Call to action', flag('call_to_action'), 'share'],
  ]),
  ...(
    [
      ['Saturation', 'saturation_mean'],
      ['Colourfulness', 'colourfulness'],
      ['Edge density', 'edge_density'],
      ['Faces', 'face_count'],
      ['Text area', 'text_area'],
    ] as const
  ).map(([label, sql]): Measure => ({ group: 'Images', label, from: 'picture', sql })),
]
