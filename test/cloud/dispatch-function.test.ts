import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Context } from 'aws-lambda'
import { handler as backfill } from '../../functions/backfill/handler.ts'
import { handler as dispatch } from '../../functions/dispatch/handler.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

describeWithStack('functions that fill and count queues', () => {
  let stack: Stack
  const before = { ...process.env }
  beforeAll(async () => {
    stack = await startStack({ functions: false })
    Object.assign(process.env, stack.environment)
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => stack.bucket.write(`images/${String(at).padStart(2, '0')}.jpg`, 'x')),
    )
  }, stackTimeout)
  afterAll(async () => {
    process.env = before
    await stack.stop()
  })
  beforeEach(async () => {
    for (const queue of [stack.queues.uploads, stack.queues.manifests]) {
      for (let some = await queue.receive({ visibility: 30, wait: 0 }); some.length > 0; ) {
        await queue.remove(some)
        some = await queue.receive({ visibility: 30, wait: 0 })
      }
    }
  })

  const context = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds }) as Context

  test('dispatch says how many messages wait or are in hand, for the night to wait for', async () => {
    await stack.queues.uploads.send([{ body: '1' }, { body: '2' }, { body: '3', delay: 60 }])
    await stack.queues.manifests.send([{ body: '4' }])
    await stack.queues.uploads.receive({ visibility: 30, wait: 0, most: 1 })

    const found = await dispatch({ dt: '2026-11-22', round: 3 })

    expect(found).toEqual({ dt: '2026-11-22', round: 3, backlog: 4, running: 0, started: 0 })
  })

  test('a backfill whose time is up queues what it found and says how to go on', async () => {
    const source = `s3://${stack.bucket.name}/images/`

    const cut = await backfill({ source, dt: '2026-11-20' }, context(1_000))
    const rest = await backfill(cut.next ?? { source: '' }, context(600_000))

    expect(cut).toMatchObject({ images: 1, next: { source, dt: '2026-11-20', from: 'images/00.jpg' } })
    expect(rest).toMatchObject({ images: 29, dt: '2026-11-20', next: null })
    expect(await stack.queues.manifests.backlog()).toMatchObject({ waiting: 2 })
  })
})
