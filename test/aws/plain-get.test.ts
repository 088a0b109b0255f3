import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { objectReader } from '../../src/aws/object-reader.ts'
import { objectUri } from '../../src/aws/object-uri.ts'
import { placesOf, plainGet } from '../../src/aws/plain-get.ts'
import { openReader } from '../../src/aws/read-object-plainly.ts'
import { oddNames } from '../stack/odd-names.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

describe('objects of an S3 that answers as it likes', () => {
  let server: Server
  let endpoint: string
  let answers: Answer[]
  let asked: IncomingMessage[]
  let connections: number

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request)
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      answer?.(request, response)
    })
    server.on('connection', () => connections++)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    forget()
  })
  const forget = () => {
    answers = [gives]
    asked = []
    connections = 0
  }
  afterEach(forget)
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const gives: Answer = (_, response) => {
    const headers = { etag: '"abc"', 'last-modified': 'Sun, 22 Nov 2026 09:12:44 GMT', 'content-length': 7 }
    response.writeHead(200, headers).end('content')
  }
  const refuses =
    (status: number, code: string, headers = {}): Answer =>
    (_, response) => {
      response
        .writeHead(status, headers)
        .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`)
    }
  const ours = { accessKeyId: 'ours', secretAccessKey: 'secret', sessionToken: 'token' }
  const read = (maxBytes = 100, more: Partial<Parameters<typeof plainGet>[0]> = {}) =>
    objectReader(plainGet({ region: 'eu-west-1', endpoint, credentials: async () => ours, ...more }), 2).read(
      's3://bucket/a b/ü.jpg',
      maxBytes,
    )

  test('come with what S3 says of them, signed for', async () => {
    const { bytes, columns } = await read()

    expect(Buffer.from(bytes).toString()).toBe('content')
    expect(columns).toEqual({ etag: 'abc', stored_at: new Date('2026-11-22T09:12:44Z') })
    expect(asked.map(({ method, url }) => [method, url])).toEqual([['GET', '/bucket/a%20b/%C3%BC.jpg']])
    expect(asked[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=ours\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=host;/,
      ),
      'x-amz-security-token': 'token',
    })
  })

  test('come one after another by one connection, also after one that was not there', async () => {
    const get = plainGet({ region: 'eu-west-1', endpoint, credentials: async () => ours })
    const reader = objectReader(get, 2)
    answers = [gives, refuses(404, 'NoSuchKey'), gives]

    await reader.read('s3://bucket/1', 100)
    await expect(reader.read('s3://bucket/2', 100)).rejects.toMatchObject({ code: 'not_found' })
    for (let i = 0; i < 5; i++) await reader.read(`s3://bucket/${i}`, 100)

    expect([asked.length, connections]).toEqual([7, 1])
  })

  test.each([
    [404, 'NoSuchKey', 'not_found', 1],
    [403, 'AccessDenied', 'access_denied', 1],
    [503, 'SlowDown', 'unavailable', 2],
    [500, 'InternalError', 'unavailable', 2],
  ])('that are refused with %d %s say so', async (status, code, says, requests) => {
    answers = [refuses(status, code)]

    await expect(read()).rejects.toMatchObject({ code: says })

    expect(asked.length).toBe(requests)
  })

  test('that it can not give for another reason are a fault with its words', async () => {
    answers = [refuses(301, 'PermanentRedirect')]

    await expect(read()).rejects.toThrow('S3 answered 301 PermanentRedirect no')
  })

  test.each([
    [301, 'PermanentRedirect'],
    [400, 'AuthorizationHeaderMalformed'],
  ])('of a bucket in another region are asked for there, from the answer %d on', async (status, code) => {
    const get = plainGet({ region: 'eu-west-1', endpoint, credentials: async () => ours })
    const reader = objectReader(get, 2)
    answers = [refuses(status, code, { 'x-amz-bucket-region': 'ap-southeast-2' }), gives]

    for (let i = 0; i < 3; i++) await reader.read('s3://far/a.jpg', 100)
    await reader.read('s3://near/a.jpg', 100)

    const regions = asked.map(({ headers }) => /\/([a-z0-9-]+)\/s3\//.exec(headers.authorization ?? '')?.[1])
    expect(regions).toEqual(['eu-west-1', 'ap-southeast-2', 'ap-southeast-2', 'ap-southeast-2', 'eu-west-1'])
  })

  test.each(['eu-west-1', 'evil.example/x', ''])(
    'are not asked for in circles: "%s" is no other region',
    async (region) => {
      answers = [refuses(301, 'PermanentRedirect', { 'x-amz-bucket-region': region })]

      await expect(read()).rejects.toThrow('S3 answered 301 PermanentRedirect no')

      expect(asked.length).toBe(1)
    },
  )

  test.each<[string, Answer]>([
    [
      'breaks off in the middle',
      (_, response) => {
        response.writeHead(200, { 'content-length': 7 })
        response.write('con', () => response.destroy())
      },
    ],
    ['closes without a word', (request) => request.socket.destroy()],
    ['is too slow for a moment', refuses(503, 'SlowDown')],
  ])('are asked for again when S3 %s', async (_, fault) => {
    answers = [fault, gives]

    expect(Buffer.from((await read()).bytes).toString()).toBe('content')
    expect(asked.length).toBe(2)
  })

  test('that are larger than may be are refused, whether S3 says so before or not', async () => {
    await expect(read(6)).rejects.toMatchObject({ code: 'too_large_file' })
    answers = [(_, response) => response.writeHead(200).end('content')]
    await expect(read(6)).rejects.toMatchObject({ code: 'too_large_file' })

    expect(asked.length).toBe(2)
  })

  test('come although our clock is wrong: it goes by that of S3 from then on', async () => {
    const now = () => new Date('2026-10-01T00:00:00Z')
    const get = plainGet({ region: 'eu-west-1', endpoint, credentials: async () => ours, now })
    const options = { maxBytes: 100, signal: new AbortController().signal }
    answers = [refuses(403, 'RequestTimeTooSkewed', { date: 'Sun, 22 Nov 2026 10:00:00 GMT' }), gives]

    await get({ bucket: 'bucket', key: 'a' }, options)
    await get({ bucket: 'bucket', key: 'b' }, options)

    expect(asked.map(({ headers }) => headers['x-amz-date'])).toEqual([
      '20261001T000000Z',
      '20261122T100000Z',
      '20261122T100000Z',
    ])
  })

  test('come although credentials are over: others are asked for, once', async () => {
    const given: boolean[] = []
    answers = [refuses(400, 'ExpiredToken'), gives]

    await read(100, {
      credentials: async (anew) => {
        given.push(anew)
        return ours
      },
    })
    expect(given).toEqual([false, true])

    answers = [refuses(400, 'ExpiredToken')]
    await expect(read()).rejects.toThrow('ExpiredToken')
  })
})

