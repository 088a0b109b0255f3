import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'
import {
  compactDay,
  day,
  emptyBucket,
  hostOf,
  imageRow,
  keysBelow,
  putImages,
  putLinks,
  putShard,
  run,
  seen,
} from './night.ts'

describeWithStack('compaction of a day', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)
  afterAll(() => stack?.stop())
  afterEach(() => emptyBucket(hostOf(stack)))

  describe.each([
    ['in one slice', {}],
    ['in several slices and groups', { targetBytes: 40_000, groupBytes: 60_000 }],
  ])('%s', (_, options) => {
    test('leaves one row an image, with what belongs to it, and no shards', async () => {
      const host = hostOf(stack)
      const keys = Array.from({ length: 60 }, (_, i) => `${i} ü.jpg`)
      await putImages(
        host,
        keys.slice(0, 40).map((key) => imageRow(host, key)),
      )
      const again = keys.slice(20).map((key) => imageRow(host, key, { run_id: run(2) }))
      await putImages(host, again, ['cup', 'dog'], { runId: run(2) })
      await putShard(host, 'posts', [{ post_id: 'p', likes: 1 }], { runId: run(3) })

      const done = await compactDay(host, options)

      expect(done).toMatchObject({ rows: { images: 60, detections: 20 + 80, posts: 1 }, removed: 5 })
      const images = await seen(host, 'images')
      expect(images.map(({ key }) => key)).toEqual(keys.toSorted())
      expect(images.map(({ run_id }) => run_id).filter((id) => id === run(2))).toHaveLength(40)
      const detections = await seen(host, 'detections')
      for (const { row_id, run_id } of images) {
        const own = detections.filter((row) => row.row_id === row_id).map(({ label }) => label)
        expect(own).toEqual(run_id === run(2) ? ['cup', 'dog'] : ['cup'])
      }
      expect(await keysBelow(host, 'shards/')).toEqual([])
      expect((await keysBelow(host, `manifests/compact/dt=${day}/`)).some((key) => key.includes('group'))).toBe(false)
    })

    test('again finds nothing to do', async () => {
      const host = hostOf(stack)
      await putImages(
        host,
        Array.from({ length: 20 }, (_, i) => imageRow(host, `${i}.jpg`)),
      )
      const first = await compactDay(host, options)
      const before = await seen(host, 'images')

      const second = await compactDay(host, options)

      expect(second).toMatchObject({ rows: 'rows' in first ? first.rows : {}, removed: 0 })
      expect(await seen(host, 'images')).toEqual(before)
    })

    test('takes in what comes late: shards, another version of an image, posts and links', async () => {
      const host = hostOf(stack)
      await putImages(
        host,
        Array.from({ length: 30 }, (_, i) => imageRow(host, `${i}.jpg`)),
      )
      await putShard(host, 'posts', [{ post_id: 'p', likes: 1, stored_at: new Date(`${day}T09:00:00Z`) }])
      await compactDay(host, options)
      const parts = await keysBelow(host, 'datasets/images/')

      const newer = { etag: 'etag 2', run_id: run(2), stored_at: new Date(`${day}T11:00:00Z`) }
      await putImages(host, [imageRow(host, '3.jpg', newer), imageRow(host, 'new.jpg')], ['dog'], { runId: run(2) })
      await putShard(
        host,
        'posts',
        [{ post_id: 'p', likes: 9, stored_at: new Date(`${day}T12:00:00Z`) }, { post_id: 'q' }],
        { runId: run(4) },
      )
      await putShard(host, 'posts', [{ post_id: 'p', likes: 5, stored_at: new Date(`${day}T11:00:00Z`) }], {
        runId: run(5),
      })
      await putLinks(host, { '3.jpg': 'p', '4.jpg': 'q', 'elsewhere.jpg': 'q' }, '2026-11-25')
      const done = await compactDay(host, options)

      expect(done).toMatchObject({ rows: { images: 31, detections: 31, posts: 2 } })
      expect(await keysBelow(host, 'datasets/images/')).toEqual(parts)
      const images = await seen(host, 'images')
      expect(images.find(({ key }) => key === '3.jpg')).toMatchObject({ etag: 'etag 2', post_id: 'p' })
      expect(images.find(({ key }) => key === '4.jpg')).toMatchObject({ etag: 'etag 1', post_id: 'q' })
      expect(images.filter(({ post_id }) => post_id !== null)).toHaveLength(2)
      const dogs = (await seen(host, 'detections')).filter(({ label }) => label === 'dog')
      expect(dogs).toHaveLength(2)
      expect(await seen(host, 'posts')).toMatchObject([{ post_id: 'p', likes: 9n }, { post_id: 'q' }])
    })
  })
})
