import { type Bucket, openBucket } from '../aws/bucket.ts'
import { dayOf, limits, type ManifestLine, prefixes } from '../aws/contract.ts'
import { parseObjectUri } from '../aws/object-uri.ts'
import type { Queue } from '../aws/queue.ts'
import { UsageError } from '../errors.ts'
import { ending, leftOutKind, namedImage } from '../sources/file-kind.ts'
import { inventoryKeys } from './backfill-inventory.ts'
import { type FoundKey, listedKeys } from './backfill-keys.ts'
import { checkedDay } from './day.ts'
import { type Host, inFolder } from './host.ts'
import { writeManifests } from './manifests.ts'

/** What is to be measured. `next` of an answer is the call that goes on. */
export interface BackfillCall {
  /** `s3://bucket/prefix`, or the `manifest.json` of an S3 Inventory. */
  source: string
  /** Day in whose partition the rows go; today (UTC) if not given. */
  dt?: string
  /** Where an earlier backfill stopped. */
  from?: string
  /** Images of one message, 1 to 1,000. */
  perManifest?: number
  /** Takes keys without an ending for images, too. */
  unnamed?: boolean
  /** Counts only. */
  dryRun?: boolean
}

export interface Backfilled {
  source: string
  dt: string
  /** Of this call. */
  images: number
  manifests: number
  /** Objects that are no images by name, by kind. */
  leftOut: Record<string, number>
  /** The call that goes on where this one ended; null when all is queued. */
  next: BackfillCall | null
}

export interface BackfillHost extends Pick<Host, 'bucket' | 'sourceBuckets' | 'now' | 'folder'> {
  queue(name: 'manifests'): Queue
}

export interface BackfillControl {
  /** Asked before each object; false: queue what was found and say where to go on. */
  goOn?: () => boolean
  /** Told now and then. */
  onProgress?: (sofar: Pick<Backfilled, 'images' | 'leftOut'>) => void
}

/**
 * Queues images that lie in S3 already. The same call twice queues them twice, in manifests of the same names, and
 * compaction leaves one row each.
 * @throws UsageError for a bucket that workers may not read, or a source that is none
 */
export async function backfill(
  host: BackfillHost,
  call: BackfillCall,
  control: BackfillControl = {},
): Promise<Backfilled> {
  const dt = call.dt === undefined ? dayOf(host.now()) : checkedDay(call.dt)
  const { perManifest = limits.imagesPerManifest } = call
  if (!Number.isInteger(perManifest) || perManifest < 1 || perManifest > limits.imagesPerManifest) {
    throw new UsageError(`${perManifest} images a message: give 1 to ${limits.imagesPerManifest}`)
  }
  return inFolder(host, async (folder) => {
    const state: State = { images: 0, leftOut: {}, at: call.from, ended: false }
    const lines = chosen(keysOf(host, call, folder), { host, call, control, state })
    const { manifests } = call.dryRun
      ? { manifests: Math.ceil((await countOf(lines)) / perManifest) }
      : await writeManifests({
          bucket: host.bucket,
          queue: host.queue('manifests'),
          folder: `backfill/${dt}`,
          ...{ dt, lines, perManifest },
        })
    const { images, leftOut, at, ended } = state
    control.onProgress?.(state)
    const next = ended ? null : { ...call, dt, ...(at === undefined ? {} : { from: at }) }
    return { source: call.source, dt, images, manifests, leftOut, next }
  })
}

interface State {
  images: number
  leftOut: Record<string, number>
  /** Position after the last object that was looked at. */
  at: string | undefined
  ended: boolean
}

function keysOf(host: BackfillHost, { source, from }: BackfillCall, folder: string): AsyncIterable<FoundKey> {
  const place = parseObjectUri(source) ?? parseObjectUri(`${source.replace(/\/?$/, '/')}*`)
  if (!place) throw new UsageError(`${source}: give s3://bucket/prefix, or the address of an inventory's manifest.json`)
  const bucket: Bucket = place.bucket === host.bucket.name ? host.bucket : openBucket(host.bucket.client, place.bucket)
  if (/(^|\/)manifest\.json$/.test(place.key)) return inventoryKeys(bucket, place.key, { from, folder })
  checkReadable(host, place.bucket)
  const prefix = place.key === '*' ? '' : place.key
  if (bucket === host.bucket && !prefix.startsWith(prefixes.images)) {
    throw new UsageError(`${source}: of the stage's own bucket, only what is below ${prefixes.images} is measured`)
  }
  return listedKeys(bucket, prefix, from)
}

/** Workers refuse other buckets, whatever a message says: images would only become rows that say so. */
function checkReadable({ bucket, sourceBuckets }: BackfillHost, name: string): void {
  if (name === bucket.name || sourceBuckets.includes(name)) return
  const others = sourceBuckets.length > 0 ? `${sourceBuckets.join(', ')} and its own` : 'its own only'
  throw new UsageError(
    `s3://${name}: workers of this stage may not read that bucket (they may read ${others}); ` +
      `deploy with --context sourceBuckets=${[...sourceBuckets, name].join(',')}, then backfill`,
  )
}

/** The lines of those objects that are images by name; the state goes along. */
async function* chosen(
  keys: AsyncIterable<FoundKey>,
  { host, call, control, state }: { host: BackfillHost; call: BackfillCall; control: BackfillControl; state: State },
): AsyncGenerator<ManifestLine> {
  let seen = 0
  const checked = new Set<string>()
  for await (const { bucket, key, at } of keys) {
    if (!checked.has(bucket)) checkReadable(host, bucket)
    checked.add(bucket)
    state.at = at
    const kind =
      bucket === host.bucket.name && !key.startsWith(prefixes.images) ? 'not below images/' : kindOf(key, call)
    if (kind === null) {
      state.images++
      yield bucket === host.bucket.name ? { key } : { bucket, key }
    } else state.leftOut[kind] = (state.leftOut[kind] ?? 0) + 1
    if (++seen % 1000 === 0) control.onProgress?.(state)
    if (control.goOn?.() === false) return
  }
  state.ended = true
}

/** What an object that is no image by its name is counted as; null for an image. */
function kindOf(key: string, { unnamed = false }: BackfillCall): string | null {
  if (key.endsWith('/')) return 'folder'
  const name = key.slice(key.lastIndexOf('/') + 1)
  if (namedImage(name) || (unnamed && ending(name) === '')) return null
  return leftOutKind(name)
}

async function countOf(things: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const _ of things) count++
  return count
}
