import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { countWords, splitBySegmenter, splitWords } from '../../src/posts/count-words.ts'
import { cutBySearch, cutCaption } from '../../src/posts/cut-caption.ts'
import { measureText } from '../../src/posts/measure-text.ts'
import { normalForm, normalText } from '../../src/posts/normal-form.ts'
import { postRow } from '../../src/posts/row.ts'
import { post } from './made-post.ts'

/** Pieces at which cutting, splitting and folding differ most easily. */
const piece = fc.oneof(
  fc.constantFrom(...'aZ9 .,:;\'’"!?()#@&+/_-\n\t\u00a0'.split('')),
  fc.constantFrom(
    'acme.com',
    'https://a.b/c',
    'www.x',
    '#tag',
    '@a.b',
    'me@home',
    'é',
    'ß',
    '😍',
    '❤️',
    '👍🏽',
    '日本',
    '한국',
    'R&D',
    'ʼ',
    '＃',
    '＠b',
    'RT:',
    'u/name',
    '://',
  ),
  fc.string({ unit: 'binary', maxLength: 2 }),
)
const caption = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

test('cutting piece by piece takes out what a search of the whole caption does', () => {
  fc.assert(
    fc.property(caption, fc.constantFrom('instagram', 'x', 'reddit'), (text, platform) => {
      expect(cutCaption(text, platform)).toEqual(cutBySearch(text, platform))
    }),
    { numRuns: 3000 },
  )
})

test('words are split as Intl.Segmenter splits them', () => {
  fc.assert(
    fc.property(caption, (text) => {
      const pieces = text.split(/[ \n\r\t]+/)
      expect(pieces.flatMap(splitWords)).toEqual(pieces.flatMap(splitBySegmenter))
    }),
    { numRuns: 3000 },
  )
})

