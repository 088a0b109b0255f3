import { expect, test } from '@jest/globals'
import type { FoundImage } from '../../src/evaluate/found.ts'
import { pairImages } from '../../src/evaluate/pair-images.ts'
import type { TrueImage } from '../../src/evaluate/truth.ts'

const found = (uri: string): FoundImage => ({
  ...{ row_id: uri, uri, key: uri, sha256: null, size: { width: 9, height: 9 }, account: null, logos: [] },
})
const truth = (file: string): TrueImage => ({
  ...{ file, place: 'truth.json', size: null, brands: [], boxes: [], author: null, split: null },
})
const paired = (of: TrueImage[], images: FoundImage[]) =>
  pairImages(of, images).pairs.map(({ truth: { file }, found: { uri } }) => [file, uri])

test('an image is found by the end of its path, whatever the slashes, the extension left out or not', () => {
  const images = [found('/data/one/a.jpg'), found('/data/two/a.jpg'), found('/data/b.v1.png')]

  expect(paired([truth('two\\a.jpg'), truth('one/a'), truth('b.v1')], images)).toEqual([
    ['two\\a.jpg', '/data/two/a.jpg'],
    ['one/a', '/data/one/a.jpg'],
    ['b.v1', '/data/b.v1.png'],
  ])
})

test('an accent is the same as one letter and as a letter with a sign', () => {
  expect(paired([truth('cafe\u0301.jpg')], [found('/data/caf\u00e9.jpg')])).toHaveLength(1)
  expect(paired([truth('caf\u00e9.jpg')], [found('/data/cafe\u0301.jpg')])).toHaveLength(1)
})

test('what is not there is missing; what may be two images is refused with both', () => {
  const images = [found('/data/one/a.jpg'), found('/data/two/a.jpg')]

  expect(pairImages([truth('c.jpg')], images)).toMatchObject({ pairs: [], missing: [{ file: 'c.jpg' }] })
  expect(() => pairImages([truth('a.jpg')], images)).toThrow(
    /may be \/data\/one\/a\.jpg or \/data\/two\/a\.jpg; name more/,
  )
})
