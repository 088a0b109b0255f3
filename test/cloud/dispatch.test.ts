import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { batchClient, openJobs } from '../../src/aws/batch.ts'
import { connection } from '../../src/aws/clients.ts'
import type { Night } from '../../src/aws/contract.ts'
import type { Backlog, Queue } from '../../src/aws/queue.ts'
import { type DispatchHost, dispatch } from '../../src/cloud/dispatch.ts'
import {
  type DispatchSizes,
  imageQueues,
  imagesAMessage,
  type QueueState,
  workersToStart,
} from '../../src/cloud/dispatch-decision.ts'
import { readCloudEnvironment } from '../../src/environment.ts'
import { type BatchService, startBatchService } from './dispatch-batch-service.ts'

const count = fc.nat({ max: 50_000_000 })
const state = (queue: QueueState['queue']) =>
  fc.record({ queue: fc.constant(queue), waiting: count, inFlight: count, running: fc.nat({ max: 3000 }) })
const anyStates = fc.tuple(state('uploads'), state('manifests'))
const anySizes = fc.record({
  rate: fc.double({ min: 0.1, max: 2000, noNaN: true }),
  targetMinutes: fc.integer({ min: 1, max: 1440 }),
  maxWorkers: fc.integer({ min: 1, max: 10_000 }),
})

describe('the decision, whatever the queues hold', () => {
  const always = (holds: (states: QueueState[], sizes: DispatchSizes) => boolean) =>
    fc.assert(fc.property(anyStates, anySizes, holds), { numRuns: 2000 })
  const total = (start: Record<string, number>) => imageQueues.reduce((sum, queue) => sum + (start[queue] ?? 0), 0)

  test('no more workers in all than messages wait', () =>
    always((states, sizes) => {
      const start = workersToStart(states, sizes)
      return states.every(({ queue, waiting, running }) => start[queue] === 0 || running + start[queue] <= waiting)
    }))

  test('never above the limit, however many run already', () =>
    always((states, sizes) => {
      const running = states.reduce((sum, one) => sum + one.running, 0)
      return running + total(workersToStart(states, sizes)) <= Math.max(running, sizes.maxWorkers)
    }))

  test('whole numbers that are not negative', () =>
    always((states, sizes) =>
      Object.values(workersToStart(states, sizes)).every((start) => Number.isInteger(start) && start >= 0),
    ))

  test('asked again when they run, it starts none', () =>
    always((states, sizes) => {
      const start = workersToStart(states, sizes)
      const later = states.map((one) => ({ ...one, running: one.running + start[one.queue] }))
      return total(workersToStart(later, sizes)) === 0
    }))

  test('where there is room, what waits is drained in the target time', () =>
    always((states, sizes) => {
      const start = workersToStart(states, { ...sizes, maxWorkers: Number.MAX_SAFE_INTEGER })
      return states.every(({ queue, waiting, inFlight, running }) => {
        const seconds = ((waiting + inFlight) * imagesAMessage[queue]) / ((running + start[queue]) * sizes.rate)
        return running + start[queue] >= waiting || seconds <= sizes.targetMinutes * 60 * 1.000001
      })
    }))

  test('something waits, nobody runs, there is room: someone is started', () =>
    always((states, sizes) => {
      const idle = states.map((one) => ({ ...one, running: 0 }))
      return idle.every(({ waiting }) => waiting === 0) || total(workersToStart(idle, sizes)) > 0
    }))

  test('one worker more waiting never starts fewer', () =>
    always((states, sizes) => {
      const more = states.map((one) => ({ ...one, waiting: one.waiting + 1 }))
      return total(workersToStart(more, sizes)) >= total(workersToStart(states, sizes))
    }))
})

describe('the decision, by example', () => {
  const sizes = { rate: 100, targetMinutes: 10, maxWorkers: 20 }
  const queues = (uploads: Partial<QueueState>, manifests: Partial<QueueState> = {}): QueueState[] => [
    { queue: 'uploads', waiting: 0, inFlight: 0, running: 0, ...uploads },
    { queue: 'manifests', waiting: 0, inFlight: 0, running: 0, ...manifests },
  ]

  test.each([
    ['nothing waits', queues({ inFlight: 100 }), { uploads: 0, manifests: 0 }],
    ['one image', queues({ waiting: 1 }), { uploads: 1, manifests: 0 }],
    ['60,000 images are one worker for ten minutes', queues({ waiting: 60_000 }), { uploads: 1, manifests: 0 }],
    ['60,001 are two', queues({ waiting: 60_001 }), { uploads: 2, manifests: 0 }],
    ['workers that run are counted', queues({ waiting: 200_000, running: 3 }), { uploads: 1, manifests: 0 }],
    ['a message is a thousand images', queues({}, { waiting: 120 }), { uploads: 0, manifests: 2 }],
    ['the limit is shared', queues({ waiting: 1e7 }, { waiting: 30_000 }), { uploads: 5, manifests: 15 }],
  ])('%s', (_, states, start) => {
    expect(workersToStart(states, sizes)).toEqual(start)
  })
})

