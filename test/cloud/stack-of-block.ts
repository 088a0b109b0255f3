import { afterAll, afterEach, beforeAll } from '@jest/globals'
import { type Stack, stackTimeout, startStack } from '../stack/start.ts'
import { emptyBucket, hostOf } from './made-day.ts'
import { takeQueued } from './queued.ts'

/** A stack for all tests of a block; each finds an empty bucket and no manifests in the queue. */
export function stackOfBlock(): () => Stack {
  let stack: Stack | undefined
  const started = () => {
    if (!stack) throw new Error('the stack has not been started')
    return stack
  }
  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)
  afterAll(() => stack?.stop())
  afterEach(async () => {
    await takeQueued(started())
    await emptyBucket(hostOf(started()))
  })
  return started
}
