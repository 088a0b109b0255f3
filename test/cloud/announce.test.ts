import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { announce } from '../../src/cloud/announce.ts'
import { describeWithStack } from '../stack/start.ts'
import { hostOf } from './made-day.ts'
import { takeQueued } from './queued.ts'
import { stackOfBlock } from './stack-of-block.ts'

/** An announcement looks a minute back: this is when it sees what is uploaded now. */
const later = (seconds = 0) => new Date(Date.now() + 62_000 + seconds * 1000)

describeWithStack('uploads that are found by listing', () => {
  const stack = stackOfBlock()

  const at = (now: Date) => hostOf(stack(), { now: () => now })
  const upload = (...keys: string[]) => Promise.all(keys.map((key) => stack().bucket.write(`images/${key}`, 'x')))

  /** Takes what is queued: keys and the days in which their rows go. */
  const queued = async () => (await takeQueued(stack())).map(({ key, dt }) => `${key} ${dt}`).sort()

  test('are queued once each: those that came since the last listing, and none that is not an image', async () => {
    const today = new Date().toISOString().slice(0, 10)
    await upload('a ü+%.jpg', 'b/1.jpg')
    await stack().bucket.write('posts/p.csv', 'x')

    const first = await announce(at(later()))
    expect(first).toMatchObject({ images: 2, manifests: 1 })
    expect(await queued()).toEqual([`images/a ü+%.jpg ${today}`, `images/b/1.jpg ${today}`])

    expect(await announce(at(later()))).toMatchObject({ since: first.until, images: 0 })
    await sleep(1100)
    // As if the last listing were now: announcements of this test are made a minute ahead of time.
    const until = wholeSecond()
    await stack().bucket.write('manifests/announce/place.json', JSON.stringify({ until }))
    await upload('c.jpg', 'b/1.jpg')
    await announce(at(later()))
    expect(await queued()).toEqual([`images/b/1.jpg ${today}`, `images/c.jpg ${today}`])
  })

  test('are left for the next time while they may still be on their way', async () => {
    await upload('fresh.jpg')

    expect(await announce(at(new Date()))).toMatchObject({ images: 0 })
    expect(await announce(at(later()))).toMatchObject({ images: 1 })
    await queued()
  })

  test('are queued again by whoever comes after one that died, in the same manifests', async () => {
    await upload('a.jpg')
    const fault = () => {
      throw new Error('killed')
    }

    await expect(announce(at(later()), { fault })).rejects.toThrow('killed')
    const before = await manifests()
    expect(await announce(at(later()))).toMatchObject({ images: 1 })

    expect(await manifests()).toEqual(before)
    expect(await queued()).toHaveLength(2)
  })

  test('are queued once each by several calls, where one has no time for all', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `folder ${i % 10}/${i}.jpg`)
    await upload(...names)
    const now = later()
    const first = await announce(at(now), { goOn: () => false })
    expect(first.images).toBeGreaterThan(0)
    expect(first.images).toBeLessThan(30)
    // Later than what this list is about, in a part that is still to be listed.
    await sleep(3000)
    await upload('folder 9/late.jpg')

    let calls = 1
    for (let left = first.rest.length; left > 0; calls++) {
      const next = await announce(at(new Date(now.getTime() + 1000)), { goOn: () => false })
      expect(next).toMatchObject({ since: first.since, until: first.until })
      left = next.rest.length
    }

    expect(calls).toBeGreaterThan(2)
    expect((await queued()).map((line) => line.split(' ').slice(0, -1).join(' ')).sort()).toEqual(
      names.map((name) => `images/${name}`).sort(),
    )
  })

  test('of two days go to each its day', async () => {
    await upload('a.jpg')
    const asked: string[] = []
    const host = at(later())
    const midnight = new Date('2026-11-22T00:00:00Z').getTime()
    const listed = ['before.jpg', 'after.jpg'].map((name, index) => ({
      ...{ key: `images/${name}`, bytes: 1, etag: '' },
      storedAt: new Date(midnight + (index === 0 ? -1000 : 1000)),
    }))
    await stack().bucket.write('manifests/announce/place.json', JSON.stringify({ until: '2026-11-21T23:00:00Z' }))

    await announce({
      ...host,
      now: () => new Date(midnight + 3600_000),
      bucket: {
        ...host.bucket,
        async *list(prefix) {
          asked.push(prefix)
          yield* listed
        },
      },
    })

    expect(await queued()).toEqual(['images/after.jpg 2026-11-22', 'images/before.jpg 2026-11-21'])
    expect(asked).toEqual(['images/'])
  })

  test('cost less than .02 requests an image', async () => {
    const { proxy, bucket, queues } = await stack().proxy()
    for (let from = 0; from < 600; from += 50)
      await upload(...Array.from({ length: 50 }, (_, index) => `many/${from + index}.jpg`))
    proxy.forget()

    const { images } = await announce({ ...at(later()), bucket, queue: () => queues.manifests })

    expect(images).toBe(600)
    const requests = proxy.counts().reduce((sum, count) => sum + count.requests, 0)
    expect(requests / images).toBeLessThan(0.02)
    expect((await queued()).length).toBe(600)
  })

  async function manifests(): Promise<string[]> {
    const keys: string[] = []
    for await (const { key } of stack().bucket.list('manifests/announce/dt=')) keys.push(key)
    return keys
  }
})

/** S3's times have whole seconds. */
const wholeSecond = () => new Date(Math.floor(Date.now() / 1000) * 1000).toISOString()
