import { describe, expect, test } from '@jest/globals'
import { endOf, unsigned } from '../../src/sources/web-address.ts'

describe('an address as it stands in a dataset', () => {
  test.each([
    [
      'https://scontent.cdninstagram.com/v/t51/1_n.jpg?stp=dst-jpg_e35_s640x640&_nc_ht=scontent&_nc_cat=1&oh=00_A&oe=6957D000&_nc_sid=a',
      'https://scontent.cdninstagram.com/v/t51/1_n.jpg?stp=dst-jpg_e35_s640x640',
    ],
    [
      'https://p16-sign.tiktokcdn.com/o/a.jpeg?dr=1&nonce=2&x-expires=3&x-signature=s%3D&idc=ams',
      'https://p16-sign.tiktokcdn.com/o/a.jpeg?dr=1&idc=ams',
    ],
    [
      'https://b.s3.amazonaws.com/k%20y.jpg?X-Amz-Algorithm=A&X-Amz-Date=1&X-Amz-Signature=s',
      'https://b.s3.amazonaws.com/k%20y.jpg',
    ],
    [
      'https://x.blob.core.windows.net/c/a.jpg?sv=1&se=2026-01-01&sr=b&sp=r&sig=s',
      'https://x.blob.core.windows.net/c/a.jpg',
    ],
    ['https://user:secret@example.org/a.jpg#top', 'https://example.org/a.jpg'],
  ])('%s', (given, stands) => {
    expect(unsigned(given)).toBe(stands)
  })

  test.each([
    'https://pbs.twimg.com/media/a?format=jpg&name=large',
    'https://example.org/a.jpg?se=1&sp=2&st=3',
    'https://example.org/@me/a.jpg?mail=a@b',
    's3://bucket/a?oh=1#b',
    'HTTP://Example.org/A.jpg',
  ])('%s stays as it is', (address) => {
    expect(unsigned(address)).toBe(address)
  })
})

test.each([
  ['https://scontent.cdninstagram.com/a?_nc_ht=x&oh=00_A&oe=6957D000', '2026-01-02T14:02:40.000Z'],
  ['https://p16.tiktokcdn.com/a?x-expires=1767000000&x-signature=s', '2025-12-29T09:20:00.000Z'],
  ['https://d1.cloudfront.net/a?Expires=1767000000&Signature=s&Key-Pair-Id=k', '2025-12-29T09:20:00.000Z'],
  [
    'https://b.s3.amazonaws.com/a?X-Amz-Date=20251229T000000Z&X-Amz-Expires=3600&X-Amz-Signature=s',
    '2025-12-29T01:00:00.000Z',
  ],
  ['https://x.blob.core.windows.net/a?se=2025-12-29T00%3A00%3A00Z&sig=s', '2025-12-29T00:00:00.000Z'],
])('%s ends at %s', (address, end) => {
  expect(endOf(address)?.toISOString()).toBe(end)
})

test.each([
  'https://example.org/a.jpg',
  'https://example.org/a?oe=cafe',
  'https://example.org/a?expires=never',
  'no address',
])('%s does not say when it ends', (address) => {
  expect(endOf(address)).toBeNull()
})
