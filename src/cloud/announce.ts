import { dayOf, limits, type ManifestLine, prefixes } from '../aws/contract.ts'
import { listParts, type Part, partsBelow } from '../aws/list-apart.ts'
import type { Host } from './host.ts'
import { writeManifests } from './manifests.ts'

export type AnnounceHost = Pick<Host, 'bucket' | 'queue' | 'now' | 'log'>

export interface Announcement {
  /** Uploads that were stored from `since` on and before `until` are queued. */
  since: string
  until: string
  images: number
  manifests: number
  /** What the next call has to go on with, as there was no time for it; of the rest nothing is queued yet. */
  rest: Part[]
}

export interface AnnounceOptions {
  /** Asked after each page; on a no it stops there, and leaves the rest to the next call. */
  goOn?: () => boolean
  /** For tests: is told of each step, and may end the work there by throwing. */
  fault?: (step: string) => void
}

/** Seconds that an upload is left to be listed; who is slower is found by the night. */
const margin = 60
/** Images of a day that are queued together: as many manifests as one request to SQS takes. */
const queuedAtOnce = 10 * limits.imagesPerManifest

/**
 * Queues what was uploaded since the last time, found by listing `images/`: in place of S3's events, each of which costs more than one
 * request to SQS, thousand uploads are one manifest. Where it stopped it writes down last, so one that dies in between is done again.
 * The first time, it begins with the day.
 */
export async function announce(
  host: AnnounceHost,
  { goOn = () => true, fault = () => {} }: AnnounceOptions = {},
): Promise<Announcement> {
  const { since, until, parts } = await beginning(host)
  const done = { images: 0, manifests: 0 }
  const queue = async (dt: string, lines: readonly ManifestLine[]) => {
    const to = { bucket: host.bucket, queue: host.queue('manifests'), folder: `announce/dt=${dt}`, dt, lines }
    const { images, manifests } = await writeManifests(to)
    done.images += images
    done.manifests += manifests
  }
  const waiting = new Map<string, ManifestLine[]>()
  let left: Part[] = []
  for await (const { page, rest } of listParts(host.bucket, prefixes.images, parts)) {
    for (const { key, storedAt } of page) {
      if (storedAt < since || storedAt >= until) continue
      const dt = dayOf(storedAt)
      const lines = waiting.get(dt) ?? []
      waiting.set(dt, lines)
      lines.push({ key })
      if (lines.length >= queuedAtOnce) await queue(dt, lines.splice(0))
    }
    if (goOn()) continue
    left = rest
    break
  }
  for (const [dt, lines] of waiting) await queue(dt, lines)
  fault('announce: after images are queued')
  const announcement = { since: since.toISOString(), until: until.toISOString(), ...done, rest: left }
  if (parts.length > 0) await host.bucket.write(placeKey, JSON.stringify(announcement), 'application/json')
  const { rest, ...said } = announcement
  host.log({ event: 'announced', ...said, unfinished: rest.length > 0 })
  return announcement
}

const placeKey = `${prefixes.manifests}announce/place.json`

/** Where the last call stopped: in the middle of its list, or at its end. */
async function beginning(host: AnnounceHost): Promise<{ since: Date; until: Date; parts: Part[] }> {
  const text = await host.bucket.read(placeKey)
  const place = text && (JSON.parse(Buffer.from(text).toString('utf8')) as Partial<Announcement>)
  if (place?.rest?.length && place.since && place.until)
    return { since: new Date(place.since), until: new Date(place.until), parts: place.rest }
  const until = new Date(host.now().getTime() - margin * 1000)
  const since = new Date(place?.until ?? `${dayOf(until)}T00:00:00Z`)
  return { since, until, parts: since < until ? await partsBelow(host.bucket, prefixes.images) : [] }
}
