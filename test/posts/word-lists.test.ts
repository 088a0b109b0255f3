import { expect, test } from '@jest/globals'
import { hasAdTag } from '../../src/posts/ad-tag.ts'
import { cutCaption } from '../../src/posts/cut-caption.ts'
import { measureText } from '../../src/posts/measure-text.ts'
import { compactForm, normalForm } from '../../src/posts/normal-form.ts'
import { purchaseColumns } from '../../src/posts/purchase-intentions.ts'
import { postRow } from '../../src/posts/row.ts'
import { adHashtags, adPhrases, adPhrasesUnspaced } from '../../src/posts/word-lists/ad-tags.ts'
import { callsToAction, callsToActionUnspaced } from '../../src/posts/word-lists/calls-to-action.ts'
import type { ByLanguage } from '../../src/posts/word-lists/listed.ts'
import { netspeak } from '../../src/posts/word-lists/netspeak.ts'
import { firstPerson, secondPerson } from '../../src/posts/word-lists/pronouns.ts'
import { purchaseIntentions, purchaseIntentionsUnspaced } from '../../src/posts/word-lists/purchase-intentions.ts'
import { questionWords } from '../../src/posts/word-lists/question-words.ts'
import { post } from './made-post.ts'

const isAd = (caption: string): boolean => hasAdTag(caption, cutCaption(caption))
const isCall = (caption: string) => postRow(post(caption), null).call_to_action === true
const isPurchase = (comment: string) => purchaseColumns([comment]).purchase_intentions === 1

test.each([
  [
    'an ad tag',
    Object.values(adHashtags)
      .flat()
      .map((tag) => `#${tag}`),
    isAd,
  ],
  ['an ad phrase', [...adPhrases, ...adPhrasesUnspaced], isAd],
  ['a call to action', [...everyEntry(callsToAction), ...everyEntry(callsToActionUnspaced)], isCall],
  ['a purchase intention', [...everyEntry(purchaseIntentions), ...everyEntry(purchaseIntentionsUnspaced)], isPurchase],
  ['netspeak', [...netspeak], (word: string) => measureText(word).netspeak === 1],
  ['first person', [...firstPerson], (word: string) => measureText(word).firstPerson],
  ['second person', [...secondPerson], (word: string) => measureText(word).secondPerson],
  ['a question word', [...questionWords], (word: string) => measureText(word).questionWords === 1],
] as const)('every entry of the list is %s where it stands alone', (_, entries, isFound) => {
  expect(entries.filter((entry) => !isFound(entry))).toEqual([])
})

test.each([
  ['ad tags', Object.values(adHashtags), (a: string, b: string) => compactForm(a) === compactForm(b)],
  ['ad phrases', [adPhrases], isWithin],
  ['ad phrases, unspaced', [adPhrasesUnspaced], isInside],
  ['calls to action', Object.values(callsToAction), isWithin],
  ['calls to action, unspaced', Object.values(callsToActionUnspaced), isInside],
  ['purchase intentions', Object.values(purchaseIntentions), isWithin],
  ['purchase intentions, unspaced', Object.values(purchaseIntentionsUnspaced), isInside],
] as const)('%s: no language has an entry that another one finds already', (_, lists, finds) => {
  const needless = lists.flatMap((list) =>
    list.filter((entry) => list.some((one) => one !== entry && finds(one, entry))),
  )

  expect(needless).toEqual([])
  expect(lists.filter((list) => new Set(list).size < list.length)).toEqual([])
})

function everyEntry(lists: ByLanguage): string[] {
  return Object.values(lists).flat()
}

function isInside(short: string, long: string): boolean {
  return compactForm(long).includes(compactForm(short))
}

function isWithin(short: string, long: string): boolean {
  return normalForm(long).includes(normalForm(short))
}

test.each([
  ['【PR】新しいカメラ', true],
  ['【広告】春の新色', true],
  ['[PR] Neue Schuhe', true],
  ['PR: 150 kg, finally', false],
  ['Werbung｜Neue Schuhe', true],
])('%s is marked as advertising: %s', (caption, expected) => {
  expect(isAd(caption)).toBe(expected)
})

test.each([
  ['Marque um amigo que precisa disso', true],
  ["C'est la marque que je préfère", false],
  ['Elle participe au concours', false],
  ['Verlinkt eure Lieblingsmenschen', true],
  ['Unbezahlt, alle Marken sind im Bild verlinkt', false],
])('%s calls to action: %s', (caption, expected) => {
  expect(isCall(caption)).toBe(expected)
})

test.each([
  ['Bu ne kadar?', true],
  ['Ne kadar güzel', false],
  ['بكم هذا؟', true],
  ['أهلا بكم', false],
  ['أحب أبي', false],
  ['хочу такую', true],
  ['хочу домой', false],
  ['さっそくポチった', true],
  ['うちの犬ポチです', false],
])('%s says or asks how to buy: %s', (comment, expected) => {
  expect(isPurchase(comment)).toBe(expected)
})
