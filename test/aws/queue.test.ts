import { PurgeQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { reasonAttribute } from '../../src/aws/contract.ts'
import type { Message, Queue } from '../../src/aws/queue.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

describeWithStack('a queue', () => {
  let stack: Stack
  let queue: Queue

  beforeAll(async () => {
    stack = await startStack()
    queue = stack.queues.manifests
  }, stackTimeout)

  afterAll(() => stack?.stop())

  beforeEach(async () => {
    for (const { url } of [queue, stack.queues.posts]) await stack.sqs.send(new PurgeQueueCommand({ QueueUrl: url }))
  })

  test('takes and gives as many messages as there are, ten at a time', async () => {
    const bodies = Array.from({ length: 23 }, (_, index) => `message ${index} ü🎈`)

    await queue.send(bodies.map((body) => ({ body })))
    const messages = await take(queue, 60)

    expect(messages.map(({ body }) => body).sort()).toEqual([...bodies].sort())
    expect(messages.every(({ received }) => received === 1)).toBe(true)
    expect(await queue.backlog()).toEqual({ waiting: 0, inFlight: 23, delayed: 0 })

    await queue.remove(messages)
    expect(await queue.backlog()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 })
  })

  test('big messages go in several requests', async () => {
    const bodies = Array.from({ length: 4 }, (_, index) => String(index).repeat(80_000))

    await queue.send(bodies.map((body) => ({ body })))

    expect((await take(queue, 60)).map(({ body }) => body).sort()).toEqual(bodies)
  })

  test('a message that is given back comes again, and says how often it came', async () => {
    await queue.send([{ body: 'again' }])
    const first = await queue.receive({ visibility: 60, wait: 1 })
    expect(await queue.receive({ visibility: 60, wait: 0 })).toEqual([])

    expect(await queue.hide(first, 0)).toEqual([])

    const second = await queue.receive({ visibility: 60, wait: 10 })
    expect(second.map(({ body, received }) => [body, received])).toEqual([['again', 2]])
  })

  test('a message whose time has run out comes to somebody else; the first can neither keep nor delete it', async () => {
    await queue.send([{ body: 'slow' }])
    const mine = await queue.receive({ visibility: 1, wait: 1 })
    const theirs = await queue.receive({ visibility: 60, wait: 10 })
    expect(theirs.map(({ body, received }) => [body, received])).toEqual([['slow', 2]])
    await queue.remove(theirs)

    expect(await queue.hide(mine, 60)).toEqual(mine.map(({ id }) => id))
    await queue.remove(mine)
  })

  test('attributes go with a message', async () => {
    await queue.send([{ body: 'odd', attributes: { [reasonAttribute]: 'no JSON' } }])

    const { Messages = [] } = await stack.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue.url, MessageAttributeNames: ['All'], WaitTimeSeconds: 1 }),
    )

    expect(Messages[0]?.MessageAttributes?.[reasonAttribute]?.StringValue).toBe('no JSON')
  })

  test('a message that comes too often is a dead letter', async () => {
    await queue.send([{ body: 'poison' }])
    for (let time = 1; time <= 5; time++) {
      const [message] = await queue.receive({ visibility: 60, wait: 10 })
      expect(message?.received).toBe(time)
      await queue.hide(message ? [message] : [], 0)
    }
    expect(await queue.receive({ visibility: 60, wait: 1 })).toEqual([])

    const dead = await stack.queues.deadLetters.receive({ visibility: 60, wait: 10 })
    expect(dead.map(({ body }) => body)).toEqual(['poison'])
  })

  test('sending, receiving and deleting get through 503s and lost connections', async () => {
    const { queues, proxy } = await stack.proxy({ seed: 3 })
    const through = queues.manifests
    const unavailable = { kind: 'answer', status: 503, code: 'ServiceUnavailable' } as const
    const rules = [
      proxy.fault({ match: { service: 'sqs' }, fault: unavailable, probability: 0.2 }),
      proxy.fault({ match: { service: 'sqs' }, fault: { kind: 'drop' }, probability: 0.1 }),
    ]

    for (let i = 0; i < 10; i++) await through.send([{ body: String(i) }])
    for (let round = 0; round < 10; round++) await through.remove(await take(through, 60))

    expect(Math.min(...rules.map((rule) => rule.struck()))).toBeGreaterThan(0)
    expect(await queue.backlog()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 })
  })
})

/** What lies in a queue. */
async function take(queue: Queue, visibility: number): Promise<Message[]> {
  const taken: Message[] = []
  for (;;) {
    const some = await queue.receive({ visibility, wait: 0 })
    if (some.length === 0) return taken
    taken.push(...some)
  }
}
