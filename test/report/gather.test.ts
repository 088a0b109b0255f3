import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openDataset } from '../../src/dataset/read.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { duckdb } from '../../src/report/dialect.ts'
import { type Findings, gather } from '../../src/report/gather.ts'
import { wilson } from '../../src/report/statistics/wilson.ts'
import type { Row } from '../../src/variables/registry/index.ts'
import { unread } from './unread.ts'

/** Three posts: a carousel of two with Acme in both, one with Acme and Bolt, one with neither; and an image that failed. */
const images: Row[] = [
  image('a', 'p1', 1, { logo_size: 0.1, logo_centrality: 0.5, phash: 'ffffffffffffffff' }),
  image('b', 'p1', 2, { logo_size: 0.3, logo_centrality: 0.7, phash: 'fffffffffffffff0' }),
  image('c', 'p2', 1, { logo_size: 0.2, logo_centrality: 0.9, phash: '0000000000000000' }),
  image('d', 'p3', 0, { phash: '00000000ffffffff' }),
  { row_id: 'e', uri: '/e.jpg', key: 'e.jpg', post_id: 'p3', status: 'error', error_code: 'empty_file', warnings: [] },
]
const exposures: Row[] = [
  exposure('a', 'Acme', 1, 0.1, 0.5),
  exposure('b', 'Acme', 2, 0.3, 0.7),
  exposure('c', 'Acme', 1, 0.2, 0.9),
  exposure('c', 'Bolt', 1, 0.1, 0.2),
]
const posts: Row[] = [
  post('p1', 100, '2024-03-01T23:59:00Z', ['Acme']),
  post('p2', 300, '2024-03-03T00:00:00Z', []),
  post('p3', 50, '2024-03-03T12:00:00Z', ['Bolt']),
]

let out: string
let found: Findings
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'limelight-gather-'))
  await writeShard(out, 'images', images)
  await writeShard(out, 'exposures', exposures)
  await writeShard(out, 'posts', posts)
  // What a run that was broken off leaves: a post and an exposure a second time.
  await writeShard(out, 'exposures', exposures.slice(0, 1), '1')
  await writeShard(out, 'posts', posts.slice(0, 1), '1')
  const reader = await openDataset(out)
  found = await gather(reader, { title: 'test', dialect: duckdb, pictures: unread })
  reader.close()
})
afterAll(() => rm(out, { recursive: true, force: true }))

describe('what the report counts', () => {
  test('images, posts and failures', () => {
    expect(found.overview).toMatchObject({
      images: 5,
      measured: 4,
      errors: 1,
      searched: 4,
      branded: 3,
      posts: 3,
    })
    expect(found.errors).toMatchObject([{ error_code: 'empty_file', images: 1, keys: ['e.jpg'] }])
  })

  test('a brand: its images, its posts once each, and means over them', () => {
    const [acme, bolt] = found.brands.brands

    expect(acme).toMatchObject({ brand: 'Acme', images: 3, posts: 2, logos: 4 })
    expect(acme?.imageShare).toEqual({ value: 3 / 4, interval: wilson(3, 4) })
    expect(acme?.postShare).toEqual({ value: 2 / 3, interval: wilson(2, 3) })
    expect(acme?.voice.value).toBeCloseTo(3 / 4, 12)
    expect(acme?.size.value).toBeCloseTo(0.2, 12)
    expect(acme?.centrality.value).toBeCloseTo(0.7, 12)
    expect(acme?.likes.value).toBe(200)
    expect(bolt).toMatchObject({ brand: 'Bolt', images: 1, posts: 1 })
    expect(found.brands.plainLikes).toMatchObject({ value: 50, posts: 1 })
    expect(acme?.size.interval).toBeNull()
  })

  test('posts where a brand is shown, said, or both', () => {
    expect(found.mentions).toEqual([
      { brand: 'Acme', shown: 2, said: 1, both: 1 },
      { brand: 'Bolt', shown: 1, said: 1, both: 0 },
    ])
  })

  test('days in UTC, whatever the machine thinks', () => {
    expect(found.timeline).toMatchObject({ span: 'day', clock: 'posted_at', undated: 0 })
    expect(found.timeline.periods).toEqual([
      { start: '2024-03-01', posts: 1, images: 2, branded: 2 },
      { start: '2024-03-03', posts: 2, images: 2, branded: 1 },
    ])
  })

  test('means by platform as in the table of Hartmann et al.', () => {
    const size = found.table3.rows.find(({ label }) => label === 'Logo size')?.moments[0]

    expect(size).toMatchObject({ platform: 'instagram', n: 3, missing: 0 })
    expect([size?.mean, size?.sd]).toEqual([expect.closeTo(0.2, 12), expect.closeTo(0.1, 12)])
  })

  test('near-duplicates within six bits', () => {
    expect(found.duplicates).toMatchObject({ groups: 1, images: 2 })
    expect(found.duplicates.largest[0]?.keys.toSorted()).toEqual(['a.jpg', 'b.jpg'])
  })

  test('the strongest pictures, brand by brand', () => {
    expect(found.pictures.map(({ brand, row_id }) => [brand, row_id])).toEqual([
      ['Acme', 'b'],
      ['Acme', 'c'],
      ['Acme', 'a'],
    ])
  })
})

function image(row_id: string, post_id: string, logo_count: number, rest: Row): Row {
  const key = `${row_id}.jpg`
  return {
    row_id,
    uri: `/${key}`,
    key,
    post_id,
    status: 'ok',
    warnings: [],
    width: 10,
    height: 10,
    logo_count,
    ...rest,
  }
}

function exposure(row_id: string, brand: string, logo_count: number, logo_size: number, logo_centrality: number): Row {
  return { row_id, brand, logo_count, logo_size, logo_centrality, score: 0.9 }
}

function post(post_id: string, likes: number, time: string, brands_mentioned: string[]): Row {
  return { post_id, platform: 'instagram', account: 'a', posted_at: new Date(time), likes, brands_mentioned }
}
