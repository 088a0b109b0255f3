import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { measureText } from '../../../src/posts/measure-text.ts'
import { emojiValences } from '../../../src/posts/sentiment/emoji-valences.ts'
import { compoundOf } from '../../../src/posts/sentiment/vader.ts'

const score = (text: string): number => {
  const measures = measureText(text)
  return compoundOf(measures.tokens, measures)
}

/**
 * Scores of the reference implementation: 400 texts that Python's random.Random(1) made of words of its lists, and its
 * own examples, each as `SentimentIntensityAnalyzer().polarity_scores(text)['compound']` of vaderSentiment 3.3.2 gives it.
 */
const reference: [string, number][] = JSON.parse(readFileSync('test/posts/sentiment/vader-scores.json', 'utf8'))

test('texts score as with the reference implementation', () => {
  const wrong = reference.filter(([text, expected]) => Math.abs(score(text) - expected) > 0.00005 + 1e-9)

  expect(reference.length).toBeGreaterThan(400)
  expect(wrong.map(([text, expected]) => [text, expected, score(text)])).toEqual([])
})

test.each([
  ['Love this 😍', 'Love this', 1],
  ['so cute😍😍', 'so cute', 1],
  ['today 💔', 'today', -1],
  ['❤', '', 1],
  ['❤️‍🔥', '', 1],
  ['👍🏽', '', 1],
])('an emoji counts with its own valence: %s', (text, without, direction) => {
  expect(Math.sign(score(text) - score(without))).toBe(direction)
})

test('a typographic apostrophe negates like a plain one', () => {
  expect(score('I don’t love it')).toBe(score("I don't love it"))
  expect(score('I don’t love it')).toBeLessThan(0)
})

test('emojis have valences on the scale of the lexicon', () => {
  const values = [...emojiValences.values()]

  expect(values.length).toBeGreaterThan(170)
  expect(values.every((value) => Math.abs(value) <= 4 && value !== 0)).toBe(true)
})

test('any text has a score from -1 to 1', () => {
  const part = fc.oneof(
    fc.constantFrom('love', 'not', 'BUT', 'no', '!!', '😍', '💔', 'kind of', 'least'),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      expect(Math.abs(score(parts.join(' ')))).toBeLessThanOrEqual(1)
    }),
  )
})
