import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export type Page = (request: IncomingMessage, response: ServerResponse) => void

export interface LocalWeb {
  port: number
  /** Paths that were asked for, in order. */
  asked: string[]
  close(): Promise<void>
}

/** A web server on this machine; its pages are called by path, without the query. */
export async function openLocalWeb(
  pages: Record<string, Page>,
  host = '127.0.0.1',
  tls: { key: string; cert: string } | null = null,
): Promise<LocalWeb> {
  const asked: string[] = []
  const serve: Page = (request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    const page = pages[path.split('?')[0] ?? '']
    if (page) page(request, response)
    else response.writeHead(404).end('nothing here')
  }
  const server = tls ? createSecureServer(tls, serve) : createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export const answer =
  (status: number, body: Uint8Array | string = '', headers: Record<string, string> = {}): Page =>
  (_, response) => {
    response.writeHead(status, headers).end(body)
  }

export const redirect = (to: string, status = 302): Page => answer(status, '', { location: to })
