import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { type CompactOptions, compact } from '../../src/cloud/compact.ts'
import type { Host } from '../../src/cloud/host.ts'
import type { Row } from '../../src/variables/registry/index.ts'
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
} from './made-day.ts'

const old = Array.from({ length: 12 }, (_, i) => `old ${i}.jpg`)
const late = Array.from({ length: 12 }, (_, i) => `late ${i}.jpg`)

/** A day that is compacted, and to which shards, other versions of images, posts and links have come since. */
async function layDay(host: Host, options: CompactOptions): Promise<void> {
  await putImages(
    host,
    old.map((key) => imageRow(host, key)),
  )
  await compactDay(host, options)
  const newer = { etag: 'etag 2', run_id: run(2), stored_at: new Date(`${day}T11:00:00Z`) }
  const images = [
    ...old.slice(0, 6).map((key) => imageRow(host, key, newer)),
    ...late.map((key) => imageRow(host, key)),
  ]
  await putImages(host, images, ['dog', 'cup'], { runId: run(2) })
  await putShard(host, 'posts', [{ post_id: 'p' }], { runId: run(3) })
  await putLinks(host, { 'late 1.jpg': 'p', 'old 8.jpg': 'p' })
}

/** What the day is like in the end, whatever happened on the way. */
async function expectWholeDay(host: Host): Promise<void> {
  const images = await seen(host, 'images')
  expect(images.map(({ key }) => key)).toEqual([...old, ...late].sort())
  expect(images.filter(({ etag }) => etag === 'etag 2').map(({ key }) => key)).toEqual(old.slice(0, 6).sort())
  expect(images.filter(({ post_id }) => post_id === 'p').map(({ key }) => key)).toEqual(['late 1.jpg', 'old 8.jpg'])
  expectBoxes(images, await seen(host, 'detections'))
  expect(await seen(host, 'detections')).toHaveLength(6 * 1 + 18 * 2)
  expect(await seen(host, 'posts')).toHaveLength(1)
  expect(await keysBelow(host, 'shards/')).toEqual([])
}

/** Every image has its boxes: those of its own version. */
function expectBoxes(images: readonly Row[], detections: readonly Row[]): void {
  for (const { key, row_id, run_id, etag } of images) {
    const labels = detections.filter((row) => row.row_id === row_id).map(({ label }) => label)
    const second = etag === 'etag 2' || (run_id === run(1) && String(key).startsWith('late'))
    expect([key, ...labels.sort()]).toEqual(second ? [key, 'cup', 'dog'] : [key, 'cup'])
  }
}

/** What readers may rely on at any moment. */
async function expectNothingHalf(host: Host): Promise<void> {
  const images = await seen(host, 'images')
  expect(new Set(images.map(({ row_id }) => row_id)).size).toBe(images.length)
  expect(images.map(({ key }) => key)).toEqual(expect.arrayContaining(old))
  expectBoxes(images, await seen(host, 'detections'))
}

async function everything(host: Host): Promise<Map<string, Uint8Array>> {
  const objects = new Map<string, Uint8Array>()
  for (const key of await keysBelow(host, '')) objects.set(key, (await host.bucket.read(key)) ?? new Uint8Array())
  return objects
}

/** Makes the bucket what it was. */
async function putBack(host: Host, objects: Map<string, Uint8Array>): Promise<void> {
  await emptyBucket(host)
  await Promise.all([...objects].map(([key, body]) => host.bucket.write(key, body)))
}

class Killed extends Error {}

/** Ends a compaction when it comes to a step for the given time. */
function killAt(step: string, time: number) {
  let times = 0
  return (now: string): void => {
    if (now === step && ++times === time) throw new Killed(step)
  }
}

/** A compaction that stands still at a step until it is woken up. */
function sleepAt(step: string) {
  let [fallAsleep, wake] = [() => {}, () => {}]
  const asleep = new Promise<void>((resolve) => {
    fallAsleep = resolve
  })
  const awake = new Promise<void>((resolve) => {
    wake = resolve
  })
  const fault = async (now: string) => {
    if (now !== step) return
    fallAsleep()
    await awake
  }
  return { fault, asleep, wake: () => wake() }
}

