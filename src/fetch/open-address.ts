import { lookup } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import type { Proxies } from '../environment.ts'
import { ImageError } from '../errors.ts'
import { proxyFor } from './proxies.ts'
import { mostRedirects, redirectOf, webAddress } from './request.ts'
import { directly, through } from './way.ts'

/** Milliseconds without a byte after which a connection is given up. */
const silence = 60_000

/**
 * The answer at an address that this package itself names, as those of models: no limits but patience, private networks may be reached.
 * @param proxies those of the environment
 * @throws UsageError where a proxy is none, an error of the network, or of a proxy that does not lead on
 */
export async function openAddress(address: string, proxies: Proxies): Promise<IncomingMessage> {
  let here = webAddress(address)
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const answer = await ask(here, proxyFor(here, proxies))
    const next = redirectOf(answer, here)
    if (!next) return answer
    answer.destroy()
    here = next
  }
  throw new ImageError('unreachable', `more than ${mostRedirects} redirects`)
}

async function ask(url: URL, proxy: URL | null): Promise<IncomingMessage> {
  const { request, options } = proxy ? await through(proxy, url, AbortSignal.timeout(silence)) : directly(url, lookup)
  return await new Promise((resolve, reject) => {
    const asking = request({ ...options, timeout: silence }, resolve)
    asking.on('timeout', () => asking.destroy(new Error(`nothing came for ${silence / 1000} s`)))
    asking.on('error', reject)
    asking.end()
  })
}
