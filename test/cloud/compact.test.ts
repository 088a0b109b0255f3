import { describe, expect, test } from '@jest/globals'
import { compact } from '../../src/cloud/compact.ts'
import { describeWithStack } from '../stack/start.ts'
import {
  compactDay,
  day,
  detectionRows,
  emptyBucket,
  hostOf,
  imageRow,
  keysBelow,
  putImages,
  putLinks,
  putShard,
  run,
  seen,
} from './made-day.ts'
import { stackOfBlock } from './stack-of-block.ts'

describeWithStack('compaction of a day', () => {
  const stack = stackOfBlock()

  describe.each([
    ['in one slice', {}],
    ['in several slices and groups', { targetBytes: 40_000, groupBytes: 60_000 }],
  ])('%s', (_, options) => {
    test('leaves one row an image, with what belongs to it, and no shards', async () => {
      const host = hostOf(stack())
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
      const host = hostOf(stack())
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
      const host = hostOf(stack())
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

  test('names a shard that is no Parquet, removes nothing, and goes on when it is out of the way', async () => {
    const host = hostOf(stack())
    await putImages(host, [imageRow(host, 'a.jpg')])
    const broken = `shards/images/dt=${day}/${run(9)}-0123456789abcdef.parquet`
    await host.bucket.write(broken, 'PAR1, but no more')
    const shards = await keysBelow(host, 'shards/')

    for (const options of [{}, { targetBytes: 10_000 }]) {
      await expect(compactDay(host, options)).rejects.toThrow(
        new RegExp(`s3://${host.bucket.name}/${broken}: can't be read as Parquet \\(.+\\); nothing was removed`),
      )
      expect(await keysBelow(host, 'shards/')).toEqual(shards)
    }

    await host.bucket.remove([broken])
    expect(await compactDay(host)).toMatchObject({ rows: { images: 1 } })
  })

  test('names a shard whose rows are damaged between a good beginning and a good end', async () => {
    const host = hostOf(stack())
    await putImages(host, [imageRow(host, 'a.jpg')])
    const [key = ''] = await keysBelow(host, 'shards/detections/')
    const bytes = Buffer.from((await host.bucket.read(key)) ?? [])
    await host.bucket.write(key, Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(300, 7), bytes.subarray(304)]))

    await expect(compactDay(host)).rejects.toThrow(`${key}: can't be read as Parquet`)

    expect(await keysBelow(host, 'shards/')).toHaveLength(2)
    expect(await seen(host, 'images')).toEqual([])
  })

  test('keeps boxes whose image is still to come, and takes in both when it is there', async () => {
    for (const options of [{}, { targetBytes: 30_000, groupBytes: 50_000 }]) {
      const host = hostOf(stack())
      const images = Array.from({ length: 9 }, (_, i) => imageRow(host, `${i}.jpg`))
      await putImages(host, images)
      const next = imageRow(host, 'next.jpg', { run_id: run(2) })
      await putShard(host, 'detections', detectionRows(next, ['dog']), { runId: run(2) })

      await compactDay(host, options)

      expect(await keysBelow(host, 'shards/')).toEqual([expect.stringContaining(`detections/dt=${day}/${run(2)}`)])
      await putShard(host, 'images', [next], { runId: run(2) })
      await compactDay(host, options)
      expect(await seen(host, 'detections')).toHaveLength(10)
      expect(await keysBelow(host, 'shards/')).toEqual([])
      await emptyBucket(host)
    }
  })

  test('lets boxes go whose image did not come for a day', async () => {
    const host = hostOf(stack(), { now: () => new Date(Date.now() + 25 * 3_600_000) })
    await putImages(host, [imageRow(host, 'a.jpg')])
    await putShard(host, 'detections', detectionRows(imageRow(host, 'lost.jpg'), ['dog']), { runId: run(2) })

    await compactDay(host)

    expect(await seen(host, 'detections')).toHaveLength(1)
    expect(await keysBelow(host, 'shards/')).toEqual([])
  })

  test('takes earlier days along to which shards or links have come since', async () => {
    const host = hostOf(stack())
    const [before, longAgo] = ['2026-11-20', '2026-10-01']
    await putImages(host, [imageRow(host, 'a.jpg')], ['cup'], { dt: before })
    await compactDay(host, {}, before)
    await putImages(host, [imageRow(host, 'b.jpg')], ['cup'], { dt: day })
    await putImages(host, [imageRow(host, 'c.jpg')], ['cup'], { dt: longAgo })
    await putLinks(host, { 'a.jpg': 'p' })
    await putImages(host, [imageRow(host, 'tomorrow.jpg')], ['cup'], { dt: '2026-11-23' })

    const done = await compactDay(host)

    expect(done).toMatchObject({ dt: day, rows: { images: 1 }, removed: 4 })
    expect(await seen(host, 'images', before)).toMatchObject([{ key: 'a.jpg', post_id: 'p' }])
    expect(await seen(host, 'images', longAgo)).toMatchObject([{ key: 'c.jpg' }])
    expect(await seen(host, 'images', '2026-11-23')).toEqual([])
    expect(await compact(host, { dt: day, step: 'plan' })).toEqual({ dt: day, slices: [] })
  })

  test('of a day without anything is none', async () => {
    const host = hostOf(stack())

    expect(await compact(host, { dt: day, step: 'plan' })).toEqual({ dt: day, slices: [] })
    expect(await compact(host, { dt: day, step: 'finish' })).toMatchObject({ rows: { images: 0 }, removed: 0 })
  })

  test('a measured row stands for an image, whichever of its errors came first', async () => {
    const host = hostOf(stack())
    const error = (code: string, more = {}) => ({ status: 'error', error_code: code, error_message: 'no', ...more })
    await putShard(host, 'images', [imageRow(host, 'late.jpg'), imageRow(host, 'early.jpg', error('timeout'))])
    const second = [
      imageRow(host, 'late.jpg', error('lost', { run_id: 'lost', pipeline_digest: null })),
      imageRow(host, 'early.jpg', { run_id: run(2) }),
      imageRow(host, 'never.jpg', error('corrupt', { run_id: run(2) })),
    ]
    await putShard(host, 'images', second, { runId: run(2) })

    await compactDay(host)

    expect((await seen(host, 'images')).map(({ key, status }) => [key, status])).toEqual([
      ['early.jpg', 'ok'],
      ['late.jpg', 'ok'],
      ['never.jpg', 'error'],
    ])
  })

  test('a step that is none is refused', async () => {
    const host = hostOf(stack())

    await expect(compact(host, { dt: 'yesterday', step: 'plan' })).rejects.toThrow('dt "yesterday": is no day')
    await expect(compact(host, { dt: day, step: 'slice', slice: 0, of: 1 })).rejects.toThrow('there is no plan')
  })
})
