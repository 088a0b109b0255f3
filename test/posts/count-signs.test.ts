import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { countEmojis, countQuestionMarks, emojiPattern } from '../../src/posts/count-signs.ts'

test.each([
  ['👩‍👩‍👧 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣', 4],
  ['👍👍🏽', 2],
  ['a ❤ ™ 1 # *', 0],
])('emojis of %s', (caption, expected) => {
  expect(countEmojis(caption)).toBe(expected)
})

test('emojis are found by looking only at runs of signs as if the whole text were searched', () => {
  const sign = fc.constantFrom(
    ...'a1#* '.split(''),
    '❤',
    '❤️',
    '👍',
    '🏽',
    '\u200d',
    '\ufe0f',
    '\u20e3',
    '👧',
    '🇩',
    '🇪',
    '©',
    '〰️',
    '🏴',
    '\u{e0067}',
    '\u{e007f}',
  )
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 10 }), (signs) => {
      const text = signs.join('')
      expect(countEmojis(text)).toBe(text.match(new RegExp(emojiPattern, 'gv'))?.length ?? 0)
    }),
    { numRuns: 5000 },
  )
})

test.each([
  ['¿Qué? What?!', 2],
  ['本当？', 1],
  ['ماذا؟', 1],
  ['Τι κάνεις; ok; yes', 1],
])('question marks of %s', (caption, expected) => {
  expect(countQuestionMarks(caption)).toBe(expected)
})
