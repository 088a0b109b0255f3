import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Proxies } from '../../src/environment.ts'
import type { FetchOptions } from '../../src/fetch/fetcher.ts'
import { type Guard, openGuard } from '../../src/fetch/guarded-lookup.ts'
import { proxyFor } from '../../src/fetch/proxies.ts'
import { isPublicName } from '../../src/fetch/public-name.ts'
import { sha256 } from '../../src/hash.ts'
import { placesOf } from '../privacy/search.ts'
import { ask, drawPictures, measure } from '../run/cli.ts'
import { cert, key, secureHost } from './certificate.ts'
import { failureOf } from './failure.ts'
import { fetcher, picture, scratch } from './local-fetcher.ts'
import { type LocalProxyOptions, openLocalProxy } from './local-proxy.ts'
import { answer, openLocalWeb, type Page, redirect } from './local-web.ts'

/** A web server, and a proxy that leads there, whatever the name. */
async function behind(
  pages: Record<string, Page>,
  { tls = false, ...options }: Partial<LocalProxyOptions> & { tls?: boolean } = {},
) {
  const web = await openLocalWeb(pages, '127.0.0.1', tls ? { key, cert } : null)
  const proxy = await openLocalProxy({ port: web.port, ...options })
  scratch.open.push(web, proxy)
  return { web, proxy }
}

/** This machine is none of the internet; names are looked up in `names`, and can't be where they are not there. */
function guard(names: Record<string, string> = {}): Guard {
  return {
    ...openGuard({ allowPrivate: false }),
    resolve(host, _, callback) {
      const address = names[host]
      if (address) callback(null, [{ address, family: 4 }])
      else callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }), [])
    },
  }
}

function throughProxies(own: Partial<Proxies>, options: Partial<FetchOptions & { guard: Guard }> = {}) {
  const { guard: strict = guard(), ...rest } = options
  return fetcher(rest, { guard: strict, proxies: { https: null, http: null, except: '', ...own } })
}

