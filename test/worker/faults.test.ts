import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals'
import { dayOf } from '../../src/aws/contract.ts'
import { writeManifests } from '../../src/cloud/manifests.ts'
import { reconcile } from '../../src/cloud/reconcile.ts'
import { seeded } from '../../src/random.ts'
import { hostOf } from '../cloud/made-day.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'
import { drawPhotos, truthOf, uploadAll } from './photos.ts'
import { byKey, shardRows } from './rows.ts'
import { runWorker, startWorker, type WorkerSetup } from './worker-process.ts'

jest.setTimeout(180_000)

/** A small disk of its own, for a process that may have one. */
const mountsAreAllowed =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' }).status === 0

/** Printed when a test fails; another one with SEED=... */
const seed = Number(process.env.SEED ?? 20261122)

describeWithStack(`a worker to which things happen (seed ${seed})`, () => {
  let stack: Stack
  let setup: WorkerSetup
  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)
  afterAll(() => stack.stop())

  beforeEach(() => {
    setup = { environment: stack.environment, queueUrl: stack.queues.uploads.url }
  })
  afterEach(async () => {
    for (const prefix of ['images/', 'shards/', 'manifests/']) {
      const keys: string[] = []
      for await (const { key } of stack.bucket.list(prefix)) keys.push(key)
      await stack.bucket.remove(keys)
    }
  })

  /** Every upload has a row with its content, all rows of an image have one id, and no message is left. */
  async function expectAllMeasured(photos: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const groups = byKey(await shardRows(stack.bucket))
    const found = [...groups].map(([key, rows]) => `${key} ${rows[0]?.sha256}`).sort()
    expect(found).toEqual(truthOf(photos))
    for (const rows of groups.values()) expect(new Set(rows.map(({ row_id }) => row_id)).size).toBe(1)
    for (const rows of groups.values()) expect(rows.map(({ status }) => status)).not.toContain('error')
    await expectNoMessages()
  }

  async function expectNoMessages(): Promise<void> {
    const { uploads, manifests, deadLetters } = stack.queues
    for (const queue of [uploads, manifests, deadLetters]) {
      expect(await queue.backlog()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 })
    }
  }

  test('killed at any moment, it loses nothing', async () => {
    const photos = await drawPhotos(150, seed)
    const random = seeded(seed)
    await uploadAll(stack.bucket, photos)

    for (let kill = 0; kill < 3; kill++) {
      const worker = startWorker({ ...setup, sizes: { shardImages: 20 } })
      await worker.said('start')
      await new Promise((resolve) => setTimeout(resolve, random.between(300, 2500)))
      worker.kill('SIGKILL')
      await worker.ended
    }
    await runWorker({ ...setup, sizes: { idle: 8 } })

    await expectAllMeasured(photos)
  })

  test('told to stop, it gives back what it has not begun, and ends well', async () => {
    const photos = await drawPhotos(300, seed)
    await uploadAll(stack.bucket, photos)
    const worker = startWorker({ ...setup, sizes: { visibility: 300 } })
    await worker.said('stored')
    worker.kill('SIGTERM')
    const asked = Date.now()
    const { exitCode, lines } = await worker.ended

    expect(exitCode).toBe(0)
    expect(Date.now() - asked).toBeLessThan(20_000)
    expect(lines.at(-1)).toMatchObject({ event: 'end' })
    // Messages are hidden for five minutes, so the second worker can only get what was given back.
    await runWorker(setup)
    await expectAllMeasured(photos)
  })

  test('events that come twice, late and in any order are one row', async () => {
    const photos = await drawPhotos(60, seed)
    await uploadAll(stack.bucket, photos)
    const { uploads } = stack.queues
    const bodies: string[] = []
    for (;;) {
      const messages = await uploads.receive({ visibility: 60, wait: 1 })
      if (messages.length === 0) break
      bodies.push(...messages.map(({ body }) => body))
      await uploads.remove(messages)
    }
    const random = seeded(seed)
    const thrice = [...bodies, ...bodies, ...bodies].map((body) => ({ body, at: random.next() }))
    await uploads.send(thrice.sort((a, b) => a.at - b.at).map(({ body }) => ({ body })))

    await Promise.all([runWorker(setup), runWorker(setup)])

    await expectAllMeasured(photos)
  })

  test('an upload whose event was lost is found in the night, and measured once', async () => {
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
    await expectAllMeasured(photos)
  })

  test('S3 that refuses, dawdles and breaks off in the middle costs time and no image', async () => {
    const photos = await drawPhotos(120, seed)
    await uploadAll(stack.bucket, photos)
    const { environment, proxy } = await stack.proxy({ seed })
    const get = { service: 's3', operation: 'GetObject', key: /^images\// }
    const rules = [
      proxy.fault({ match: get, fault: { kind: 'answer', status: 503, code: 'SlowDown' }, probability: 0.2 }),
      proxy.fault({ match: get, fault: { kind: 'cut', at: 0.5 }, probability: 0.1 }),
      proxy.fault({ match: get, fault: { kind: 'delay', least: 100, most: 1500 }, probability: 0.1 }),
      proxy.fault({ match: get, fault: { kind: 'drop' }, probability: 0.05 }),
    ]

    await runWorker({ ...setup, environment })

    for (const rule of rules) expect(rule.struck()).toBeGreaterThan(0)
    await expectAllMeasured(photos)
  })

  test('an image that S3 never gives is a row that says so, and can be tried again', async () => {
    const photos = await drawPhotos(3, seed)
    await uploadAll(stack.bucket, photos)
    const { environment, proxy } = await stack.proxy({ seed })
    proxy.fault({
      match: { operation: 'GetObject', key: /0001\.jpg$/ },
      fault: { kind: 'answer', status: 503, code: 'SlowDown' },
    })

    await runWorker({ ...setup, environment })

    const groups = byKey(await shardRows(stack.bucket))
    expect(groups.get('photo/0001.jpg')?.[0]).toMatchObject({ status: 'error', error_code: 'unavailable' })
    expect([...groups.keys()].sort()).toEqual([...photos.keys()])
  })

  test('shards whose answer was lost, that conflict or are refused for a while are stored once', async () => {
    const photos = await drawPhotos(80, seed)
    await uploadAll(stack.bucket, photos)
    const { environment, proxy } = await stack.proxy({ seed })
    const put = { service: 's3', operation: 'PutObject', key: /^shards\// }
    const lost = proxy.fault({ match: put, fault: { kind: 'lost-answer', as: 'break' }, timesPerKey: 1, times: 2 })
    const error = proxy.fault({ match: put, fault: { kind: 'lost-answer', as: 'error' }, timesPerKey: 1, times: 2 })
    const conflict = proxy.fault({
      match: put,
      fault: { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' },
      timesPerKey: 1,
      times: 2,
    })

    await runWorker({ ...setup, environment, sizes: { shardImages: 10 } })

    for (const rule of [lost, error, conflict]) expect(rule.struck()).toBeGreaterThan(0)
    expect(await shardRows(stack.bucket)).toHaveLength(80)
    await expectAllMeasured(photos)
  })

  test('two workers that have the same message write the same row', async () => {
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
    await expectAllMeasured(photos)
  })

  test('messages that it could not keep hidden are done by another one, too, and stay one row', async () => {
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
    await expectAllMeasured(photos)
  })

  const onFullDisk = mountsAreAllowed ? test : test.skip
  onFullDisk('on a full disk it gives up, says so, and leaves its work to the next one', async () => {
    const photos = await drawPhotos(60, seed)
    await uploadAll(stack.bucket, photos)
    const folder = await mkdtemp(join(tmpdir(), 'limelight-small-disk-'))
    const tiny = 'mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"'

    const { exitCode, lines } = await startWorker({
      ...setup,
      sizes: { visibility: 300 },
      more: { TMPDIR: folder },
      within: ['unshare', '-rm', 'sh', '-c', tiny, folder],
    }).ended

    expect(exitCode).toBe(1)
    expect(lines.at(-1)).toMatchObject({ event: 'failed', message: expect.stringMatching(/disk is full/) })
    await rm(folder, { recursive: true })
    await runWorker(setup)
    await expectAllMeasured(photos)
  })

  test('with a clock that is a month ahead, rows stand under the day of their upload', async () => {
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
    await expectAllMeasured(photos)
  })

  test('an image that kills the process that measures it is quarantined, and no other', async () => {
    const photos = await drawPhotos(20, seed)
    await uploadAll(stack.bucket, photos)

    await runWorker({ ...setup, more: { LIMELIGHT_FAULT: 'abort:photo/0007' } })

    const groups = byKey(await shardRows(stack.bucket))
    expect(groups.get('photo/0007.jpg')?.[0]).toMatchObject({ status: 'error', error_code: 'crashed' })
    const others = [...groups.values()].flat().filter(({ key }) => key !== 'photo/0007.jpg')
    expect(others.map(({ status }) => status)).toEqual(new Array(19).fill('ok'))
    await expectNoMessages()
  })

  test('a message that nobody understands is among the dead letters, and a row says why', async () => {
    await stack.queues.uploads.send([{ body: 'buy now!' }])
    await stack.queues.manifests.send([
      {
        body: JSON.stringify({
          limelight: 'manifest',
          bucket: 'foreign',
          key: 'manifests/x',
          images: 1,
          dt: '2026-11-22',
        }),
      },
    ])

    await runWorker(setup)
    await runWorker({ ...setup, queueUrl: stack.queues.manifests.url })

    const rows = await shardRows(stack.bucket)
    expect(rows.map(({ error_code }) => error_code)).toEqual(['bad_message', 'bad_message'])
    expect(rows.map(({ error_message }) => error_message).sort()).toEqual([
      expect.stringContaining('s3://foreign/manifests/x'),
      expect.stringContaining('no JSON'),
    ])
    const dead = await stack.queues.deadLetters.receive({ visibility: 60, wait: 1 })
    expect(dead.map(({ body }) => body)).toContain('buy now!')
    expect(dead).toHaveLength(2)
    await stack.queues.deadLetters.remove(dead)
    await expectNoMessages()
  })

  test("what is not the stack's, leaves its folder or pretends to be huge is refused, with a row", async () => {
    const photos = await drawPhotos(1, seed)
    const hostile = '<script>alert(1)</script>&"\'.jpg'
    const [content = new Uint8Array()] = photos.values()
    await stack.bucket.write('images/huge.jpg', content)
    await stack.bucket.write(`images/${hostile}`, content)
    const { environment, proxy } = await stack.proxy({ seed })
    proxy.fault({ match: { operation: 'GetObject', key: 'images/huge.jpg' }, fault: { kind: 'inflate', bytes: 5e9 } })
    const announce = (bucket: string, key: string) => ({
      body: JSON.stringify({
        Records: [
          {
            eventSource: 'aws:s3',
            eventName: 'ObjectCreated:Put',
            eventTime: new Date().toISOString(),
            s3: { bucket: { name: bucket }, object: { key } },
          },
        ],
      }),
    })
    await stack.queues.uploads.send([
      announce('somebody-elses-bucket', 'images/a.jpg'),
      announce(stack.bucket.name, 'images/../posts/a.csv'),
      announce(stack.bucket.name, 'datasets/images/dt=2026-01-01/part-00-of-01.parquet'),
    ])

    await runWorker({ ...setup, environment })

    const rows = await shardRows(stack.bucket)
    expect(Object.fromEntries(rows.map(({ uri, error_code }) => [uri, error_code]))).toEqual({
      's3://somebody-elses-bucket/images/a.jpg': 'refused',
      [`s3://${stack.bucket.name}/images/../posts/a.csv`]: 'refused',
      [`s3://${stack.bucket.name}/datasets/images/dt=2026-01-01/part-00-of-01.parquet`]: 'refused',
      [`s3://${stack.bucket.name}/images/huge.jpg`]: 'too_large_file',
      [`s3://${stack.bucket.name}/images/${hostile}`]: null,
    })
    expect(proxy.count({ operation: 'GetObject' })).toBe(2)
  })
})

/** Takes every message off the queue of uploads. */
async function drain({ queues }: Stack): Promise<void> {
  for (;;) {
    const messages = await queues.uploads.receive({ visibility: 60, wait: 1 })
    if (messages.length === 0) return
    await queues.uploads.remove(messages)
  }
}
