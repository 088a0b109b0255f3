import { expect, test } from '@jest/globals'
import { compact } from '../../src/cloud/compact.ts'
import type { Host } from '../../src/cloud/host.ts'
import { describeWithStack } from '../stack/start.ts'
import { expectNothingHalf, expectWholeDay, layDay } from './late-day.ts'
import { compactDay, day, emptyBucket, hostOf, keysBelow } from './made-day.ts'
import { stackOfBlock } from './stack-of-block.ts'

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

describeWithStack('a compaction that dies', () => {
  const stack = stackOfBlock()

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
      const host = hostOf(stack())
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
    const host = hostOf(stack())
    await layDay(host, {})
    const fault = killAt('finish: after the first shard is removed', 1)
    await expect(compactDay(host, { fault })).rejects.toThrow(Killed)

    const done = await compact(host, { dt: day, step: 'finish' })

    expect(done).toMatchObject({ rows: { images: 24 } })
    await expectWholeDay(host)
  })
})
