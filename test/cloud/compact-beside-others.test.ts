import { expect, test } from '@jest/globals'
import { compact } from '../../src/cloud/compact.ts'
import type { Host } from '../../src/cloud/host.ts'
import { describeWithStack } from '../stack/start.ts'
import { expectWholeDay, layDay, old } from './late-day.ts'
import { compactDay, day, hostOf, imageRow, keysBelow, putImages, run, seen } from './made-day.ts'
import { stackOfBlock } from './stack-of-block.ts'

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

describeWithStack('a compaction beside others', () => {
  const stack = stackOfBlock()

  const options = { targetBytes: 40_000, groupBytes: 60_000 }

  test('of slices that run side by side is the same', async () => {
    const host = hostOf(stack())
    await layDay(host, options)
    const planned = await compact(host, { dt: day, step: 'plan' }, options)

    await Promise.all(('slices' in planned ? planned.slices : []).map((slice) => compact(host, slice, options)))

    await compact(host, { dt: day, step: 'finish' }, options)
    await expectWholeDay(host)
  })

  test('lets readers see every image once, at all times', async () => {
    const host = hostOf(stack())
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
    const host = hostOf(stack())
    await layDay(host, options)

    const both = await Promise.allSettled([compactDay(host, options), compactDay(host, options)])

    // One may find that the other was faster; it says so, and the day is whole.
    for (const one of both) if (one.status === 'rejected') expect(String(one.reason)).toMatch(/again/)
    await compactDay(host, options)
    await expectWholeDay(host)
  })

  test('that was thought dead does not write over the work of a later one', async () => {
    const host = hostOf(stack())
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
    const host = hostOf(stack())
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
