import { createServer, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface LocalProxy {
  address: string
  /** `CONNECT host:port` and `GET http://...`, with who asked where somebody said so. */
  asked: string[]
  close(): Promise<void>
}

export interface LocalProxyOptions {
  /** A port of this machine, to which every name leads. */
  port: number
  /** `NAME:PASSWORD`. */
  user?: string
  /** Another answer to CONNECT than 200; null: none at all. */
  status?: number | null
}

/** An HTTP proxy on this machine, with tunnels. Whatever name it is asked for leads to a port of this machine. */
export async function openLocalProxy({ port, user, status = 200 }: LocalProxyOptions): Promise<LocalProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const knows = (header: string | undefined): boolean =>
    user === undefined || header === `Basic ${Buffer.from(user).toString('base64')}`
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    if (!knows(incoming.headers['proxy-authorization'])) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end()
      return
    }
    const { pathname, search, host } = new URL(incoming.url ?? '')
    const headers = { ...incoming.headers, host }
    const options = { port, path: pathname + search, method: incoming.method, headers }
    request({ host: '127.0.0.1', ...options }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    }).end()
  })
  server.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))))
  server.on('connect', (incoming, socket, head) => {
    asked.push(`CONNECT ${incoming.url}`)
    if (status === null) return
    const code = knows(incoming.headers['proxy-authorization']) ? status : 407
    socket.write(`HTTP/1.1 ${code} says the proxy\r\n\r\n`)
    if (code !== 200) {
      socket.end()
      return
    }
    const there = connect(port, '127.0.0.1', () => there.write(head))
    sockets.add(there)
    for (const [from, to] of [[socket, there] as const, [there, socket] as const])
      from.on('error', () => to.destroy()).pipe(to)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
