import { describe, expect, test } from '@jest/globals'
import { alreadyRead, firstLook, mergeLines, type ReadLine, secondLook } from '../../src/vision/text-looks.ts'

const sizes = { least: 512, most: 832, again: 960 }

function line(text: string, score: number, x: number, width: number, height = 20): ReadLine {
  return { text, score, rectangle: { centre: { x, y: 50 }, along: { x: 1, y: 0 }, width, height } }
}

test.each([
  [300, 200, 512],
  [640, 480, 640],
  [800, 1080, 832],
])('the first look at %d x %d is at %d px', (width, height, side) => {
  expect(firstLook({ width, height }, sizes)).toBe(side)
})

describe('a second look', () => {
  test('is taken where small letters were found and read badly, or were too low to read', () => {
    expect(secondLook({ lines: [line('vodofon', 0.6, 50, 80)], tooLow: 0 }, 512, sizes)).toBe(960)
    expect(secondLook({ lines: [], tooLow: 1 }, 512, sizes)).toBe(960)
  })

  test('is not taken where all was read well, where letters are large, or where it would enlarge too little', () => {
    expect(secondLook({ lines: [line('vodafone', 0.99, 50, 80)], tooLow: 0 }, 512, sizes)).toBeNull()
    expect(secondLook({ lines: [line('vodofon', 0.6, 50, 80, 60)], tooLow: 0 }, 512, sizes)).toBeNull()
    expect(secondLook({ lines: [], tooLow: 3 }, 832, sizes)).toBeNull()
  })

  test('leaves out what was read well, and reads again what was read badly or in part', () => {
    const known = [line('Google', 0.98, 50, 80)]

    expect(alreadyRead(line('', 0, 50, 78).rectangle, known)).toBe(true)
    expect(alreadyRead(line('', 0, 50, 120).rectangle, known)).toBe(false)
    expect(alreadyRead(line('', 0, 200, 78).rectangle, known)).toBe(false)
    expect(alreadyRead(line('', 0, 50, 78).rectangle, [line('Goegle', 0.6, 50, 80)])).toBe(false)
  })
})

test('of two lines at one place the one that says more is kept, and no line is lost', () => {
  const first = [line('BUCKS', 0.95, 70, 60), line('COFFEE', 0.99, 300, 60)]
  const second = [line('STARBUCKS', 0.9, 50, 100), line('OFFEE', 0.9, 302, 50), line('TEA', 0.8, 500, 30)]

  expect(mergeLines(first, second).map(({ text }) => text)).toEqual(['COFFEE', 'STARBUCKS', 'TEA'])
})

test('two equal readings of one place are one line', () => {
  expect(mergeLines([line('TEA', 0.8, 50, 30)], [line('TEA', 0.8, 50, 30)])).toHaveLength(1)
})
