import type { Bucket } from '../aws/bucket.ts'
import { limits, type ManifestLine, type ManifestMessage, prefixes } from '../aws/contract.ts'
import type { Queue } from '../aws/queue.ts'
import { sha256 } from '../hash.ts'

export interface ManifestsTo {
  /** The data bucket: manifests are written there, below `manifests/FOLDER/`. */
  bucket: Bucket
  /** The manifests' queue. */
  queue: Queue
  /** Why and for what these images are queued: `backfill/photos`, `reconcile/2026-11-22/1`. */
  folder: string
  /** Day in whose partition the rows go. */
  dt: string
  lines: AsyncIterable<ManifestLine> | Iterable<ManifestLine>
  /** Images of one manifest; `limits.imagesPerManifest` is the most and the default. */
  perManifest?: number
}

export interface Manifests {
  images: number
  manifests: number
}

/**
 * Queues images: manifests of up to 1,000 keys, and a message for each once its manifest is stored. A manifest is named
 * by its content, so the same lines queued again give the same objects, and no manifest of a message that still waits
 * is ever changed. Lines are streamed: ten manifests are in memory at most.
 */
export async function writeManifests(to: ManifestsTo): Promise<Manifests> {
  const sum: Manifests = { images: 0, manifests: 0 }
  for await (const some of groupsOf(groupsOf(to.lines, to.perManifest ?? limits.imagesPerManifest), atOnce)) {
    const messages = await Promise.all(some.map((lines) => store(to, lines)))
    await to.queue.send(messages.map((message) => ({ body: JSON.stringify(message) })))
    sum.images += messages.reduce((images, message) => images + message.images, 0)
    sum.manifests += messages.length
  }
  return sum
}

/** Messages of one request to SQS. */
const atOnce = 10

async function store({ bucket, folder, dt }: ManifestsTo, lines: readonly ManifestLine[]): Promise<ManifestMessage> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const key = `${prefixes.manifests}${folder}/${sha256(text).slice(0, 32)}.jsonl`
  await bucket.write(key, text, 'application/x-ndjson')
  return { limelight: 'manifest', bucket: bucket.name, key, images: lines.length, dt }
}

/** Groups of so many; the last may have fewer. */
async function* groupsOf<T>(things: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const thing of things) {
    group.push(thing)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
