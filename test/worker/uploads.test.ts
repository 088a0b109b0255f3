import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { dayOf } from '../../src/aws/contract.ts'
import { compactDay, hostOf } from '../cloud/made-day.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'
import { tally } from '../stack/tally.ts'
import { announce, makeCorpus, upload } from '../stack/uploads.ts'
import { startWorker } from './worker-process.ts'

const seed = 20261122
const count = 1000

describeWithStack(`${count} uploads (seed ${seed})`, () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)
  afterAll(() => stack.stop())

  test('end as exactly one row each: processed + quarantined = uploaded, key by key', async () => {
    const corpus = await makeCorpus(count, { seed })
    const days = new Set([dayOf(new Date())])
    const setup = { environment: stack.environment, queueUrl: stack.queues.uploads.url, sizes: { workers: 1, idle: 8 } }
    const workers = [startWorker(setup), startWorker(setup)]

    await upload(stack.bucket, corpus)
    await announce(stack.bucket, stack.queues.uploads, corpus.announcedTwice)
    const ends = await Promise.all(workers.map(({ ended }) => ended))
    days.add(dayOf(new Date()))
    for (const dt of days) await compactDay(hostOf(stack), {}, dt)
    const { problems, uploaded, processed, quarantined } = await tally(stack.bucket, corpus.truth)

    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(problems).toEqual([])
    expect(processed + quarantined).toBe(uploaded)
    expect(processed).toBe([...corpus.truth.values()].filter(({ kind }) => kind === 'ok').length)
    expect(await stack.queues.deadLetters.backlog()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 })
  })
})
