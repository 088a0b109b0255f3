import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type FaultProxy, openProxy } from './proxy.ts'

/** As the SDK signs requests to S3. */
const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/s3/aws4_request, Signature=x' }

let server: Server
let stored: Map<string, Buffer>
let proxy: FaultProxy

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const key = request.url ?? ''
    if (request.method === 'PUT') stored.set(key, Buffer.concat(parts))
    const body = request.method === 'PUT' ? Buffer.alloc(0) : (stored.get(key) ?? Buffer.alloc(0))
    response.writeHead(200, { 'content-length': body.length }).end(request.method === 'HEAD' ? undefined : body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

beforeEach(async () => {
  stored = new Map()
  proxy = await openProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { seed: 11 })
})

afterEach(() => proxy.close())

const ask = (key: string, options: RequestInit = {}) =>
  fetch(`${proxy.endpoint}/bucket/${key}`, { headers: signed, ...options })

test('passes bodies on both ways and counts by operation', async () => {
  const body = Buffer.alloc(3_000_000, 'limelight')

  await ask('images/a%20b', { method: 'PUT', body })
  const answer = await ask('images/a%20b')

  expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true)
  expect(proxy.counts()).toEqual([
    { service: 's3', operation: 'PutObject', requests: 1, bytesIn: body.length, bytesOut: 0 },
    { service: 's3', operation: 'GetObject', requests: 1, bytesIn: 0, bytesOut: body.length },
  ])
  expect(proxy.count({ key: 'images/a b' })).toBe(2)
  expect(proxy.count({ key: /^posts/ })).toBe(0)
})

test('names operations of queues, of old and new services', async () => {
  const scope = (service: string) => signed.authorization.replace('s3', service)
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`${proxy.endpoint}/`, { method: 'POST', headers, body })

  await post({ authorization: scope('sqs'), 'x-amz-target': 'AmazonSQS.ReceiveMessage' }, '{}')
  await post(
    { authorization: scope('sns'), 'content-type': 'application/x-www-form-urlencoded' },
    'Action=Publish&Message=x',
  )

  expect(proxy.counts().map(({ service, operation }) => `${service} ${operation}`)).toEqual([
    'sqs ReceiveMessage',
    'sns Publish',
  ])
})

test('an answer in its place never reaches the endpoint', async () => {
  const rule = proxy.fault({
    match: { operation: 'PutObject', key: 'shards/' },
    fault: { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' },
    timesPerKey: 1,
  })

  const statuses = []
  for (const key of ['shards/1', 'shards/1', 'shards/2', 'images/1']) {
    statuses.push((await ask(key, { method: 'PUT', body: 'x' })).status)
  }

  expect(statuses).toEqual([409, 200, 409, 200])
  expect(rule.keys()).toEqual(['shards/1', 'shards/2'])
  expect([...stored.keys()]).toEqual(['/bucket/shards/1', '/bucket/images/1'])
})

test('chance is the same for the same seed, in whatever order requests come', async () => {
  const keys = Array.from({ length: 60 }, (_, index) => `images/${index}`)
  const struck = async (order: readonly string[]) => {
    const other = await openProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { seed: 11 })
    const rule = other.fault({ match: {}, fault: { kind: 'answer', status: 503, code: 'SlowDown' }, probability: 0.3 })
    for (const key of order) await fetch(`${other.endpoint}/bucket/${key}`, { headers: signed })
    await other.close()
    return rule.keys().sort()
  }

  const first = await struck(keys)

  expect(await struck([...keys].reverse())).toEqual(first)
  expect(first.length).toBeGreaterThan(5)
  expect(first.length).toBeLessThan(40)
})

test('an answer that is lost was carried out', async () => {
  const match = { operation: 'PutObject' }
  proxy.fault({ match, fault: { kind: 'lost-answer', as: 'error' }, times: 1 })
  proxy.fault({ match, fault: { kind: 'lost-answer', as: 'break' }, times: 1 })

  expect((await ask('a', { method: 'PUT', body: 'a' })).status).toBe(500)
  await expect(ask('b', { method: 'PUT', body: 'b' })).rejects.toThrow()
  expect([...stored.keys()]).toEqual(['/bucket/a', '/bucket/b'])
})

test('a cut body has the length of the whole one, and ends in the middle', async () => {
  stored.set('/bucket/a', Buffer.alloc(200_000))
  proxy.fault({ match: {}, fault: { kind: 'cut', at: 0.5 } })

  const answer = await ask('a')

  expect(answer.headers.get('content-length')).toBe('200000')
  await expect(answer.arrayBuffer()).rejects.toThrow()
})

test('an inflated body says so in its head and goes on and on, until nobody reads', async () => {
  stored.set('/bucket/a', Buffer.from('a photo'))
  proxy.fault({ match: { operation: 'GetObject' }, fault: { kind: 'inflate', bytes: 5e9 } })

  const stop = new AbortController()
  const answer = await ask('a', { signal: stop.signal })
  let read = 0
  for await (const part of answer.body ?? []) {
    read += part.length
    if (read > 1_000_000) break
  }
  stop.abort()

  expect(answer.headers.get('content-length')).toBe('5000000000')
  expect(read).toBeGreaterThan(1_000_000)
})

test('delays and slow bodies take their time', async () => {
  stored.set('/bucket/a', Buffer.alloc(100_000))
  const rules = [
    proxy.fault({ match: {}, fault: { kind: 'delay', least: 200, most: 300 }, times: 1 }),
    proxy.fault({ match: {}, fault: { kind: 'slow', bytesPerSecond: 400_000 }, times: 1 }),
  ]
  const timed = async () => {
    const started = performance.now()
    await (await ask('a')).arrayBuffer()
    return performance.now() - started
  }

  expect(await timed()).toBeGreaterThan(190)
  expect(await timed()).toBeGreaterThan(200)
  expect(rules.map((rule) => rule.struck())).toEqual([1, 1])
})

test('a dropped request breaks the connection', async () => {
  proxy.fault({ match: {}, fault: { kind: 'drop' } })

  await expect(ask('a', { method: 'PUT', body: 'a' })).rejects.toThrow()
  expect([...stored.keys()]).toEqual([])
})