test('going over a text piece by piece counts and folds it as if it were one', () => {
  fc.assert(
    fc.property(caption, (text) => {
      const measures = measureText(text)
      expect(measures.words).toBe(countWords(text))
      expect(measures.normal).toEqual(normalText(text))
      expect(measures.normal.words.join(' ')).toBe(normalForm(text).trim())
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['I love my new shoes, what do you think? lol', { first_person: true, second_person: true }],
  ['We’re home and it was a lovely day', { first_person: true, second_person: false }],
  ['The best coffee in the US is here', { first_person: false, second_person: false }],
  ["You're going to see the mountains", { first_person: false, second_person: true }],
])('pronouns of %s', (text, expected) => {
  expect(postRow(post(text), null)).toMatchObject({ language: 'en', ...expected })
})

test('question words and netspeak are shares of the words', () => {
  const row = postRow(post('omg what is this thing, why is it so cute'), null)

  expect(row).toMatchObject({ words: 10, question_words: 0.2, netspeak: 0.1 })
})

test.each([
  ['What a wonderful day with the best people', 'positive'],
  ['This was the worst service, I hate it', 'negative'],
  ['We are open from nine to five on weekdays', 'neutral'],
  ['😍😍', 'positive'],
  ['💔', 'negative'],
  ['', 'neutral'],
])('the sentiment of "%s" is %s', (text, sentiment) => {
  expect(postRow(post(text), null).sentiment).toBe(sentiment)
})

test.each([
  ['Ich liebe meine neuen Schuhe und dieses Wetter', 'de'],
  ['Me encanta este lugar, es una maravilla', 'es'],
  ['今日はとても天気がいいですね', 'ja'],
  ['Сегодня отличная погода для прогулки', 'ru'],
])('the English variables of "%s" are null, and its language is %s', (text, language) => {
  expect(postRow(post(text), null)).toMatchObject({
    language,
    sentiment: null,
    first_person: null,
    netspeak: null,
    reading_ease: null,
  })
})

test('a caption of emojis and hashtags has no language', () => {
  expect(postRow(post('🎉🎉 #party'), null)).toMatchObject({ language: null, words: 0, netspeak: null, lix: null })
})

// 13 words in 2 sentences; syllables 1+1+1+1+1+1+1 and 1+1+2+1+1+4, one word of more than six letters.
test('readability is computed by the formulas of Flesch and Björnsson', () => {
  const row = postRow(post('The cat sat on the mat today. It was very glad and photographic'), null)

  expect(row.words).toBe(13)
  expect(row.reading_ease).toBeCloseTo(206.835 - 1.015 * 6.5 - 84.6 * (18 / 13), 6)
  expect(row.lix).toBeCloseTo(6.5 + 100 / 13, 6)
})

test.each([
  ['New drop is live, link in bio!', true],
  ['Tag a friend who needs this', true],
  ['Jetzt bestellen und sparen', true],
  ['Cliquez ici pour voir', true],
  ['프로필 링크를 확인하세요', true],
  ['詳しくはこちら', true],
  ['Follow your dreams', false],
  ['A day at the beach', false],
])('%s calls to action: %s', (text, expected) => {
  expect(postRow(post(text), null).call_to_action).toBe(expected)
})

test.each([
  ['Nya skor från oss idag, spana in länken i vår profil och handla nu', null],
  ['Lanseringen är i morgon! swipe up och vinn ett par nya skor från oss', null],
  ['Nya skor! swipe up', true],
  ['Nya skor idag', false],
  ['Sepatu baru sudah tersedia, beli sekarang juga di toko kami ya kak', true],
  ['Vandaag zijn onze nieuwe schoenen eindelijk binnen, wat zijn ze mooi', false],
  ['🔥🔥🔥', false],
])(
  '%s: a call to action is known only of languages with a list, and of texts too short to tell: %s',
  (text, expected) => {
    expect(postRow(post(text), null).call_to_action).toBe(expected)
  },
)

test('comments in languages without a list are not searched for purchase intentions', () => {
  const swedish = 'Jag vill verkligen köpa de här skorna, var hittar man dem?'
  const comment_texts = [
    swedish,
    'need this',
    `@anna_svensson_goteborg_91 need this`,
    'så fina',
    'Ik vind dit echt een heel mooie schoen',
  ]

  expect(postRow(post('x', { comment_texts }), null)).toMatchObject({
    comments_read: 5,
    comments_searched: 4,
    purchase_intentions: 2,
    purchase_intention_share: 1 / 2,
  })
  expect(postRow(post('x', { comment_texts: [swedish] }), null)).toMatchObject({
    comments_read: 1,
    comments_searched: 0,
    purchase_intentions: null,
    purchase_intention_share: null,
  })
})

test('comments that say or ask how to buy are counted', () => {
  const comment_texts = [
    'I need this!!',
    'where can I buy these?',
    'so cute',
    'Lo quiero 😍',
    'nice pic',
    '欲しい！',
    '🔥',
  ]

  expect(postRow(post('x', { comment_texts }), null)).toMatchObject({
    comments_read: 7,
    comments_searched: 7,
    purchase_intentions: 4,
    purchase_intention_share: 4 / 7,
  })
  expect(postRow(post('x', { comment_texts: [] }), null)).toMatchObject({
    comments_read: 0,
    purchase_intentions: 0,
    purchase_intention_share: null,
  })
  expect(postRow(post('x'), null)).toMatchObject({ comments_read: null, purchase_intentions: null })
})

test('engagement and age come from what the source says, and are null where it does not', () => {
  const seen = new Date('2026-05-03T00:00:00Z')

  expect(postRow(post('x', { collected_at: seen }), null)).toMatchObject({
    engagement: 100,
    engagement_rate: 0.1,
    post_age: 1.5,
  })
  expect(postRow(post('x', { likes: null, collected_at: new Date(0) }), null)).toMatchObject({
    engagement: null,
    engagement_rate: null,
    post_age: null,
  })
  expect(postRow(post('x', { followers: 0 }), null).engagement_rate).toBeNull()
})

test('counts have their logarithm beside them', () => {
  const row = postRow(post('two words #a #b @c 😍 https://a.b'), null)

  expect([row.ln_words, row.ln_hashtags, row.ln_handles, row.ln_emojis, row.ln_urls]).toEqual(
    [2, 2, 1, 1, 1].map(Math.log1p),
  )
})
