import { BlockList, isIP } from 'node:net'
import type { Proxies } from '../environment.ts'
import { UsageError } from '../errors.ts'
import { type Guard, refuseThroughProxy } from './guarded-lookup.ts'

/**
 * Which proxy asks for an address, if any. Behind one, names are looked up by the proxy: each name is looked at once before.
 * @returns what `RequestRules.proxyFor` is
 */
export function openProxies(proxies: Proxies, guard: Guard): (url: URL) => Promise<URL | null> {
  const names = new Map<string, Promise<void>>()
  return async (url) => {
    const proxy = proxyFor(url, proxies)
    const name = hostOf(url)
    if (!proxy || isIP(name) !== 0) return proxy
    const looked = names.get(name) ?? refuseThroughProxy(name, guard)
    names.set(name, looked)
    await looked
    return proxy
  }
}

/** Name or address, without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/**
 * The proxy for an address, as the environment says.
 * @throws UsageError where it names one of another kind
 */
export function proxyFor(url: URL, { https, http, except }: Proxies): URL | null {
  const given = url.protocol === 'https:' ? https : http
  if (!given || isExcepted(url, except)) return null
  const text = given.includes('://') ? given : `http://${given}`
  const proxy = URL.canParse(text) ? new URL(text) : null
  if (proxy && /^https?:$/.test(proxy.protocol) && proxy.hostname !== '') return proxy
  const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  throw new UsageError(
    `${variable}: is no http:// or https:// proxy; give http://HOST:PORT, or unset it (other kinds are not used)`,
  )
}

/**
 * As curl reads NO_PROXY: names with all that end in them (with a dot in front or without), addresses, networks (`10.0.0.0/8`), each with a
 * port or without; `*` is everything.
 */
function isExcepted(url: URL, except: string): boolean {
  const host = hostOf(url).replace(/\.$/, '')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return except
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, name = entry, only] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? []
      if (only !== undefined && only !== port) return false
      const bare = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '')
      return isIP(host) === 0 ? host === bare || host.endsWith(`.${bare}`) : isInNetwork(host, bare)
    })
}

function isInNetwork(ip: string, network: string): boolean {
  const [address = '', length] = network.split('/')
  const family = isIP(address)
  if (family === 0 || isIP(ip) !== family) return false
  const most = family === 4 ? 32 : 128
  const bits = length === undefined ? most : Number(length)
  if (!(Number.isInteger(bits) && bits >= 0 && bits <= most)) return false
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  const block = new BlockList()
  block.addSubnet(address, bits, kind)
  return block.check(ip, kind)
}