describe('dispatch by AWS Batch', () => {
  let batch: BatchService
  const logged: Record<string, unknown>[] = []
  beforeEach(async () => {
    logged.length = 0
    batch = await startBatchService()
  })
  afterEach(() => batch.close())

  const host = (stage: string, backlogs: { uploads: Backlog; manifests: Backlog }): DispatchHost => ({
    stage,
    connection: connection(batch.endpoint),
    queue: (name) =>
      ({ url: `https://queue/${name}`, backlog: async () => backlogs[name as 'uploads'] }) as unknown as Queue,
    now: () => new Date('2026-11-23T03:00:00Z'),
    log: (line) => logged.push(line),
    environment: readCloudEnvironment({
      LIMELIGHT_SIZES: JSON.stringify({ rate: 100, targetMinutes: 10, maxWorkers: 20, shardImages: 2000 }),
    }),
  })
  const none = { waiting: 0, inFlight: 0, delayed: 0 }
  const busy = { uploads: { waiting: 170_000, inFlight: 10, delayed: 5 }, manifests: { ...none, waiting: 3 } }

  test('starts one array of workers a queue, each told its queue', async () => {
    const found = await dispatch(host('main', busy), { time: '2026-11-23T03:00:00Z', round: 2 })

    expect(found).toEqual({ dt: '2026-11-22', round: 2, backlog: 170_018, running: 0, started: 4 })
    expect(batch.submitted).toEqual([
      {
        jobName: 'limelight-main-uploads-20261123030000',
        jobQueue: 'limelight-main-workers',
        jobDefinition: 'limelight-main-worker',
        arrayProperties: { size: 3 },
        containerOverrides: { environment: [{ name: 'LIMELIGHT_QUEUE_URL', value: 'https://queue/uploads' }] },
      },
      {
        jobName: 'limelight-main-manifests-20261123030000',
        jobQueue: 'limelight-main-workers',
        jobDefinition: 'limelight-main-worker',
        containerOverrides: { environment: [{ name: 'LIMELIGHT_QUEUE_URL', value: 'https://queue/manifests' }] },
      },
    ])
    expect(logged).toMatchObject([{ event: 'dispatch', started: 4 }])
  })

  test('called twice, it starts no worker twice', async () => {
    await dispatch(host('main', busy), {})
    const again = await dispatch(host('main', busy), {})

    expect(again).toMatchObject({ running: 4, started: 0 })
    expect(batch.submitted).toHaveLength(2)
  })

  test('a worker of an array that has ended is replaced while the others run', async () => {
    await dispatch(host('main', busy), {})
    Object.assign(batch.jobs.find(({ jobId }) => jobId === 'job-1:1') ?? {}, { status: 'FAILED' })

    const again = await dispatch(host('main', busy), {})

    expect(again).toMatchObject({ running: 3, started: 1 })
  })

  test('by day a few images wait for the next full hour, at night they do not', async () => {
    const few = { uploads: { ...none, waiting: 99 }, manifests: none }
    const patient = {
      ...host('main', few),
      environment: readCloudEnvironment({ LIMELIGHT_SIZES: JSON.stringify({ leastImages: 100 }) }),
    }
    const startedAt = async (time: string, call: Night.Call = { patient: true }) =>
      (await dispatch(patient, { ...call, time })).started

    expect(await startedAt('2026-11-23T14:05:00Z')).toBe(0)
    expect(await startedAt('2026-11-23T14:58:59Z')).toBe(0)
    expect(await startedAt('2026-11-23T15:04:59Z')).toBe(1)
    batch.jobs.length = 0
    expect(await startedAt('2026-11-23T15:30:00Z', {})).toBe(1)
    batch.jobs.length = 0
    few.uploads.waiting = 100
    expect(await startedAt('2026-11-23T15:30:00Z')).toBe(1)
  })

  test('on an emulator it counts and starts nobody', async () => {
    const found = await dispatch(host('local', busy), { dt: '2026-11-20' })

    expect(found).toEqual({ dt: '2026-11-20', round: 0, backlog: 170_018, running: 0, started: 0 })
    expect(batch.submitted).toEqual([])
  })

  test('sizes that make no sense are named', async () => {
    const wrong = { ...host('main', busy), environment: readCloudEnvironment({ LIMELIGHT_SIZES: '{"rate":0}' }) }

    await expect(dispatch(wrong, {})).rejects.toThrow(/LIMELIGHT_SIZES.*\s.*rate/)
  })

  test('the time that workers ran is told try by try', async () => {
    const jobs = openJobs(batchClient(connection(batch.endpoint)), 'limelight-main-workers', 'limelight-main-worker')
    await jobs.start({ name: 'a', workers: 2, environment: {} })
    await jobs.start({ name: 'b', workers: 1, environment: {} })
    const hour = (at: number) => Date.UTC(2026, 10, 22, at)
    Object.assign(batch.jobs.find(({ jobId }) => jobId === 'job-1:0') ?? {}, {
      status: 'RUNNING',
      startedAt: hour(5),
      attempts: [{ startedAt: hour(1), stoppedAt: hour(2) }],
    })
    Object.assign(batch.jobs.find(({ jobId }) => jobId === 'job-2') ?? {}, {
      status: 'SUCCEEDED',
      startedAt: hour(0),
      stoppedAt: hour(1),
    })

    const attempts = await jobs.attempts(new Date(hour(0)))

    expect(attempts).toEqual([
      { started: new Date(hour(0)), stopped: new Date(hour(1)) },
      { started: new Date(hour(1)), stopped: new Date(hour(2)) },
      { started: new Date(hour(5)), stopped: null },
    ])
  })
})
