import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { editDistance } from '../../src/brands/edit-distance.ts'
import { lettersOf, misreadings } from '../../src/brands/misreadings.ts'

const word = fc.stringMatching(/^[a-z0-9]{0,12}$/)

function distance(read: string, name: string, most = Number.POSITIVE_INFINITY): number {
  return misreadings(lettersOf(read), { start: 0, end: read.length }, lettersOf(name), most)
}

test.each([
  ['cocacola', 'cocacola', 0],
  ['c0cac0la', 'cocacola', 1],
  ['gooogle', 'google', 0.5],
  ['pepsi', 'pepxi', 1],
  ['vodafon', 'vodafone', 1],
  ['', 'nike', 4],
])('%s for %s differs by %f', (read, name, edits) => {
  expect(distance(read, name)).toBe(edits)
})

test('a reading differs by no more than its edits, and by no less than half of them', () => {
  fc.assert(
    fc.property(word, word, (read, name) => {
      expect(distance(read, name)).toBeLessThanOrEqual(editDistance(read, name))
      expect(distance(read, name)).toBeGreaterThanOrEqual(editDistance(read, name) / 2)
    }),
  )
})

test('up to the limit the distance is the same, beyond it infinite', () => {
  fc.assert(
    fc.property(word, word, fc.nat(8), (read, name, most) => {
      const whole = distance(read, name)
      expect(distance(read, name, most)).toBe(whole <= most ? whole : Number.POSITIVE_INFINITY)
    }),
  )
})

test('a part of a line is compared as if it stood alone', () => {
  fc.assert(
    fc.property(word, word, word, word, (before, read, after, name) => {
      const line = lettersOf(before + read + after)
      const part = { start: before.length, end: before.length + read.length }
      expect(misreadings(line, part, lettersOf(name), Number.POSITIVE_INFINITY)).toBe(distance(read, name))
    }),
  )
})
