import type { LookupAddress } from 'node:dns'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ErrorCode } from '../../src/errors.ts'
import { cacheFolder } from '../../src/fetch/cache.ts'
import { type FetchHost, type FetchOptions, openFetcher } from '../../src/fetch/fetcher.ts'
import { type Guard, openGuard } from '../../src/fetch/guarded-lookup.ts'
import { sha256 } from '../../src/hash.ts'
import { failureOf } from './failure.ts'
import { answer, type LocalWeb, openLocalWeb, type Page, redirect } from './local-web.ts'

const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])
let out = ''
let webs: LocalWeb[] = []
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'limelight-fetch-'))
})
afterEach(async () => {
  await Promise.all(webs.map((web) => web.close()))
  webs = []
  rmSync(out, { recursive: true, force: true })
})

async function web(pages: Record<string, Page>, host?: string): Promise<LocalWeb> {
  const opened = await openLocalWeb(pages, host)
  webs.push(opened)
  return opened
}

/** The test's own machine counts as the internet, and every name leads to it, or where `names` says. */
function guard(names: Record<string, string> = {}): Guard {
  const addressOf = (host: string): LookupAddress => ({ address: names[host] ?? '127.0.0.1', family: 4 })
  const resolve: Guard['resolve'] = (host, _, callback) => callback(null, [addressOf(host)])
  return { allows: (ip) => ip === '127.0.0.1', allowsName: () => true, resolve }
}

const proxies = { https: null, http: null, except: '' }

function fetcher(options: Partial<FetchOptions> = {}, host: Partial<FetchHost> = {}) {
  const all = { maxBytes: 1000, timeout: 5, rate: 1000, allowPrivate: false, refresh: false, retryErrors: false }
  const signal = new AbortController().signal
  return openFetcher({ ...all, ...options }, { out, signal, readObject: null, proxies, guard: guard(), ...host })
}

describe('an image on the web', () => {
  test('is stored once under its hash, and asked for once', async () => {
    const { port, asked } = await web({ '/a.jpg': answer(200, picture), '/b.jpg': answer(200, picture) })
    const urls = ['a', 'b'].map((name) => `http://example.org:${port}/${name}.jpg`)

    for (const uri of [...urls, ...urls]) {
      const { file, sha256: hash } = await fetcher().obtain({ uri })
      expect(hash).toBe(sha256(picture))
      expect(readFileSync(file)).toEqual(picture)
    }

    expect(asked).toEqual(['/a.jpg', '/b.jpg'])
    const content = readdirSync(join(cacheFolder(out), 'content'), { recursive: true, withFileTypes: true })
    expect(content.filter((entry) => entry.isFile())).toHaveLength(1)
    expect(readdirSync(join(cacheFolder(out), 'drafts'))).toEqual([])
  })

  test('is asked for with its signature and known without', async () => {
    const { port, asked } = await web({ '/a.jpg': answer(200, picture) })
    const uri = `http://cdn.example:${port}/a.jpg`

    await fetcher().obtain({ uri, address: `${uri}?x-expires=99&x-signature=s` })
    await fetcher().obtain({ uri, address: `${uri}?x-expires=100&x-signature=t` })

    expect(asked).toEqual(['/a.jpg?x-expires=99&x-signature=s'])
  })

  test('redirects are followed, five at most', async () => {
    const { port, asked } = await web({
      '/1': redirect('/2'),
      '/2': redirect('3', 301),
      '/3': answer(200, picture),
      '/round': redirect('/round'),
    })

    await fetcher().obtain({ uri: `http://a.example:${port}/1` })
    const round = await failureOf(fetcher().obtain({ uri: `http://a.example:${port}/round` }))

    expect(asked.slice(0, 3)).toEqual(['/1', '/2', '/3'])
    expect(round).toEqual({ code: 'unreachable', message: 'more than 5 redirects' })
    expect(asked.filter((path) => path === '/round')).toHaveLength(6)
  })

  test('--refresh asks whether it has changed; what was fetched stays, whatever the server says today', async () => {
    let now: Page = answer(200, picture, { etag: '"v1"' })
    const { port, asked } = await web({ '/a.jpg': (request, response) => now(request, response) })
    const uri = `http://a.example:${port}/a.jpg`
    const tags: unknown[] = []
    const hashes: string[] = []

    await fetcher().obtain({ uri })
    for (const next of [answer(304), answer(200, 'other', { etag: '"v2"' }), answer(403)]) {
      now = (request, response) => {
        tags.push(request.headers['if-none-match'])
        next(request, response)
      }
      hashes.push((await fetcher({ refresh: true }).obtain({ uri })).sha256)
    }

    expect(asked).toHaveLength(4)
    expect(tags).toEqual(['"v1"', '"v1"', '"v2"'])
    expect(hashes).toEqual([sha256(picture), sha256('other'), sha256('other')])
  })
})

