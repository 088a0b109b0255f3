import { dayOf, limits, type ManifestLine, prefixes } from '../aws/contract.ts'
import { listApart } from '../aws/list-apart.ts'
import type { Host } from './host.ts'
import { writeManifests } from './manifests.ts'

export type AnnounceHost = Pick<Host, 'bucket' | 'queue' | 'now' | 'log'>

export interface Announcement {
  /** Uploads that were stored from `since` on and before `until` are queued. */
  since: string
  until: string
  images: number
  manifests: number
}

export interface AnnounceOptions {
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
export async function announce(host: AnnounceHost, { fault = () => {} }: AnnounceOptions = {}): Promise<Announcement> {
  const until = new Date(host.now().getTime() - margin * 1000)
  const since = (await stoppedAt(host)) ?? new Date(`${dayOf(until)}T00:00:00Z`)
  const done = { images: 0, manifests: 0 }
  const queue = async (dt: string, lines: readonly ManifestLine[]) => {
    const to = { bucket: host.bucket, queue: host.queue('manifests'), folder: `announce/dt=${dt}`, dt, lines }
    const { images, manifests } = await writeManifests(to)
    done.images += images
    done.manifests += manifests
  }
  const waiting = new Map<string, ManifestLine[]>()
  if (since < until)
    for await (const page of listApart(host.bucket, prefixes.images)) {
      for (const { key, storedAt } of page) {
        if (storedAt < since || storedAt >= until) continue
        const dt = dayOf(storedAt)
        const lines = waiting.get(dt) ?? []
        waiting.set(dt, lines)
        lines.push({ key })
        if (lines.length >= queuedAtOnce) await queue(dt, lines.splice(0))
      }
    }
  for (const [dt, lines] of waiting) await queue(dt, lines)
  fault('announce: after images are queued')
  const announcement = { since: since.toISOString(), until: until.toISOString(), ...done }
  if (since < until) await host.bucket.write(placeKey, JSON.stringify(announcement), 'application/json')
  host.log({ event: 'announced', ...announcement })
  return announcement
}

const placeKey = `${prefixes.manifests}announce/place.json`

async function stoppedAt({ bucket }: AnnounceHost): Promise<Date | null> {
  const text = await bucket.read(placeKey)
  return text ? new Date((JSON.parse(Buffer.from(text).toString('utf8')) as Announcement).until) : null
}
