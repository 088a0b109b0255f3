import { dayOf, type ManifestLine, prefixes } from '../aws/contract.ts'
import { daysAfter } from './day.ts'
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

/**
 * Queues what was uploaded since the last time, found by listing `images/`: in place of S3's events, each of which costs more than one
 * request to SQS, thousand uploads are one manifest. Where it stopped it writes down last, so one that dies in between is done again.
 * The first time, it begins with the day.
 */
export async function announce(host: AnnounceHost, { fault = () => {} }: AnnounceOptions = {}): Promise<Announcement> {
  const until = new Date(host.now().getTime() - margin * 1000)
  const since = (await stoppedAt(host)) ?? new Date(`${dayOf(until)}T00:00:00Z`)
  const done = { images: 0, manifests: 0 }
  for (let dt = dayOf(since); since < until && dt <= dayOf(until); dt = daysAfter(dt, 1)) {
    const { images, manifests } = await writeManifests({
      bucket: host.bucket,
      queue: host.queue('manifests'),
      folder: `announce/dt=${dt}`,
      dt,
      lines: uploadsOf(host, dt, { since, until }),
    })
    done.images += images
    done.manifests += manifests
  }
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

async function* uploadsOf(
  { bucket }: AnnounceHost,
  dt: string,
  { since, until }: { since: Date; until: Date },
): AsyncGenerator<ManifestLine> {
  for await (const { key, storedAt } of bucket.list(prefixes.images)) {
    if (storedAt >= since && storedAt < until && dayOf(storedAt) === dt) yield { key }
  }
}
