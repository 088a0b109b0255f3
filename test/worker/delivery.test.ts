import { expect, test } from '@jest/globals'
import { dayOf } from '../../src/aws/contract.ts'
import { writeManifests } from '../../src/cloud/manifests.ts'
import { reconcile } from '../../src/cloud/reconcile.ts'
import { seeded } from '../../src/random.ts'
import { hostOf } from '../cloud/made-day.ts'
import { describeWorker, drain, expectAllMeasured, seed } from './all-measured.ts'
import { drawPhotos, uploadAll } from './photos.ts'
import { shardRows } from './rows.ts'
import { runWorker, startWorker } from './worker-process.ts'

describeWorker('a worker whose messages come as they like', (given) => {
  test('events that come twice, late and in any order are one row', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(60, seed)
    await uploadAll(stack.bucket, photos)
    const bodies = await drain(stack)
    const random = seeded(seed)
    const thrice = [...bodies, ...bodies, ...bodies].map((body) => ({ body, at: random.next() }))
    await stack.queues.uploads.send(thrice.sort((a, b) => a.at - b.at).map(({ body }) => ({ body })))

    await Promise.all([runWorker(setup), runWorker(setup)])

    await expectAllMeasured(stack, photos)
  })

  test('an upload whose event was lost is found in the night, and measured once', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(40, seed)
    const dt = dayOf(new Date())
    // S3's test event.
    await drain(stack)
    await uploadAll(stack.bucket, photos)
    const lost = await stack.queues.uploads.receive({ visibility: 60, wait: 1, most: 7 })
    await stack.queues.uploads.remove(lost)
    await runWorker(setup)

    const first = await reconcile(hostOf(stack), { dt })
    await runWorker({ ...setup, queueUrl: stack.queues.manifests.url })
    const second = await reconcile(hostOf(stack), { dt })

    expect(lost.length).toBeGreaterThan(0)
    expect(first).toMatchObject({ uploads: 40, measured: 40 - lost.length, queued: lost.length, lost: 0 })
    expect(second).toMatchObject({ uploads: 40, measured: 40, queued: 0, lost: 0 })
    expect(await shardRows(stack.bucket)).toHaveLength(40)
    await expectAllMeasured(stack, photos)
  })

  test('two workers that have the same message write the same row', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(100, seed)
    await uploadAll(stack.bucket, photos)
    await drain(stack)
    const lines = [...photos.keys()].map((key) => ({ key: `images/${key}` }))
    for (const folder of ['test/one', 'test/two']) {
      await writeManifests({ bucket: stack.bucket, queue: stack.queues.manifests, folder, dt: '2026-11-20', lines })
    }
    const both = { ...setup, queueUrl: stack.queues.manifests.url }

    await Promise.all([runWorker(both), runWorker(both)])

    const rows = await shardRows(stack.bucket)
    expect(rows.length).toBe(200)
    expect(new Set(rows.map(({ dt }) => dt))).toEqual(new Set(['2026-11-20']))
    await expectAllMeasured(stack, photos)
  })

  test('messages that it could not keep hidden are done by another one, too, and stay one row', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(30, seed)
    await uploadAll(stack.bucket, photos)
    const { environment, proxy } = await stack.proxy({ seed })
    const heartbeat = proxy.fault({
      match: { service: 'sqs', operation: 'ChangeMessageVisibilityBatch' },
      fault: { kind: 'answer', status: 400, code: 'ReceiptHandleIsInvalid' },
    })
    proxy.fault({
      match: { operation: 'GetObject', key: /^images\// },
      fault: { kind: 'delay', least: 2500, most: 3500 },
    })

    const slow = startWorker({ ...setup, environment, sizes: { visibility: 2, depth: 2, workers: 1 } })
    await slow.said('start')
    await Promise.all([slow.ended, runWorker({ ...setup, sizes: { idle: 6 } })])

    expect(heartbeat.struck()).toBeGreaterThan(0)
    await runWorker({ ...setup, sizes: { idle: 8 } })
    await expectAllMeasured(stack, photos)
  })

  test('with a clock that is a month ahead, rows stand under the day of their upload', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(10, seed)
    const before = dayOf(new Date())
    await uploadAll(stack.bucket, photos)
    const after = dayOf(new Date())
    const skew = `const now = Date.now, ahead = 30 * 86400000; globalThis.Date = class extends Date {
      constructor(...given) { given.length ? super(...given) : super(now() + ahead) }
      static now() { return now() + ahead }
      static [Symbol.hasInstance](one) { return Object.prototype.toString.call(one) === '[object Date]' }
    }`

    const end = await runWorker({
      ...setup,
      more: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(skew)}` },
    })

    expect(Date.parse(String(end.lines[0]?.time)) - Date.now()).toBeGreaterThan(29 * 86_400_000)
    const rows = await shardRows(stack.bucket)
    for (const { dt } of rows) expect([before, after]).toContain(dt)
    await expectAllMeasured(stack, photos)
  })
})
