import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { ErrorCode } from '../../src/errors.ts'
import { cacheFolder } from '../../src/fetch/cache.ts'
import type { Guard } from '../../src/fetch/guarded-lookup.ts'
import { failureOf } from './failure.ts'
import { fetcher, guard, picture, scratch, web } from './local-fetcher.ts'
import { answer, type Page } from './local-web.ts'

describe('what can not be had', () => {
  const long = 'x'.repeat(1001)
  test.each<[ErrorCode, string, Page, RegExp]>([
    ['not_found', '', answer(404), /404/],
    ['forbidden', '', answer(403), /403/],
    ['forbidden', '', answer(401), /401/],
    ['expired', '', answer(410), /410/],
    ['expired', '?oh=00_A&oe=61A2B3C4&_nc_ht=x', answer(403), /valid until 2021-11-27/],
    ['expired', '?x-expires=1600000000&x-signature=s', answer(403), /valid until 2020-09-13/],
    ['expired', '?X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-Signature=s', answer(403), /2020-01-01 00:01/],
    ['forbidden', '?x-expires=9600000000&x-signature=s', answer(403), /403/],
    ['too_large_file', '', answer(200, long), /the limit is 1000; raise --max-bytes/],
    ['too_large_file', '', (_, response) => response.write(long, () => response.end()), /the limit is 1000/],
    ['unsupported_format', '', answer(200, '<html>', { 'content-type': 'text/html; charset=utf-8' }), /log in/],
  ])('%s%s', async (code, query, page, message) => {
    const { port, asked } = await web({ '/a.jpg': page })
    const image = { uri: `http://a.example:${port}/a.jpg`, address: `http://a.example:${port}/a.jpg${query}` }

    const failure = await failureOf(fetcher().obtain(image))
    const again = await failureOf(fetcher().obtain(image))

    expect(failure.code).toBe(code)
    expect(failure.message).toMatch(message)
    // It is known, and not asked for again.
    expect(again).toEqual(failure)
    expect(asked).toHaveLength(1)
  })

  test('is asked for again with a fresh signature, another limit, and by --retry-errors where that can help', async () => {
    const { port, asked } = await web({ '/a.jpg': answer(403), '/b.jpg': answer(404) })
    const uri = `http://a.example:${port}/a.jpg`
    const old = `${uri}?x-expires=1600000000&x-signature=s`

    await failureOf(fetcher().obtain({ uri, address: old }))
    await failureOf(fetcher({ retryErrors: true }).obtain({ uri, address: old }))
    expect(asked).toHaveLength(1)
    await failureOf(fetcher({ maxBytes: 2000 }).obtain({ uri, address: old }))
    await failureOf(fetcher().obtain({ uri, address: `${uri}?x-expires=9600000000&x-signature=t` }))
    expect(asked).toHaveLength(3)
    await failureOf(fetcher({ retryErrors: true }).obtain({ uri: `http://a.example:${port}/b.jpg` }))
    await failureOf(fetcher({ retryErrors: true }).obtain({ uri: `http://a.example:${port}/b.jpg` }))
    expect(asked).toHaveLength(5)
  })

  test('a server in trouble is asked three times; Retry-After is kept to', async () => {
    let times = 0
    const moments: number[] = []
    const { port } = await web({
      '/busy.jpg': (_, response) => {
        moments.push(Date.now())
        if (++times < 3) response.writeHead(429, { 'retry-after': '1' }).end()
        else response.writeHead(200).end(picture)
      },
      '/down.jpg': answer(503, '', { 'retry-after': '0' }),
    })

    await fetcher().obtain({ uri: `http://a.example:${port}/busy.jpg` })
    const down = await failureOf(fetcher().obtain({ uri: `http://b.example:${port}/down.jpg` }))

    expect((moments[2] ?? 0) - (moments[0] ?? 0)).toBeGreaterThanOrEqual(1900)
    expect(down).toEqual({ code: 'unavailable', message: 'the server answered 503, in 3 tries' })
  })

  test('a body that breaks off, a server that never answers, a name that is none', async () => {
    const { port } = await web({
      '/cut.jpg': (request, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('abc')
        setTimeout(() => request.socket.destroy(), 10)
      },
      '/slow.jpg': () => undefined,
    })
    const nobody: Guard = {
      ...guard(),
      resolve: (_, __, callback) => callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []),
    }

    const cut = await failureOf(fetcher().obtain({ uri: `http://a.example:${port}/cut.jpg` }))
    const slow = await failureOf(fetcher({ timeout: 0.2 }).obtain({ uri: `http://a.example:${port}/slow.jpg` }))
    const none = await failureOf(fetcher({}, { guard: nobody }).obtain({ uri: 'http://none.example/a.jpg' }))

    expect(cut.code).toBe('unreachable')
    expect(slow).toEqual({ code: 'timeout', message: 'fetching took longer than 0.2 s; raise --fetch-timeout' })
    expect(none).toEqual({ code: 'unreachable', message: 'no such name (ENOTFOUND)' })
    expect(readdirSync(join(cacheFolder(scratch.out), 'drafts'))).toEqual([])
  })

  test('a damaged entry of the cache is asked for again', async () => {
    const { port, asked } = await web({ '/a.jpg': answer(200, picture) })
    const uri = `http://a.example:${port}/a.jpg`
    await fetcher().obtain({ uri })
    const content = readdirSync(join(cacheFolder(scratch.out), 'content'), { recursive: true, withFileTypes: true })
    for (const entry of content) if (entry.isFile()) rmSync(join(entry.parentPath, entry.name))

    const { file } = await fetcher().obtain({ uri })

    expect(existsSync(file)).toBe(true)
    expect(asked).toHaveLength(2)
  })
})

test('without credentials or a region the message says what to do', async () => {
  for (const says of ['Region is missing', 'CredentialsProviderError: Could not load credentials from any providers']) {
    const readObject = () => Promise.reject(new Error(`S3 did not give the object in 4 tries: ${says}`))

    const failure = await failureOf(fetcher({}, { readObject }).obtain({ uri: `s3://bucket/${says.length}.jpg` }))

    expect(failure.code).toBe('access_denied')
    expect(failure.message).toMatch(/^set AWS_REGION and log in to AWS .*--retry-errors/)
  }
})
