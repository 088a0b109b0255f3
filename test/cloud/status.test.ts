import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Attempt, Jobs } from '../../src/aws/batch.ts'
import { connection } from '../../src/aws/clients.ts'
import { machines, usualMachine, workerHour } from '../../src/cloud/prices.ts'
import { cloudStatus, type StatusOf } from '../../src/cloud/status.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { metricsLine } from '../../src/worker/metrics.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

describeWithStack('status', () => {
  let stack: Stack
  let logs: CloudWatchLogsClient
  const now = new Date()
  beforeAll(async () => {
    stack = await startStack({ functions: false })
    logs = new CloudWatchLogsClient(connection(stack.endpoint))
  }, stackTimeout)
  beforeEach(async () => {
    // S3 sends a test event to each queue that it is to notify.
    for (const queue of Object.values(stack.queues)) {
      await queue.remove(await queue.receive({ visibility: 30, wait: 0 }))
    }
  })
  afterAll(async () => {
    logs.destroy()
    await stack.stop()
  })

  const of = (own: Partial<StatusOf> = {}): StatusOf => ({
    stage: stack.stage,
    bucket: stack.bucket,
    queues: stack.queues,
    logs,
    group: stack.names.workerLogs,
    jobs: null,
    now,
    folder: tmpdir(),
    ...own,
  })
  const jobs = (attempts: Attempt[]): Jobs => ({
    active: async () => [
      { name: 'a', workers: 3 },
      { name: 'b', workers: 1 },
    ],
    start: async () => {},
    attempts: async () => attempts,
  })

  test('queues are counted, and a manifest stands for a thousand images', async () => {
    await stack.queues.uploads.send(Array.from({ length: 12 }, () => ({ body: '{}' })))
    await stack.queues.manifests.send([{ body: '{}' }])
    await stack.queues.deadLetters.send([{ body: '{}' }])
    await stack.queues.uploads.receive({ visibility: 30, wait: 0, most: 2 })

    const found = await cloudStatus(of())

    expect(found.queues).toEqual({
      uploads: { waiting: 10, inFlight: 2, delayed: 0 },
      manifests: { waiting: 1, inFlight: 0, delayed: 0 },
      posts: { waiting: 0, inFlight: 0, delayed: 0 },
      deadLetters: { waiting: 1, inFlight: 0, delayed: 0 },
    })
    expect(found.images).toMatchObject({ value: 1012, estimate: expect.stringContaining('1000 images') })
    expect(found.workers).toBeNull()
  })

  test('where workers write no logs, the rows of shards and of what is compacted are counted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limelight-status-'))
    await writeShard(
      folder,
      'images',
      Array.from({ length: 30 }, (_, at) => ({ row_id: `${at}`, warnings: [] })),
      'r',
    )
    const [file = ''] = await readdir(join(folder, 'images'))
    const day = now.toISOString().slice(0, 10)
    for (const name of ['a', 'b']) {
      await stack.bucket.upload(`shards/images/dt=${day}/${name}.parquet`, join(folder, 'images', file))
    }
    await stack.bucket.upload(`datasets/images/dt=${day}/part-00-of-01.parquet`, join(folder, 'images', file))
    await rm(folder, { recursive: true })

    const { measured } = await cloudStatus(of({ now: new Date() }))

    expect(measured).toMatchObject({ today: 90, anHour: { value: 240 }, from: 'shards' })
  })

  test("the rate is what workers' own log lines say", async () => {
    const group = stack.names.workerLogs
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }))
    await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'worker' }))
    const lines: string[] = []
    const metrics = metricsLine('local', (line) => lines.push(line))
    const counts = (images: number) => ({ images, errors: 0 }) as Parameters<typeof metrics.tell>[0]
    metrics.tell(counts(500))
    metrics.tell(counts(1500))
    const noon = new Date(`${now.toISOString().slice(0, 10)}T12:00:00Z`)
    const minutesBefore = (minutes: number) => noon.getTime() - minutes * 60_000
    await logs.send(
      new PutLogEventsCommand({
        logGroupName: group,
        logStreamName: 'worker',
        logEvents: [
          { timestamp: minutesBefore(60), message: lines[0] },
          { timestamp: minutesBefore(31), message: '{"event":"start","Images":7}' },
          { timestamp: minutesBefore(5), message: lines[1] },
        ],
      }),
    )

    const { measured } = await cloudStatus(of({ now: noon }))
    await logs.send(new DeleteLogGroupCommand({ logGroupName: group }))

    expect(measured).toEqual({
      today: 1500,
      anHour: { value: 4000, estimate: 'of the last 15 minutes' },
      from: 'logs',
    })
  })

  test('the cost is of hours that workers ran today, and says what it takes for granted', async () => {
    const at = (time: string) => new Date(`2026-11-22T${time}:00Z`)
    const attempts = [
      { started: new Date('2026-11-21T20:00:00Z'), stopped: at('02:00') },
      { started: at('03:00'), stopped: at('03:30') },
      { started: at('09:00'), stopped: null },
    ]

    const { workers, cost } = await cloudStatus(of({ now: at('10:00'), jobs: jobs(attempts) }))

    expect(workers).toEqual({ active: 4 })
    expect(cost.workerHours).toBeCloseTo(3.5, 9)
    expect(cost.workers?.value).toBeCloseTo(3.5 * workerHour(), 9)
    expect(cost.workers?.estimate).toContain(`$${machines[usualMachine].spot.usual} an hour`)
    expect(cost.prices).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })
})
