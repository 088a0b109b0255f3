import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AwsRequest, readAwsRequest } from './aws-request.ts'
import { type ActiveRule, chance, type Fault, type Match, matches, openFaults, type Rule } from './faults.ts'

/** Requests of one kind that have come by. */
export interface Count {
  service: string
  operation: string
  requests: number
  /** Of bodies, as the endpoint took and gave them. */
  bytesIn: number
  bytesOut: number
}

/** Stands before an endpoint: counts what is asked of it, and makes things go wrong. */
export interface FaultProxy {
  endpoint: string
  /** Which faults strike; print it when a test fails. */
  seed: number
  counts(): Count[]
  /** How many requests there were, those that met a fault too. */
  count(match: Match): number
  /** Counts from nought again. */
  forget(): void
  /** A rule for the requests to come. */
  fault(rule: Rule): ActiveRule
  close(): Promise<void>
}

/** @param target the endpoint to stand before, `http://127.0.0.1:4566` */
export async function openProxy(target: string, { seed = 1, port = 0 } = {}): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target)
  const upstream = { hostname, port: targetPort, agent: new Agent({ keepAlive: true }) }
  const faults = openFaults(seed)
  let seen = new Map<string, { request: AwsRequest; count: Count }>()

  const server = createServer(async (incoming, outgoing) => {
    try {
      const { form, rest } = await readForm(incoming)
      const request = readAwsRequest(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers, form)
      const count = countOf(seen, request)
      count.requests++
      await pass({ incoming, outgoing, rest, upstream, count, fault: faults.decide(request), name: nameOf(request) })
    } catch {
      // One of the two ends went away: the other is told in the same way.
      outgoing.destroy()
    }
  })
  // The clients' keep-alive is longer than Node's 5 seconds; a connection that is closed just when it is used again is
  // a fault that no rule asked for.
  server.keepAliveTimeout = 120_000
  server.requestTimeout = 0
  const bound = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })

  return {
    endpoint: `http://127.0.0.1:${bound}`,
    seed,
    counts: () => sumUp([...seen.values()].map(({ count }) => count)),
    count(match) {
      let total = 0
      for (const { request, count } of seen.values()) if (matches(match, request)) total += count.requests
      return total
    },
    forget() {
      seen = new Map()
    },
    fault: (rule) => faults.add(rule),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        upstream.agent.destroy()
      }),
  }
}

const nameOf = ({ service, operation, key }: AwsRequest) => `${service} ${operation} ${key}`

function countOf(seen: Map<string, { request: AwsRequest; count: Count }>, request: AwsRequest): Count {
  const { service, operation } = request
  const name = nameOf(request)
  const found = seen.get(name)
  if (found) return found.count
  const count = { service, operation, requests: 0, bytesIn: 0, bytesOut: 0 }
  seen.set(name, { request, count })
  return count
}

function sumUp(counts: readonly Count[]): Count[] {
  const totals = new Map<string, Count>()
  for (const count of counts) {
    const name = `${count.service} ${count.operation}`
    const total = totals.get(name) ?? { ...count, requests: 0, bytesIn: 0, bytesOut: 0 }
    total.requests += count.requests
    total.bytesIn += count.bytesIn
    total.bytesOut += count.bytesOut
    totals.set(name, total)
  }
  return [...totals.values()].sort((a, b) => b.requests - a.requests)
}

/** Forms name their operation in the body, so they are read before they are passed on; all else streams. */
async function readForm(
  incoming: IncomingMessage,
): Promise<{ form: string; rest: Iterable<Buffer> | IncomingMessage }> {
  if (!incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return { form: '', rest: incoming }
  }
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part)
  return { form: Buffer.concat(parts).toString(), rest: parts }
}

interface Passing {
  incoming: IncomingMessage
  outgoing: ServerResponse
  rest: Iterable<Buffer> | IncomingMessage
  upstream: RequestOptions
  count: Count
  fault: Fault | null
  name: string
}

async function pass(passing: Passing): Promise<void> {
  const { incoming, outgoing, fault, name } = passing
  if (fault?.kind === 'drop') {
    incoming.socket.destroy()
    return
  }
  if (fault?.kind === 'answer') {
    // Who is refused may still be sending: a connection that is closed on them would look like another fault.
    incoming.resume()
    refuse(incoming, outgoing, fault)
    return
  }
  if (fault?.kind === 'delay') await sleep(fault.least + chance(name) * (fault.most - fault.least))
  const answer = await ask(passing)
  if (fault?.kind === 'lost-answer') {
    answer.resume()
    await new Promise((resolve) => answer.once('end', resolve))
    if (fault.as === 'break') incoming.socket.destroy()
    else refuse(incoming, outgoing, { status: 500, code: 'InternalError' })
    return
  }
  await giveAnswer(answer, passing)
}

async function ask({ incoming, rest, upstream, count }: Passing): Promise<IncomingMessage> {
  const { expect: _, ...headers } = incoming.headers
  const request = httpRequest({ ...upstream, method: incoming.method, path: incoming.url, headers })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })
  // Who breaks off here breaks off there.
  incoming.once('aborted', () => request.destroy())
  // An endpoint may answer before it has read everything; that answer counts then.
  answer.catch(() => {})
  for await (const part of rest) {
    count.bytesIn += part.length
    if (!request.write(part)) {
      await Promise.race([new Promise((resolve) => request.once('drain', resolve)), answer])
    }
  }
  request.end()
  return answer
}

async function giveAnswer(answer: IncomingMessage, { outgoing, count, fault, incoming }: Passing): Promise<void> {
  const headers = { ...answer.headers }
  const length = Number(headers['content-length'] ?? 0)
  if (fault?.kind === 'inflate') headers['content-length'] = String(fault.bytes)
  outgoing.writeHead(answer.statusCode ?? 502, headers)
  outgoing.once('close', () => answer.destroy())
  const cutAt = fault?.kind === 'cut' ? Math.floor(length * fault.at) : Infinity
  let sent = 0
  for await (const whole of answer) {
    const part = (whole as Buffer).subarray(0, cutAt - sent)
    sent += part.length
    count.bytesOut += part.length
    if (fault?.kind === 'slow') await sleep((part.length / fault.bytesPerSecond) * 1000)
    await write(outgoing, part)
    if (sent >= cutAt) {
      incoming.socket.destroy()
      return
    }
  }
  if (fault?.kind === 'inflate' && incoming.method !== 'HEAD') {
    const zeros = Buffer.alloc(65_536)
    for (; sent < fault.bytes && !outgoing.destroyed; sent += zeros.length) {
      await write(outgoing, zeros.subarray(0, fault.bytes - sent))
    }
  }
  outgoing.end()
}

async function write(outgoing: ServerResponse, part: Buffer): Promise<void> {
  if (outgoing.write(part) || outgoing.destroyed) return
  await new Promise<void>((resolve) => {
    const go = () => {
      outgoing.off('drain', go).off('close', go)
      resolve()
    }
    outgoing.on('drain', go).on('close', go)
  })
}

/** An error as the service of the request writes it: S3 in XML, the others in JSON. */
function refuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, code }: { status: number; code: string },
) {
  const isJson = 'x-amz-target' in incoming.headers
  const body = isJson
    ? JSON.stringify({ __type: `com.amazonaws#${code}`, message: 'made by the fault proxy' })
    : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>made by the fault proxy</Message></Error>`
  outgoing.writeHead(status, {
    'content-type': isJson ? 'application/x-amz-json-1.0' : 'application/xml',
    'content-length': Buffer.byteLength(body),
  })
  outgoing.end(incoming.method === 'HEAD' ? undefined : body)
}