test.each([
  ['eu-west-1', null, 'photos', 'photos.s3.eu-west-1.amazonaws.com/a%2Bb'],
  ['eu-west-1', null, 'my.photos', 's3.eu-west-1.amazonaws.com/my.photos/a%2Bb'],
  ['cn-north-1', null, 'photos', 'photos.s3.cn-north-1.amazonaws.com.cn/a%2Bb'],
  ['us-east-1', 'http://localhost:4566', 'photos', 'localhost:4566/photos/a%2Bb'],
])('an object of %s (endpoint %s) in %s is at %s', (region, endpoint, bucket, address) => {
  const { host, path } = placesOf(region, endpoint)({ bucket, key: 'a+b' })

  expect(host + path).toBe(address)
})

describeWithStack('objects of the emulator', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  }, stackTimeout)
  afterAll(() => stack?.stop())

  test('come whatever they are called', async () => {
    const reader = await openReader({ region: 'us-east-1', endpoint: stack.environment.LIMELIGHT_AWS_ENDPOINT ?? '' })
    for (const name of oddNames) await stack.bucket.write(`images/${name}`, name)

    for (const name of oddNames) {
      const { bytes } = await reader.read(objectUri(stack.bucket.name, `images/${name}`), 10_000)
      expect(Buffer.from(bytes).toString()).toBe(name)
    }
  })
})
