import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { countBySegmenter, countWords } from '../../src/posts/count-words.ts'

/** Pieces that captions are made of, and those at which segmentation is hard. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'abzAZ09 .,;:\'’‘"_-!?()&@#/+\n\t'.split('')) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'é',
      'ß',
      'ø',
      'Ж',
      'ё',
      'α',
      'ώ',
      'ı',
      'ª',
      '·',
      '—',
      '…',
      '“',
      '•',
      '\u00a0',
      '\u00ad',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '😀',
      '❤️',
      '❤',
      '👍🏽',
      '👩‍👩‍👧',
      '🇩🇪',
      '1️⃣',
      '🏽',
      '\u200d',
      '\ufe0f',
      '✨',
      '🫶',
      '\u{1fbf3}',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '日本',
      'カメラ',
      'の',
      'สวัสดี',
      '한국',
      'سلام',
      '٣',
      'שלום',
      'हिन्दी',
      '\u0301',
      '\u2028',
      '\u3000',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
)

describe('words of a text', () => {
  test('are those that Intl.Segmenter finds, whatever the text', () => {
    const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

    fc.assert(
      fc.property(text, (value) => {
        expect(countWords(value)).toBe(countBySegmenter(value))
      }),
      { numRuns: 10_000 },
    )
  })

  test('every character of the basic plane counts as Intl.Segmenter counts it, alone and between letters and digits', () => {
    const wrong: string[] = []
    for (let code = 1; code < 0x10000; code += inUniformBlock(code) ? 16 : 1) {
      const sign = String.fromCharCode(code)
      const value = `${sign} a${sign}b 1${sign}2 a${sign}1`
      if (countWords(value) !== countBySegmenter(value)) wrong.push(value)
    }

    expect(wrong).toEqual([])
  })
})

/** Han, Hangul and private use: thousands of characters of one kind, of which some are enough. */
function inUniformBlock(code: number): boolean {
  return (code >= 0x3400 && code < 0xd800) || (code >= 0xe000 && code < 0xf900)
}
