import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'
import { truthOf } from './photos.ts'
import { byKey, shardRows } from './rows.ts'
import type { WorkerSetup } from './worker-process.ts'

/** Printed when a test fails; another one with SEED=... */
export const seed = Number(process.env.SEED ?? 20261122)

/** What tests of a worker are given: there once they run. */
export interface Given {
  stack: Stack
  /** A worker of the queue of uploads. */
  setup: WorkerSetup
}

/** Tests of a worker beside an AWS of their own, whose bucket is empty before each. */
export function describeWorker(title: string, tests: (given: Given) => void): void {
  describeWithStack(`${title} (seed ${seed})`, () => {
    const given = {} as Given
    beforeAll(async () => {
      const stack = await startStack()
      Object.assign(given, { stack, setup: { environment: stack.environment, queueUrl: stack.queues.uploads.url } })
    }, stackTimeout)
    afterAll(() => given.stack?.stop())
    afterEach(() => removeObjects(given.stack))
    tests(given)
  })
}

/** Every upload has a row with its content, all rows of an image have one id, and no message is left. */
export async function expectAllMeasured(stack: Stack, photos: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const groups = byKey(await shardRows(stack.bucket))
  const found = [...groups].map(([key, rows]) => `${key} ${rows[0]?.sha256}`).sort()
  expect(found).toEqual(truthOf(photos))
  for (const rows of groups.values()) expect(new Set(rows.map(({ row_id }) => row_id)).size).toBe(1)
  for (const rows of groups.values()) expect(rows.map(({ status }) => status)).not.toContain('error')
  await expectNoMessages(stack)
}

export async function expectNoMessages({ queues }: Stack): Promise<void> {
  const { uploads, manifests, deadLetters } = queues
  for (const queue of [uploads, manifests, deadLetters]) {
    expect(await queue.backlog()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 })
  }
}

/** Takes every message off the queue of uploads. @returns their bodies */
export async function drain({ queues }: Stack): Promise<string[]> {
  const bodies: string[] = []
  for (;;) {
    const messages = await queues.uploads.receive({ visibility: 60, wait: 1 })
    if (messages.length === 0) return bodies
    bodies.push(...messages.map(({ body }) => body))
    await queues.uploads.remove(messages)
  }
}

async function removeObjects({ bucket }: Stack): Promise<void> {
  for (const prefix of ['images/', 'shards/', 'manifests/']) {
    const keys: string[] = []
    for await (const { key } of bucket.list(prefix)) keys.push(key)
    await bucket.remove(keys)
  }
}
