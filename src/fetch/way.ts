import http, { type RequestOptions } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { connect } from 'node:tls'
import { urlToHttpOptions } from 'node:url'
import { refusedByProxy } from './answer.ts'
import { hostOf } from './proxies.ts'

const agents = { keepAlive: true, maxSockets: 64, timeout: 30_000 }
const [plain, secure] = [new http.Agent(agents), new https.Agent(agents)]

/** How an address is asked for: what of Node asks, and with which options. */
export interface Way {
  request: typeof http.request
  options: RequestOptions
}

/** Directly; connections are kept for a while. */
export function directly(url: URL, lookup: LookupFunction): Way {
  const [{ request }, agent] = url.protocol === 'https:' ? [https, secure] : [http, plain]
  return { request, options: { ...urlToHttpOptions(url), agent, lookup } }
}

/**
 * Through a proxy. It asks itself for an `http:` address; to an `https:` address it gives a tunnel, one an image, in which the certificate is
 * checked as without it. Not by an agent of a package: those that there are can't be left off while a proxy hangs.
 * @throws Passing, ImageError where the proxy does not lead on
 */
export async function through(proxy: URL, url: URL, signal: AbortSignal): Promise<Way> {
  const headers = authorisation(proxy)
  const wanted = urlToHttpOptions(url)
  if (url.protocol === 'http:') {
    const [{ request }, agent] = proxy.protocol === 'https:' ? [https, secure] : [http, plain]
    const path = `${url.origin}${url.pathname}${url.search}`
    const options = {
      ...urlToHttpOptions(proxy),
      auth: wanted.auth,
      agent,
      path,
      headers: { ...headers, host: url.host },
    }
    return { request, options }
  }
  const socket = await tunnel(proxy, `${url.hostname}:${url.port || 443}`, { headers, signal })
  const host = hostOf(url)
  const createConnection = () => connect({ socket, ...(isIP(host) === 0 ? { servername: host } : { host }) })
  return { request: https.request, options: { ...wanted, createConnection } }
}

/** A connection to a host and port that goes through the proxy. */
function tunnel(
  proxy: URL,
  target: string,
  { headers, signal }: { headers: Record<string, string>; signal: AbortSignal },
): Promise<Socket> {
  const { request } = proxy.protocol === 'https:' ? https : http
  const options = { ...urlToHttpOptions(proxy), auth: null, agent: false, signal }
  return new Promise((resolve, reject) => {
    request({ ...options, method: 'CONNECT', path: target, headers: { ...headers, host: target } })
      .on('connect', ({ statusCode = 0 }, socket) => {
        if (statusCode === 200) return resolve(socket)
        socket.destroy()
        reject(refusedByProxy(statusCode))
      })
      .on('error', reject)
      .end()
  })
}

function authorisation({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }
}
