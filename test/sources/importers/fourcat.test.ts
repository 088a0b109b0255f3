import { describe, expect, test } from '@jest/globals'
import { made, post, unsignedImage } from '../made-exports.ts'
import { readSource } from '../scratch.ts'

describe('4CAT', () => {
  test('NDJSON: the same posts as from Zeeschuimer', async () => {
    const [own, theirs] = await Promise.all(['4cat.ndjson', 'zeeschuimer.ndjson'].map((name) => readSource(made(name))))

    expect(own?.source.kind).toBe('4cat')
    for (const id of ['CARo_1-x', '7300000000000000001', '1990000000000000001'])
      expect(own && post(own, id)).toEqual(theirs && post(theirs, id))
  })

  test('CSV of Instagram: times by the unix column, hidden likes unknown', async () => {
    const read = await readSource(made('4cat-instagram.csv'))

    expect(read.posts).toMatchObject([
      {
        post_id: 'CARo_1-x',
        platform: 'instagram',
        account: 'runner',
        posted_at: new Date(1766000000_000),
        caption: 'New shoes\n#acme',
        likes: 120,
        extra: { location_name: 'Utrecht', hashtags: 'acme' },
      },
      { post_id: 'GRAph2', likes: null, comments: 2, caption: '' },
    ])
    expect(read.uris).toEqual(['111', '333'].map(unsignedImage))
    expect(read.notes).toEqual([])
  })

  test('CSV of X: several pictures in a cell; the app that a post was written in is no platform', async () => {
    const read = await readSource(made('4cat-twitter.csv'))

    expect(read.posts).toMatchObject([
      { platform: 'x', likes: 9, shares: 1, views: 4321, extra: { source: 'Twitter for iPhone' } },
    ])
    expect(read.uris).toEqual(['https://pbs.twimg.com/media/Gx1.jpg', 'https://pbs.twimg.com/media/Gx2.jpg'])
  })
})
