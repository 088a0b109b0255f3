import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cutCaption } from '../../src/posts/cut-caption.ts'
import { type BrandNames, postRow } from '../../src/posts/row.ts'
import { emojiValencesVersion } from '../../src/posts/sentiment/emoji-valences.ts'
import { adTagsVersion } from '../../src/posts/word-lists/ad-tags.ts'
import { callsToActionVersion } from '../../src/posts/word-lists/calls-to-action.ts'
import { netspeakVersion } from '../../src/posts/word-lists/netspeak.ts'
import { pronounsVersion } from '../../src/posts/word-lists/pronouns.ts'
import { purchaseIntentionsVersion } from '../../src/posts/word-lists/purchase-intentions.ts'
import { questionWordsVersion } from '../../src/posts/word-lists/question-words.ts'
import { variablesOf } from '../../src/variables/registry/index.ts'
import { postObjectVariables } from '../../src/variables/registry/posts.ts'
import { post } from './made-post.ts'

const brand = (name: string, more: Partial<BrandNames> = {}): BrandNames => ({
  name,
  aliases: [],
  handles: [],
  hashtags: [],
  ...more,
})

test('a row has exactly the columns that the registry names, in its order, but for those of S3', () => {
  const columns = variablesOf('posts').filter((variable) => !postObjectVariables.includes(variable))

  expect(Object.keys(postRow(post('x'), null))).toEqual(columns.map((variable) => variable.name))
})

test.each([
  ['ad_tag', adTagsVersion, 'word-lists/ad-tags.ts'],
  ['call_to_action', callsToActionVersion, 'word-lists/calls-to-action.ts'],
  ['first_person', pronounsVersion, 'word-lists/pronouns.ts'],
  ['netspeak', netspeakVersion, 'word-lists/netspeak.ts'],
  ['purchase_intentions', purchaseIntentionsVersion, 'word-lists/purchase-intentions.ts'],
  ['question_words', questionWordsVersion, 'word-lists/question-words.ts'],
  ['sentiment_score', emojiValencesVersion, 'sentiment/emoji-valences.ts'],
])('the registry names the version of the list of %s', (name, version, file) => {
  const entry = variablesOf('posts').find((variable) => variable.name === name)

  expect(entry?.formula).toContain(`list ${version} of src/posts/${file}`)
})

test('a caption is counted', () => {
  const row = postRow(
    post("It's 3.5 km?! See www.acme.com/a?b=1, or acme.com. @acme @a.b. #run #été2020 👍🏽❤️ me@home.org"),
    null,
  )

  expect(row).toMatchObject({ words: 7, hashtags: 2, handles: 2, emojis: 2, urls: 2, question_marks: 1 })
  expect(row).toMatchObject({ brands_mentioned: null, branded_caption: null, branded_tag: null, extra: '{"a":1}' })
})

test('without a caption field nothing is counted; with an empty one all counts are 0', () => {
  expect(postRow(post(null), [])).toMatchObject({
    words: null,
    emojis: null,
    branded_caption: null,
    branded_tag: false,
  })
  expect(postRow(post(''), [])).toMatchObject({ words: 0, emojis: 0, branded_caption: false, ad_tag: false })
  expect(postRow(post(null), null).ad_tag).toBeNull()
})

const brands = [
  brand('Nike', { handles: ['@nike', '@nikerunning'], hashtags: ['#justdoit'] }),
  brand('Coca-Cola', { aliases: ['coke'] }),
  brand("McDonald's"),
  brand('H&M', { hashtags: ['#hm'] }),
  brand('Nestlé'),
  brand('資生堂'),
]

test.each([
  ['My new Nike shoes', ['Nike'], true, false],
  ["Nike's best, NIKEtown", ['Nike'], true, false],
  ['Nikes unlike', [], false, false],
  ['#nike', ['Nike'], false, true],
  ['#nikeair', [], false, false],
  ['#JustDoIt with @NikeRunning', ['Nike'], false, true],
  ['a coca cola / COCA-COLA', ['Coca-Cola'], true, false],
  ['#coca_cola', ['Coca-Cola'], false, true],
  ['at McDonalds', ["McDonald's"], true, false],
  ['at McDonald’s', ["McDonald's"], true, false],
  ['H & M haul', ['H&M'], true, false],
  ['hm, h m', [], false, false],
  ['nestle', ['Nestlé'], true, false],
  ['今日は資生堂とNikeの日', ['Nike', '資生堂'], true, false],
])('brands in %s', (caption, brands_mentioned, branded_caption, branded_tag) => {
  expect(postRow(post(caption), brands)).toMatchObject({ brands_mentioned, branded_caption, branded_tag })
})

test('a tagged brand is a mention', () => {
  const row = postRow(post('hello', { tagged_users: ['nike'] }), brands)

  expect(row).toMatchObject({ brands_mentioned: ['Nike'], branded_caption: false, branded_tag: true })
})

test.each([
  ['love it #ad', true],
  ['love it #AdoptDontShop #adidas', false],
  ['#Sponsorisé', true],
  ['Werbung | mein Tag', true],
  ['Werbung\nmein Tag', true],
  ['Werbung ist doof', false],
  ['#unbezahltewerbung', false],
  ['Paid partnership with @acme', true],
  ['at the #pub with friends', false],
  ['#pub Avec la nouvelle crème pour les mains', true],
  ['#PR team', false],
  ['新しいカメラ #PR', true],
  ['#タイアップ投稿', true],
  ['#реклама', true],
  ['#współpracareklamowa', true],
  ['이 제품은 #광고 입니다', true],
  ['#विज्ञापन', true],
])('%s is marked as advertising: %s', (caption, expected) => {
  expect(postRow(post(caption), null).ad_tag).toBe(expected)
})

test("the platform's flag alone marks a post as advertising", () => {
  expect(postRow(post('x', { sponsored: true }), null).ad_tag).toBe(true)
  expect(postRow(post(null, { sponsored: false }), null).ad_tag).toBe(false)
})

test('any text at all becomes a row', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (caption) => {
      const row = postRow(post(caption), brands)
      expect(row.words).toBeGreaterThanOrEqual(0)
    }),
  )
})

test.each(['a.', '#', '@a.', 'https://.', ' ', '(', '1️⃣', '👩‍', 'a-', '& ', "a'", '\u0301', 'a', '1'])(
  'a caption of a hundred thousand "%s" is counted too: no pattern takes quadratic time',
  (piece) => {
    const caption = `ad ${piece.repeat(100_000)}`

    expect(postRow(post(caption), brands).words).toBeGreaterThan(0)
    for (const end of ['', '://', '@'])
      for (const platform of ['x', 'reddit'])
        for (const sign of ['#', '@', 'u/']) cutCaption(sign + piece.repeat(100_000) + end, platform)
  },
)
