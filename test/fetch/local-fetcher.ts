import type { LookupAddress } from 'node:dns'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from '@jest/globals'
import { type FetchHost, type FetchOptions, openFetcher } from '../../src/fetch/fetcher.ts'
import type { Guard } from '../../src/fetch/guarded-lookup.ts'
import { type LocalWeb, openLocalWeb, type Page } from './local-web.ts'

export const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])

/** Where what is fetched lies during a test, and what ends with it. */
export const scratch = { out: '', open: [] as { close(): Promise<unknown> }[] }
beforeEach(() => {
  scratch.out = mkdtempSync(join(tmpdir(), 'limelight-fetch-'))
})
afterEach(async () => {
  await Promise.all(scratch.open.splice(0).map((each) => each.close()))
  rmSync(scratch.out, { recursive: true, force: true })
})

/** A web server that ends with the test. */
export async function web(pages: Record<string, Page>, host?: string): Promise<LocalWeb> {
  const opened = await openLocalWeb(pages, host)
  scratch.open.push(opened)
  return opened
}

/** The test's own machine counts as the internet, and every name leads to it, or where `names` says. */
export function guard(names: Record<string, string> = {}): Guard {
  const addressOf = (host: string): LookupAddress => ({ address: names[host] ?? '127.0.0.1', family: 4 })
  const resolve: Guard['resolve'] = (host, _, callback) => callback(null, [addressOf(host)])
  return { allows: (ip) => ip === '127.0.0.1', allowsName: () => true, resolve }
}

const proxies = { https: null, http: null, except: '' }

export function fetcher(options: Partial<FetchOptions> = {}, host: Partial<FetchHost> = {}) {
  const all = { maxBytes: 1000, timeout: 5, rate: 1000, allowPrivate: false, refresh: false, retryErrors: false }
  const signal = new AbortController().signal
  return openFetcher(
    { ...all, ...options },
    { out: scratch.out, signal, readObject: null, proxies, guard: guard(), ...host },
  )
}