describe('an image behind a proxy', () => {
  test('over http is asked for by its whole address, though its name can not be looked up here', async () => {
    const { web, proxy } = await behind({ '/a.jpg': answer(200, picture) })

    const { file } = await throughProxies({ http: proxy.address }).obtain({
      uri: 'http://cdn.limelight-tests.com/a.jpg?x=1',
    })

    expect(readFileSync(file)).toEqual(picture)
    expect(proxy.asked).toEqual(['GET http://cdn.limelight-tests.com/a.jpg?x=1'])
    expect(web.asked).toEqual(['/a.jpg?x=1'])
  })

  test('over https has a tunnel, in which the certificate is that of the host and is checked', async () => {
    const { web, proxy } = await behind({ '/a.jpg': answer(200, picture) }, { tls: true })

    const failure = await failureOf(
      throughProxies({ https: proxy.address }).obtain({ uri: `https://${secureHost}/a.jpg` }),
    )

    expect(failure).toEqual({ code: 'unreachable', message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') })
    expect(proxy.asked).toEqual([`CONNECT ${secureHost}:443`])
    expect(web.asked).toEqual([])
  })

  test('is measured by a run that trusts the certificate, by the proxy that the environment names', async () => {
    const { out } = scratch
    await drawPictures(out, 1)
    const { proxy } = await behind(
      { '/a.jpg': answer(200, readFileSync(join(out, '0000.jpg'))) },
      { tls: true, user: 'me:pass' },
    )
    const trusted = join(out, 'trusted.pem')
    await writeFile(trusted, cert)
    const table = join(out, 'posts.csv')
    await writeFile(table, `image_url,post_id,caption\nhttps://${secureHost}/a.jpg,p1,hi\n`)
    const address = proxy.address.replace('//', '//me:pass@')
    const run = (more: Record<string, string>) =>
      measure(table, join(out, 'out'), ['--max-error-rate', '1', '--retry-errors'], {
        NODE_EXTRA_CA_CERTS: trusted,
        HTTPS_PROXY: address,
        ...more,
      })

    const refused = await run({ HTTPS_PROXY: proxy.address })
    const measured = await run({})

    expect([refused.code, measured.code]).toEqual([0, 0])
    expect(refused.stdout + refused.stderr).toContain('NO_PROXY names hosts that are asked directly')
    expect(await ask(join(out, 'out'), 'SELECT uri, status FROM images')).toEqual([
      { uri: `https://${secureHost}/a.jpg`, status: 'ok' },
    ])
    for (const { stdout, stderr } of [refused, measured]) expect(stdout + stderr).not.toContain('pass@')
    expect(await placesOf('me:pass', join(out, 'out'))).toEqual([])
  })

  test('goes on to where a redirect leads, through the proxy as well', async () => {
    const { proxy } = await behind({
      '/a.jpg': redirect('http://other.limelight-tests.com/b.jpg'),
      '/b.jpg': answer(200, picture),
    })

    const { sha256: hash } = await throughProxies({ http: proxy.address }).obtain({
      uri: 'http://one.limelight-tests.com/a.jpg',
    })

    expect(hash).toBe(sha256(picture))
    expect(proxy.asked.at(-1)).toBe('GET http://other.limelight-tests.com/b.jpg')
  })
})

describe('what may not be asked for through a proxy', () => {
  test.each([
    ['127.0.0.1', /^127\.0\.0\.1 is no address of the internet/],
    ['[::1]', /^::1 is no address/],
    ['169.254.169.254', /^169\.254\.169\.254 is no address/],
    ['rebound.limelight-tests.com', /^rebound\.limelight-tests\.com is 10\.0\.0\.7, which is no address/],
    ['localhost', /^localhost is no name of the internet; --allow-private-hosts/],
    ['metadata.google.internal', /^metadata\.google\.internal is no name/],
    ['printer', /^printer is no name/],
  ])('%s', async (host, message) => {
    const { proxy } = await behind({ '/a.jpg': answer(200, picture) })
    const own = guard({ 'rebound.limelight-tests.com': '10.0.0.7' })

    for (const scheme of ['http', 'https']) {
      const proxies = { http: proxy.address, https: proxy.address }
      const failure = await failureOf(
        throughProxies(proxies, { guard: own }).obtain({ uri: `${scheme}://${host}/a.jpg` }),
      )
      expect(failure).toEqual({ code: 'private_address', message: expect.stringMatching(message) })
    }

    expect(proxy.asked).toEqual([])
  })

  test('nor after a redirect', async () => {
    const { proxy } = await behind({ '/a.jpg': redirect('http://printer/secret'), '/secret': answer(200, picture) })

    const failure = await failureOf(
      throughProxies({ http: proxy.address }).obtain({ uri: 'http://one.limelight-tests.com/a.jpg' }),
    )

    expect(failure.code).toBe('private_address')
    expect(proxy.asked).toHaveLength(1)
  })

  test('but with --allow-private-hosts', async () => {
    const { proxy } = await behind({ '/a.jpg': answer(200, picture) })
    const open = {
      allowPrivate: true,
      guard: { ...guard(), ...openGuard({ allowPrivate: true }), resolve: guard().resolve },
    }

    await throughProxies({ http: proxy.address }, open).obtain({ uri: 'http://printer/a.jpg' })

    expect(proxy.asked).toEqual(['GET http://printer/a.jpg'])
  })

  test.each([
    ['cdn.instagram.com', true],
    ['a.b.co.uk.', true],
    ['xn--bcher-kva.de', true],
    ['nas.local', false],
    ['router.lan', false],
    ['1.168.192.in-addr.arpa', false],
    ['intranet', false],
  ])('%s may be a name of the internet: %s', (name, may) => {
    expect(isPublicName(name)).toBe(may)
  })
})

describe('a proxy that does not lead on', () => {
  const uri = `https://${secureHost}/a.jpg`
  test.each([
    [403, { code: 'unreachable', message: 'the proxy answered 403: it does not let this machine ask that host' }],
    [407, { code: 'unreachable', message: expect.stringMatching(/^the proxy asks who you are \(407\)/) }],
  ])('%i to a tunnel is a row that says so', async (status, expected) => {
    const { proxy } = await behind({}, { status })

    expect(await failureOf(throughProxies({ https: proxy.address }).obtain({ uri }))).toEqual(expected)
  })

  test('407 to an http: address, too', async () => {
    const { proxy } = await behind({}, { user: 'me:pass' })

    const failure = await failureOf(
      throughProxies({ http: proxy.address }).obtain({ uri: 'http://one.limelight-tests.com/a' }),
    )

    expect(failure.message).toMatch(/^the proxy asks who you are \(407\)/)
  })

  test('one that never answers is a timeout', async () => {
    const { proxy } = await behind({}, { status: null })

    const failure = await failureOf(throughProxies({ https: proxy.address }, { timeout: 0.3 }).obtain({ uri }))

    expect(failure).toEqual({ code: 'timeout', message: expect.stringContaining('0.3 s') })
  })
})

describe('which proxy', () => {
  const proxies = { https: 'http://proxy:3128', http: 'proxy.lan:8080', except: '' }
  const of = (address: string, except = '') => proxyFor(new URL(address), { ...proxies, except })?.href ?? null

  test('is by the scheme of the address, and http:// where it has none of its own', () => {
    expect(of('https://a.com/')).toBe('http://proxy:3128/')
    expect(of('http://a.com/')).toBe('http://proxy.lan:8080/')
    expect(proxyFor(new URL('http://a.com'), { https: 'http://proxy', http: null, except: '' })).toBeNull()
  })

  test.each([
    ['a.com', 'https://a.com/', null],
    ['a.com', 'https://cdn.A.com/', null],
    ['.a.com, b.com', 'https://cdn.a.com/', null],
    ['*.a.com', 'https://cdn.a.com/', null],
    ['*', 'https://a.com/', null],
    ['a.com:8443', 'https://a.com:8443/', null],
    ['a.com:443', 'https://a.com/', null],
    ['10.0.0.0/8 192.168.1.7', 'https://10.9.8.7/', null],
    ['10.0.0.0/8 192.168.1.7', 'https://192.168.1.7/', null],
    ['[fd00::]/8,fd00::/8', 'https://[fd12::1]/', null],
    ['a.com', 'https://nota.com/', 'http://proxy:3128/'],
    ['a.com:8443', 'https://a.com/', 'http://proxy:3128/'],
    ['10.0.0.0/8', 'https://11.0.0.1/', 'http://proxy:3128/'],
    ['10.0.0.0/99, ,', 'https://10.0.0.1/', 'http://proxy:3128/'],
  ])('NO_PROXY=%s: %s', (except, address, expected) => {
    expect(of(address, except)).toBe(expected)
  })

  test.each(['socks5://proxy:1080', 'http://', 'nonsense proxy'])('%s is refused', (https) => {
    expect(() => proxyFor(new URL('https://a.com'), { ...proxies, https })).toThrow(
      /^HTTPS_PROXY: is no http:\/\/ or https:\/\/ proxy; give/,
    )
  })
})
