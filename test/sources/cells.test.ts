import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readCount, readFlag, readImages, readNames } from '../../src/sources/cell.ts'
import { columnNames, type Target, targets } from '../../src/sources/column-names.ts'
import { mapColumns } from '../../src/sources/columns.ts'
import { parseJson } from '../../src/sources/json.ts'
import { readMoment } from '../../src/sources/moment.ts'

describe('moments', () => {
  test.each([
    ['2022-09-13T17:02:48Z', '2022-09-13T17:02:48.000Z'],
    ['2022-09-13 17:02:48', '2022-09-13T17:02:48.000Z'],
    ['2022-09-13 17:02:48.5+02:00', '2022-09-13T15:02:48.500Z'],
    ['2022-09-13 17:02:48 UTC', '2022-09-13T17:02:48.000Z'],
    ['2022-09-13 17:02:48 -0530', '2022-09-13T22:32:48.000Z'],
    ['2022/9/3', '2022-09-03T00:00:00.000Z'],
    ['20220913', '2022-09-13T00:00:00.000Z'],
    ['13.09.2022 17:02', '2022-09-13T17:02:00.000Z'],
    ['3.4.2022', '2022-04-03T00:00:00.000Z'],
    ['13/09/2022', '2022-09-13T00:00:00.000Z'],
    ['09/13/2022 5:02 PM', '2022-09-13T17:02:00.000Z'],
    ['12/13/2022 12:02 am', '2022-12-13T00:02:00.000Z'],
    ['1663088568', '2022-09-13T17:02:48.000Z'],
    ['1663088568000', '2022-09-13T17:02:48.000Z'],
    ['Tue Sep 13 17:02:48 +0000 2022', '2022-09-13T17:02:48.000Z'],
    ['Tue, 13 Sep 2022 17:02:48 GMT', '2022-09-13T17:02:48.000Z'],
    ['Sep 13, 2022', '2022-09-13T00:00:00.000Z'],
    ['13 September 2022 17:02', '2022-09-13T17:02:00.000Z'],
  ])('%s', (text, expected) => {
    expect(readMoment(text)?.toISOString()).toBe(expected)
  })

  test.each([
    '03/04/2022',
    '2022-02-30',
    '31.4.2022',
    'soon',
    '12',
    '',
    '2022-13-01',
    '9999-01-01',
    '2022-09-13 25:00',
  ])('%s is none', (text) => {
    expect(readMoment(text)).toBeNull()
  })

  test('every moment is read back from ISO, seconds and milliseconds', () => {
    const date = fc.date({ min: new Date('1973-04-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(date, (value) => {
        expect(readMoment(value.toISOString())).toEqual(value)
        expect(readMoment(value.getTime() / 1000)).toEqual(value)
        expect(readMoment(String(Math.floor(value.getTime() / 1000)))?.getTime()).toBe(
          Math.floor(value.getTime() / 1000) * 1000,
        )
      }),
    )
  })
})

describe('counts', () => {
  test.each([
    ['12', 12],
    [' 1,234 ', 1234],
    ['1.234.567', 1234567],
    ['1 234', 1234],
    ["1'234", 1234],
    ['12.0', 12],
    ['12.5K', 12500],
    ['3m', 3000000],
    ['1,2k', 1200],
    ['5万', 50000],
    [7, 7],
  ])('%s', (cell, expected) => {
    expect(readCount(cell)).toBe(expected)
  })

  test.each(['-1', 'x', '1.5', '1,23', '', 1.5, -1, Number.NaN, true])('%s is none', (cell) => {
    expect(readCount(cell)).toBeNull()
  })
})

test('flags, names and images of a cell', () => {
  expect(['TRUE', '0', 'yes', 'maybe'].map(readFlag)).toEqual([true, false, true, null])
  expect(readNames('@a, @b;c a')).toEqual(['a', 'b', 'c'])
  expect(readNames('["x","y"]')).toEqual(['x', 'y'])
  expect(readImages('a, b.jpg')).toEqual(['a, b.jpg'])
  expect(readImages('["a.jpg","b.jpg"]')).toEqual(['a.jpg', 'b.jpg'])
  expect(readImages('https://a/1.jpg | s3://b/2.jpg')).toEqual(['https://a/1.jpg', 's3://b/2.jpg'])
  expect(readImages(['', null, 'a'])).toEqual(['a'])
})

test('large whole numbers in JSON stay exact; text, fractions and the rest are as they were', () => {
  expect(
    parseJson(
      '{"id":2926521478443069979,"s":"a \\" 2926521478443069979","f":0.1234567890123456,"n":-9007199254740993}',
    ),
  ).toEqual({
    id: '2926521478443069979',
    s: 'a " 2926521478443069979',
    f: 0.1234567890123456,
    n: '-9007199254740993',
  })
  const exact = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d{16,}$/.test(String(value))
      ? String(value)
      : value
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      expect(parseJson(`[${text},9999999999999999999]`)).toEqual([JSON.parse(text, exact), '9999999999999999999'])
    }),
  )
})

describe('columns', () => {
  const spelt = (name: string): fc.Arbitrary<string> =>
    fc.constantFrom(
      name,
      name.toUpperCase(),
      name.replaceAll('_', ' '),
      name.replaceAll('_', ''),
      ` ${name.replaceAll('_', '-')} `,
    )

  test('each column is at most one thing, what is asked for by map wins, and the rest is extra', () => {
    const known = fc.constantFrom(...targets.flatMap((target) => [...columnNames[target]])).chain(spelt)
    const columns = fc.uniqueArray(fc.oneof(known, fc.string({ maxLength: 6 })), { maxLength: 20 })
    fc.assert(
      fc.property(columns, fc.constantFrom(...targets), (given, target) => {
        const all = [...new Set([...given, 'zz image', 'zz other'])]
        const map = target === 'image' ? { image: 'zz image' } : { image: 'zz image', [target]: 'zz other' }
        const { columns: found, extra } = mapColumns(all, { map, name: 't.csv' })
        const used = Object.values(found)
        expect(found.image).toBe('zz image')
        if (target !== 'image') expect(found[target]).toBe('zz other')
        expect(new Set(used).size).toBe(used.length)
        expect([...used, ...extra].sort()).toEqual([...all].sort())
      }),
    )
  })

  test('every name of the table of names finds its column, however it is spelt', () => {
    const pair = fc
      .constantFrom(...targets)
      .chain((target: Target) => fc.tuple(fc.constant(target), fc.constantFrom(...columnNames[target]).chain(spelt)))
    fc.assert(
      fc.property(pair, ([target, column]) => {
        const { columns } = mapColumns(target === 'image' ? [column] : ['image', column], { map: {}, name: 't.csv' })
        expect(columns[target]).toBe(column)
      }),
      { numRuns: 1000 },
    )
  })
})
