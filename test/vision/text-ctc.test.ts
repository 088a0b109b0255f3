import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseKeys, readCtc } from '../../src/vision/text-ctc.ts'

const characters = ['a', 'b', 'c']

/** Steps as one-hot rows, 0 for the blank. */
function steps(classes: readonly number[], certainty = 1): Float32Array {
  const rows = new Float32Array(classes.length * 4)
  for (const [i, c] of classes.entries()) rows[4 * i + c] = certainty
  return rows
}

test('repetitions merge, and a blank keeps two equal letters apart', () => {
  expect(readCtc(steps([0, 1, 1, 0, 1, 2, 2, 0, 3]), 9, characters)).toEqual({ text: 'aabc', score: 1 })
})

test('only blanks are no text, with a score of 0', () => {
  expect(readCtc(steps([0, 0, 0]), 3, characters)).toEqual({ text: '', score: 0 })
})

test('any text comes back from its steps, with each letter held for any time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ letter: fc.integer({ min: 1, max: 3 }), times: fc.integer({ min: 1, max: 4 }) })),
      (runs) => {
        const classes = runs.flatMap(({ letter, times }) => [...Array(times).fill(letter), 0])
        const { text } = readCtc(steps(classes, 0.75), classes.length, characters)
        expect(text).toBe(runs.map(({ letter }) => characters[letter - 1]).join(''))
      },
    ),
  )
})

test('a keys file has one character a line, and the space comes last', () => {
  expect(parseKeys('a\r\nb\n')).toEqual(['a', 'b', ' '])
})
