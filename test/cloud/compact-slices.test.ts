import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parsePart, partName, sliceCount, sliceOf, sliceSql } from '../../src/cloud/compact-slices.ts'
import { openDatabase } from '../../src/dataset/database.ts'

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl())

test('every image is in exactly one slice, the same one in JavaScript and in SQL', async () => {
  const { connection, close } = await openDatabase()
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 1000 }), async (uri, of) => {
      fc.pre(!uri.includes('\0'))

      const reader = await connection.runAndReadAll(
        `SELECT slice FROM range(${of}) AS slices (slice) WHERE slice = ${sliceSql('$1', of)}`,
        [uri],
      )

      expect(reader.getRows().map(([slice]) => Number(slice))).toEqual([sliceOf(uri, of)])
    }),
    { numRuns: 200 },
  )
  close()
})

test('slices are about equally full', () => {
  const counts = new Array<number>(7).fill(0)

  for (let i = 0; i < 70_000; i++)
    counts[sliceOf(`s3://bucket/images/${i}.jpg`, 7)] = (counts[sliceOf(`s3://bucket/images/${i}.jpg`, 7)] ?? 0) + 1

  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})

test('a large day has files of 128 to 512 MB, a small one has one file', () => {
  fc.assert(
    fc.property(fc.integer({ min: 384e6, max: 250e9 }), (bytes) => {
      const size = bytes / sliceCount(bytes)

      expect(size).toBeGreaterThan(128e6)
      expect(size).toBeLessThan(512e6)
    }),
  )
  expect([0, 1, 100e6, 380e6].map((bytes) => sliceCount(bytes))).toEqual([1, 1, 1, 1])
})

test('a part says which slice it is', () => {
  expect(partName({ slice: 0, of: 1 })).toBe('part-00-of-01.parquet')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(), (of, number) => {
      const part = { slice: number % of, of }

      expect(parsePart(`datasets/images/dt=2026-11-22/${partName(part)}`)).toEqual(part)
    }),
  )
})