describe('private networks', () => {
  test('a name that leads into one is refused, and nothing is asked', async () => {
    const { port, asked } = await web({ '/a.jpg': answer(200, picture) })
    const own = { guard: { ...openGuard({ allowPrivate: false }), resolve: guard().resolve } }

    const failure = await failureOf(fetcher({}, own).obtain({ uri: `http://rebound.example:${port}/a.jpg` }))

    expect(failure.code).toBe('private_address')
    expect(failure.message).toMatch(/^rebound\.example is 127\.0\.0\.1, .*--allow-private-hosts/)
    expect(asked).toEqual([])
  })

  test.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '0177.0.0.1', '169.254.169.254', '0'])(
    'http://%s/ is refused without being looked up',
    async (host) => {
      const own = { guard: openGuard({ allowPrivate: false }) }

      expect((await failureOf(fetcher({}, own).obtain({ uri: `http://${host}/a.jpg` }))).code).toBe('private_address')
    },
  )

  test('a redirect into one is refused, by name and by number', async () => {
    const inside = await web({ '/secret': answer(200, picture) }, '127.0.0.2')
    const { port } = await web({
      '/number': redirect(`http://127.0.0.2:${inside.port}/secret`),
      '/name': redirect(`http://intranet.example:${inside.port}/secret`),
      '/file': redirect('file:///etc/passwd'),
    })
    const own = { guard: guard({ 'intranet.example': '127.0.0.2' }) }

    const codes = await Promise.all(
      ['number', 'name', 'file'].map(async (page) => {
        return (await failureOf(fetcher({}, own).obtain({ uri: `http://a.example:${port}/${page}` }))).code
      }),
    )

    expect(codes).toEqual(['private_address', 'private_address', 'unreachable'])
    expect(inside.asked).toEqual([])
  })

  test('a name that means something else at the next connection is refused then', async () => {
    const answers = ['127.0.0.1', '127.0.0.2']
    const { port, asked } = await web({
      '/a': (_, response) => response.writeHead(302, { location: '/b', connection: 'close' }).end(),
      '/b': answer(200, picture),
    })
    const rebinding: Guard = {
      ...guard(),
      resolve: (_, __, callback) => callback(null, [{ address: answers.shift() ?? '127.0.0.2', family: 4 }]),
    }

    const failure = await failureOf(fetcher({}, { guard: rebinding }).obtain({ uri: `http://a.example:${port}/a` }))

    expect(failure.code).toBe('private_address')
    expect(asked).toEqual(['/a'])
  })

  test('--allow-private-hosts lets them, also where they were refused before', async () => {
    const { port } = await web({ '/a.jpg': answer(200, picture) })
    const uri = `http://127.0.0.1:${port}/a.jpg`
    const strict = { guard: openGuard({ allowPrivate: false }) }

    await failureOf(fetcher({}, strict).obtain({ uri }))
    const open = await fetcher({ allowPrivate: true }, { guard: openGuard({ allowPrivate: true }) }).obtain({ uri })

    expect(open.sha256).toBe(sha256(picture))
  })
})

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
    expect(readdirSync(join(cacheFolder(out), 'drafts'))).toEqual([])
  })

  test('a damaged entry of the cache is asked for again', async () => {
    const { port, asked } = await web({ '/a.jpg': answer(200, picture) })
    const uri = `http://a.example:${port}/a.jpg`
    await fetcher().obtain({ uri })
    const content = readdirSync(join(cacheFolder(out), 'content'), { recursive: true, withFileTypes: true })
    for (const entry of content) if (entry.isFile()) rmSync(join(entry.parentPath, entry.name))

    const { file } = await fetcher().obtain({ uri })

    expect(existsSync(file)).toBe(true)
    expect(asked).toHaveLength(2)
  })
})

test('waiting for its turn is no part of the time that an image may take', async () => {
  const names = Array.from({ length: 6 }, (_, i) => `/${i}.jpg`)
  const { port } = await web(Object.fromEntries(names.map((name) => [name, answer(200, picture)])))
  const one = fetcher({ rate: 4, timeout: 0.6 })

  const all = await Promise.all(names.map((name) => one.obtain({ uri: `http://a.example:${port}${name}` })))

  expect(all).toHaveLength(6)
})

test('one host is asked no more often than agreed, however many images wait', async () => {
  const times: number[] = []
  const page: Page = (_, response) => {
    times.push(Date.now())
    response.writeHead(200).end(picture)
  }
  const names = Array.from({ length: 12 }, (_, i) => `/${i}.jpg`)
  const { port } = await web(Object.fromEntries(names.map((name) => [name, page])))
  const one = fetcher({ rate: 20 })

  await Promise.all(names.map((name) => one.obtain({ uri: `http://a.example:${port}${name}` })))

  times.sort((a, b) => a - b)
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(450)
})

test('objects in S3 are read by what is given for it, and cached like others', async () => {
  let reads = 0
  const readObject = async () => {
    reads++
    return picture
  }

  await fetcher({}, { readObject }).obtain({ uri: 's3://bucket/a.jpg' })
  await fetcher({}, { readObject }).obtain({ uri: 's3://bucket/a.jpg' })
  const without = await failureOf(fetcher().obtain({ uri: 's3://bucket/b.jpg' }))

  expect(reads).toBe(1)
  expect(without.code).toBe('unreachable')
})

test('without credentials or a region the message says what to do', async () => {
  for (const says of ['Region is missing', 'CredentialsProviderError: Could not load credentials from any providers']) {
    const readObject = () => Promise.reject(new Error(`S3 did not give the object in 4 tries: ${says}`))

    const failure = await failureOf(fetcher({}, { readObject }).obtain({ uri: `s3://bucket/${says.length}.jpg` }))

    expect(failure.code).toBe('access_denied')
    expect(failure.message).toMatch(/^set AWS_REGION and log in to AWS .*--retry-errors/)
  }
})