describeWithStack('a compaction that dies', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)
  afterAll(() => stack?.stop())
  afterEach(() => emptyBucket(hostOf(stack)))

  const several = { targetBytes: 40_000, groupBytes: 60_000 }
  test.each([
    ['of several slices', several, 14, (step: string) => !/exposures|embeddings/.test(step)],
    [
      'of one slice',
      {},
      5,
      (step: string) => /stored$|chosen|first shard/.test(step) && !/before|exposures|posts/.test(step),
    ],
  ])(
    '%s at any step leaves nothing half, and the next one does the rest',
    async (_, options, fewest, chosen) => {
      const host = hostOf(stack)
      const steps: string[] = []
      await layDay(host, options)
      const laid = await everything(host)
      await compactDay(host, { ...options, fault: (step) => void steps.push(step) })
      await expectWholeDay(host)
      const distinct = [...new Set(steps)].filter(chosen)
      expect(distinct.length).toBeGreaterThanOrEqual(fewest)

      for (const step of distinct) {
        await putBack(host, laid)
        // In the middle of the slices, where there are several.
        const times = steps.filter((other) => other === step).length
        const fault = killAt(step, Math.ceil(times / 2))

        await expect(compactDay(host, { ...options, fault })).rejects.toThrow(new Killed(step))

        await expectNothingHalf(host)
        await compactDay(host, options)
        await expectWholeDay(host)
      }
    },
    240_000,
  )

  test('goes on with its last step, too', async () => {
    const host = hostOf(stack)
    await layDay(host, {})
    const fault = killAt('finish: after the first shard is removed', 1)
    await expect(compactDay(host, { fault })).rejects.toThrow(Killed)

    const done = await compact(host, { dt: day, step: 'finish' })

    expect(done).toMatchObject({ rows: { images: 24 } })
    await expectWholeDay(host)
  })
})

describeWithStack('a compaction beside others', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)
  afterAll(() => stack?.stop())
  afterEach(() => emptyBucket(hostOf(stack)))

  const options = { targetBytes: 40_000, groupBytes: 60_000 }

  test('of slices that run side by side is the same', async () => {
    const host = hostOf(stack)
    await layDay(host, options)
    const planned = await compact(host, { dt: day, step: 'plan' }, options)

    await Promise.all(('slices' in planned ? planned.slices : []).map((slice) => compact(host, slice, options)))

    await compact(host, { dt: day, step: 'finish' }, options)
    await expectWholeDay(host)
  })

  test('lets readers see every image once, at all times', async () => {
    const host = hostOf(stack)
    await layDay(host, options)
    let compacting = true
    let looks = 0
    const read = async () => {
      while (compacting) {
        const images = await seen(host, 'images')
        expect(new Set(images.map(({ row_id }) => row_id)).size).toBe(images.length)
        expect(new Set(images.map(({ uri }) => uri)).size).toBe(images.length)
        expect(images.map(({ key }) => key)).toEqual(expect.arrayContaining(old))
        looks++
      }
    }

    const reading = read()
    await compactDay(host, options)
    compacting = false
    await reading

    expect(looks).toBeGreaterThan(3)
    await expectWholeDay(host)
  })

  test('loses nothing when both work on the same day at once', async () => {
    const host = hostOf(stack)
    await layDay(host, options)

    const both = await Promise.allSettled([compactDay(host, options), compactDay(host, options)])

    // One may find that the other was faster; it says so, and the day is whole.
    for (const one of both) if (one.status === 'rejected') expect(String(one.reason)).toMatch(/again/)
    await compactDay(host, options)
    await expectWholeDay(host)
  })

  test('that was thought dead does not write over the work of a later one', async () => {
    const host = hostOf(stack)
    await layDay(host, {})
    await compact(host, { dt: day, step: 'plan' })
    const { fault, asleep, wake } = sleepAt('slice: before images are stored')

    const first = compact(host, { dt: day, step: 'slice', slice: 0, of: 1 }, { fault })
    await asleep
    await putImages(host, [imageRow(host, 'later.jpg')], ['cup'], { runId: run(5) })
    await compactDay(host)
    wake()

    await expect(first).rejects.toThrow(/another compaction has stored it meanwhile; plan the day again/)
    expect((await seen(host, 'images')).map(({ key }) => key)).toContain('later.jpg')
  })

  test('keeps a shard that came after the plan for the next one', async () => {
    const host = hostOf(stack)
    await layDay(host, {})
    await compact(host, { dt: day, step: 'plan' })
    await putImages(host, [imageRow(host, 'later.jpg')], ['cup'], { runId: run(5) })

    await compact(host, { dt: day, step: 'slice', slice: 0, of: 1 })
    await compact(host, { dt: day, step: 'finish' })

    await expectWholeDayBut(host)
    await compactDay(host)
    expect((await seen(host, 'images')).map(({ key }) => key)).toContain('later.jpg')
    expect(await keysBelow(host, 'shards/')).toEqual([])
  })

  async function expectWholeDayBut(host: Host): Promise<void> {
    expect(await keysBelow(host, 'shards/')).toHaveLength(2)
    expect(await seen(host, 'images')).toHaveLength(24)
  }
})
