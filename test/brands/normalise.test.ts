import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { editDistance } from '../../src/brands/edit-distance.ts'
import { normalise, spell } from '../../src/brands/normalise.ts'

test.each([
  ['Coca-Cola®', 'cocacola'],
  ["McDonald's", 'mcdonalds'],
  ['L’Oréal', 'loreal'],
  ['Ｈ＆Ｍ', 'hm'],
  ['Straße', 'strasse'],
  ['小红书', '小红书'],
  ['—', ''],
])('%s is %s', (text, normal) => {
  expect(normalise(text)).toBe(normal)
})

test('normalising twice changes nothing, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(normalise(normalise(text))).toBe(normalise(text))),
  )
})

test('every unit knows where its character stood', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { text: normal, origin, edges } = spell(text)
      expect(origin).toHaveLength(normal.length)
      expect(origin.every((at, i) => at < text.length && at >= (origin[i - 1] ?? 0))).toBe(true)
      expect([...edges].every((edge) => edge >= 0 && edge <= normal.length)).toBe(true)
    }),
  )
})

test.each([
  ['GoogleMaps', ['google', 'maps']],
  ['NIKEStatic', ['nike', 'static']],
  ['Google搜索', ['google', '搜索']],
  ['www.dhl.de', ['www', 'dhl', 'de']],
  ['Ideal4you', ['ideal', '4', 'you']],
])('%s has the words %j', (text, words) => {
  const { text: normal, edges } = spell(text)
  const cuts = [...edges].sort((a, b) => a - b)

  expect(cuts.slice(1).map((cut, i) => normal.slice(cuts[i], cut))).toEqual(words)
})

test('edit distance is a metric, and at most the longer length', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, a)).toBe(0)
      expect(editDistance(a, b)).toBe(editDistance(b, a))
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c))
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
    }),
  )
  expect(editDistance('kitten', 'sitting')).toBe(3)
})
