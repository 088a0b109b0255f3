import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type ManifestLine, type ManifestMessage, reasonAttribute } from '../../src/aws/contract.ts'
import type { Queue } from '../../src/aws/queue.ts'
import { redrive } from '../../src/cloud/retry-dead-letters.ts'
import { errorCodesOf, retryErrors } from '../../src/cloud/retry-errors.ts'
import { writeShard } from '../../src/dataset/write.ts'
import type { Row } from '../../src/variables/registry/index.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

test('codes are given by name, or as those that trying again can cure', () => {
  expect(errorCodesOf('timeout, crashed')).toEqual(['timeout', 'crashed'])
  expect(errorCodesOf('retryable')).toContain('lost')
  expect(errorCodesOf('retryable')).not.toContain('corrupt')
  expect(errorCodesOf('all')).toContain('corrupt')
  expect(() => errorCodesOf('timeuot')).toThrow(/timeuot: is no error code; give some of not_found/)
})

describeWithStack('retry', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack({ functions: false })
  }, stackTimeout)
  afterAll(() => stack.stop())
  beforeEach(async () => {
    for (const queue of Object.values(stack.queues)) await taken(queue)
  })

  test('dead letters go back to the queue that each came from', async () => {
    const bodies = {
      uploads: [event('images/a+b.jpg'), event('images/c.jpg'), JSON.stringify({ source: 'aws.s3', detail: {} })],
      manifests: [
        JSON.stringify({ limelight: 'manifest', bucket: 'b', key: 'manifests/k', images: 1, dt: '2026-11-22' }),
      ],
      posts: [event('posts/p.csv')],
    }
    await stack.queues.deadLetters.send(Object.values(bodies).flatMap((some) => some.map((body) => ({ body }))))

    const done = await redrive(stack.queues)

    expect(done).toEqual({ moved: 5, kept: {} })
    for (const name of ['uploads', 'manifests', 'posts'] as const) {
      expect((await taken(stack.queues[name])).sort()).toEqual([...bodies[name]].sort())
    }
    expect(await taken(stack.queues.deadLetters)).toEqual([])
  })

  test('what a worker put aside with a reason stays, and so does what nobody understands', async () => {
    const attributes = { [reasonAttribute]: "the bucket x is not among the stack's" }
    await stack.queues.deadLetters.send([
      { body: event('images/a.jpg'), attributes },
      { body: 'rubbish' },
      { body: '{}' },
      { body: event('images/b.jpg') },
    ])

    const done = await redrive(stack.queues)

    expect(done).toEqual({
      moved: 1,
      kept: {
        "the bucket x is not among the stack's": 1,
        'the message is no JSON': 1,
        'the message is neither an event of S3 nor a manifest': 1,
      },
    })
    expect((await taken(stack.queues.deadLetters)).sort()).toEqual([event('images/a.jpg'), 'rubbish', '{}'].sort())
  })

  test('many of them, some staying, are all moved', async () => {
    const bodies = Array.from({ length: 95 }, (_, at) => ({ body: at % 10 ? event(`images/${at}.jpg`) : `bad ${at}` }))
    await stack.queues.deadLetters.send(bodies)

    expect(await redrive(stack.queues)).toEqual({ moved: 85, kept: { 'the message is no JSON': 10 } })
    expect(new Set(await taken(stack.queues.uploads)).size).toBe(85)
  })

  test("a day's rows of some error codes are queued again, in that day", async () => {
    await putImages('2026-11-20', [
      row('a', null),
      row('b c', 'timeout'),
      row('d', 'corrupt'),
      row('e', 'crashed'),
      { ...row('f', 'timeout'), uri: 's3://others/f.jpg', key: 'f.jpg' },
    ])
    await putImages('2026-11-21', [row('g', 'timeout')])

    const done = await retryErrors({
      bucket: stack.bucket,
      queue: stack.queues.manifests,
      folder: tmpdir(),
      days: ['2026-11-19', '2026-11-20', '2026-11-21'],
      codes: ['timeout', 'crashed'],
    })

    expect(done).toEqual([
      { dt: '2026-11-19', images: 0, manifests: 0, byCode: {} },
      { dt: '2026-11-20', images: 3, manifests: 1, byCode: { timeout: 2, crashed: 1 } },
      { dt: '2026-11-21', images: 1, manifests: 1, byCode: { timeout: 1 } },
    ])
    const messages = (await taken(stack.queues.manifests)).map((body) => JSON.parse(body) as ManifestMessage)
    const lines = new Map(await Promise.all(messages.map(async ({ dt, key }) => [dt, await linesOf(key)] as const)))
    expect(lines).toEqual(
      new Map([
        ['2026-11-20', [{ key: 'images/b c.jpg' }, { key: 'images/e.jpg' }, { bucket: 'others', key: 'f.jpg' }]],
        ['2026-11-21', [{ key: 'images/g.jpg' }]],
      ]),
    )
  })

  test('a dry run queues nothing', async () => {
    await putImages('2026-11-20', [row('b', 'timeout')])
    const wanted = { bucket: stack.bucket, queue: stack.queues.manifests, folder: tmpdir() }

    const done = await retryErrors({ ...wanted, days: ['2026-11-20'], codes: ['timeout'], dryRun: true })

    expect(done).toEqual([{ dt: '2026-11-20', images: 1, manifests: 0, byCode: { timeout: 1 } }])
    expect(await taken(stack.queues.manifests)).toEqual([])
  })

  const event = (key: string) => JSON.stringify({ Records: [{ s3: { bucket: { name: 'b' }, object: { key } } }] })

  const row = (name: string, code: string | null): Row => ({
    row_id: name,
    uri: `s3://${stack.bucket.name}/images/${name}.jpg`,
    key: `${name}.jpg`,
    status: code ? 'error' : 'ok',
    error_code: code,
    warnings: [],
    run_id: 'r',
    pipeline_digest: 'd',
  })

  async function putImages(dt: string, rows: Row[]): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'limelight-retry-'))
    await writeShard(folder, 'images', rows, 'r')
    const [file = ''] = await readdir(join(folder, 'images'))
    await stack.bucket.upload(`datasets/images/dt=${dt}/part-00-of-01.parquet`, join(folder, 'images', file))
    await rm(folder, { recursive: true })
  }

  async function linesOf(key: string): Promise<ManifestLine[]> {
    const text = new TextDecoder().decode((await stack.bucket.read(key)) ?? undefined)
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ManifestLine)
  }

  /** The bodies of all messages of a queue, which is empty then. */
  async function taken(queue: Queue): Promise<string[]> {
    const bodies: string[] = []
    for (;;) {
      const some = await queue.receive({ visibility: 30, wait: 0 })
      if (some.length === 0) return bodies
      bodies.push(...some.map(({ body }) => body))
      await queue.remove(some)
    }
  }
})
