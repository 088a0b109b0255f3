import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Listed } from '../../src/aws/bucket.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

describeWithStack('a bucket', () => {
  const folder = mkdtempSync(join(tmpdir(), 'limelight-bucket-'))
  let stack: Stack

  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)

  afterAll(async () => {
    await stack?.stop()
    rmSync(folder, { recursive: true })
  })

  function file(name: string, content: string | Uint8Array): string {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }

  test('gives back what was written, and null or false for what is not there', async () => {
    await stack.bucket.write('manifests/a.jsonl', 'ä\n')

    expect(Buffer.from((await stack.bucket.read('manifests/a.jsonl')) ?? []).toString()).toBe('ä\n')
    expect(await stack.bucket.size('manifests/a.jsonl')).toBe(3)
    expect(await stack.bucket.download('manifests/a.jsonl', join(folder, 'copy'))).toBe(true)
    expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('ä\n')

    expect(await stack.bucket.read('manifests/b.jsonl')).toBeNull()
    expect(await stack.bucket.size('manifests/b.jsonl')).toBeNull()
    expect(await stack.bucket.download('manifests/b.jsonl', join(folder, 'none'))).toBe(false)
  })

  test('keeps every character of a key', async () => {
    const keys = [
      'a b',
      'a+b',
      '100%',
      '%20',
      'ü',
      'u\u0308',
      '🎈',
      `'"<b>&`,
      'a=b&c?d#e',
      '.hidden',
      './x',
      'a//b',
    ].map((name) => `reports/odd/${name}`)
    for (const key of keys) await stack.bucket.write(key, key)

    const listed = (await all(stack.bucket.list('reports/odd/'))).map(({ key }) => key)
    expect(listed).toEqual(byBytes(keys))
    for (const key of keys) expect(String(Buffer.from((await stack.bucket.read(key)) ?? []))).toBe(key)
  })

  test('lists page by page, in order, from any key on', async () => {
    const keys = Array.from({ length: 1_203 }, (_, index) => `athena/${String(index).padStart(5, '0')}`)
    await Promise.all(keys.map((key) => stack.bucket.write(key, '')))

    expect((await all(stack.bucket.list('athena/'))).map(({ key }) => key)).toEqual(keys)
    expect((await all(stack.bucket.list('athena/', 'athena/01200'))).map(({ key }) => key)).toEqual([
      'athena/01201',
      'athena/01202',
    ])
  })

  test('removes more than a thousand objects, and those that are gone already', async () => {
    const keys = Array.from({ length: 1_100 }, (_, index) => `shards/x/${index}`)
    await Promise.all(keys.slice(0, 1_050).map((key) => stack.bucket.write(key, '')))

    await stack.bucket.remove(keys)

    expect(await all(stack.bucket.list('shards/x/'))).toEqual([])
  })

  test('tells of an object what the registry keeps: ETag without quotes, size, time', async () => {
    const before = Date.now()
    const { ETag } = await stack.s3.send(
      new PutObjectCommand({ Bucket: stack.bucket.name, Key: 'links/one', Body: 'one' }),
    )

    const [listed] = await all(stack.bucket.list('links/one'))

    expect(`"${listed?.etag}"`).toBe(ETag)
    expect(listed).toMatchObject({ key: 'links/one', bytes: 3 })
    // Listings have whole seconds.
    expect(Math.abs((listed?.storedAt.getTime() ?? 0) - before)).toBeLessThan(5_000)
  })

  test('an upload takes the place of what was there; a create never does', async () => {
    const [first, second] = [file('first', 'first'), file('second', 'second')]

    expect(await stack.bucket.create('shards/taken', first)).toBe(true)
    expect(await stack.bucket.create('shards/taken', second)).toBe(false)
    expect(String(Buffer.from((await stack.bucket.read('shards/taken')) ?? []))).toBe('first')

    await stack.bucket.upload('shards/taken', second)
    expect(String(Buffer.from((await stack.bucket.read('shards/taken')) ?? []))).toBe('second')
  })

  test('of many who create the same key, one does', async () => {
    const shard = file('shard', 'x'.repeat(100_000))

    const created = await Promise.all(Array.from({ length: 20 }, () => stack.bucket.create('shards/raced', shard)))

    expect(created.filter(Boolean)).toHaveLength(1)
    expect(await stack.bucket.size('shards/raced')).toBe(100_000)
  })

  test('uploads leave no connection in use', async () => {
    const { s3, bucket } = await stack.proxy()
    const photo = file('photo', Buffer.alloc(90_000, 1))

    for (let i = 0; i < 100; i++) await bucket.upload(`reports/uploads/${i}`, photo)

    const handler: unknown = s3.config.requestHandler
    const { httpAgent } = (handler as { httpHandlerConfigs(): { httpAgent: Agent } }).httpHandlerConfigs()
    expect(Object.keys(httpAgent.sockets)).toEqual([])
    expect(Object.keys(httpAgent.freeSockets)).toHaveLength(1)
  })

  test('a create that meets 409, 503 and a broken connection tries again and stores the file', async () => {
    const { bucket, proxy } = await stack.proxy()
    const match = { operation: 'PutObject', key: 'shards/hard' }
    const rules = [
      proxy.fault({ match, fault: { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' }, times: 1 }),
      proxy.fault({ match, fault: { kind: 'answer', status: 503, code: 'SlowDown' }, times: 1 }),
      proxy.fault({ match, fault: { kind: 'drop' }, times: 1 }),
    ]

    expect(await bucket.create('shards/hard', file('hard', 'hard'))).toBe(true)

    expect(rules.map((rule) => rule.struck())).toEqual([1, 1, 1])
    expect(proxy.count(match)).toBe(4)
    expect(String(Buffer.from((await bucket.read('shards/hard')) ?? []))).toBe('hard')
  })

  test.each(['error', 'break'] as const)(
    'a create whose answer is lost (%s) finds the key taken, by itself',
    async (as) => {
      const { bucket, proxy } = await stack.proxy()
      const key = `shards/lost-${as}`
      const rule = proxy.fault({ match: { operation: 'PutObject', key }, fault: { kind: 'lost-answer', as }, times: 1 })

      expect(await bucket.create(key, file('lost', as))).toBe(false)

      expect(rule.struck()).toBe(1)
      expect(String(Buffer.from((await bucket.read(key)) ?? []))).toBe(as)
    },
  )

  test('a create that can never succeed ends with an error', async () => {
    const { bucket, proxy } = await stack.proxy()
    proxy.fault({ match: { operation: 'PutObject' }, fault: { kind: 'answer', status: 403, code: 'AccessDenied' } })

    await expect(bucket.create('shards/denied', file('denied', ''))).rejects.toThrow(/AccessDenied|fault proxy/)
    expect(proxy.count({ operation: 'PutObject' })).toBe(1)
  })

  test('a read that meets 503 now and then gets through', async () => {
    const { bucket, proxy } = await stack.proxy({ seed: 7 })
    await stack.bucket.write('images/busy', 'busy')
    const slowDown = { kind: 'answer', status: 503, code: 'SlowDown' } as const
    const rule = proxy.fault({ match: { operation: 'GetObject' }, fault: slowDown, probability: 0.4 })

    for (let i = 0; i < 8; i++) expect(String(Buffer.from((await bucket.read('images/busy')) ?? []))).toBe('busy')

    expect(rule.struck()).toBeGreaterThan(0)
    expect(proxy.count({ operation: 'GetObject' })).toBe(8 + rule.struck())
  })

  test('a body that breaks off is an error, never half an object', async () => {
    const { bucket, proxy } = await stack.proxy()
    await stack.bucket.write('images/cut', Buffer.alloc(300_000, 7))
    const rule = proxy.fault({ match: { key: 'images/cut' }, fault: { kind: 'cut', at: 0.5 } })

    await expect(bucket.read('images/cut')).rejects.toThrow()
    await expect(bucket.download('images/cut', join(folder, 'cut'))).rejects.toThrow()

    expect(rule.struck()).toBeGreaterThanOrEqual(2)
  })
})

async function all(listing: AsyncIterable<Listed>): Promise<Listed[]> {
  const found: Listed[] = []
  for await (const one of listing) found.push(one)
  return found
}

/** S3's order: that of the keys' bytes in UTF-8. */
const byBytes = (keys: readonly string[]) => [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
