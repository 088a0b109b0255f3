import { readEnvironment } from '../environment.ts'
import { ImageError } from '../errors.ts'
import { type Fetcher, type FetchOptions, isFetchable, openFetcher } from '../fetch/fetcher.ts'
import { idOf } from '../hash.ts'
import type { Reference } from '../sources/source.ts'
import { type Analysis, failed } from './analyse.ts'
import { type Done, nothingDone, readDone } from './done.ts'
import type { Plan } from './plan.ts'
import { openReader, type Reader, type ReaderModule } from './reader.ts'

/** How a run has images that are addresses. */
export interface FetchingOptions extends Omit<FetchOptions, 'retryErrors' | 'maxBytes'> {
  /** What reads objects in S3 with the user's credentials. */
  objects: ReaderModule | null
}

export interface FetchingJob {
  out: string
  plan: Plan
  /** File with what is measured already, or null. */
  doneFile: string | null
  retryErrors: boolean
  /** An image lies on this machine and is to be measured; waits until there is room for it. */
  onFetched(reference: Reference): Promise<void>
  onAnalysis(analysis: Analysis): void
  /** An image was measured, or could not be had, in an earlier run. */
  onDone(): void
}

/** What stands between the sources and the lanes: images on the web and in S3 are fetched, some at once, before they are measured. */
export interface Fetching {
  /** Takes an image as soon as there is room for it. */
  push(reference: Reference): Promise<void>
  /** Waits until every image that was pushed is with the lanes or has its row. */
  drain(): Promise<void>
  /** Leaves off what is under way; it has no rows. */
  stop(): void
}

/** Images on their way at once: they wait for networks, not for processors. */
const atOnce = 32

export async function openFetching(options: FetchingOptions, job: FetchingJob): Promise<Fetching> {
  const { plan } = job
  const controller = new AbortController()
  const done = job.doneFile === null ? nothingDone : await readDone(job.doneFile)
  let objects: Promise<Reader> | null = null
  const readObject = async (uri: string, most: number): Promise<Uint8Array> => {
    objects ??= openReader(options.objects)
    return (await (await objects).read(uri, most)).bytes
  }
  const fetcher = openFetcher(
    { ...options, maxBytes: plan.picture.maxBytes, retryErrors: job.retryErrors },
    {
      out: job.out,
      signal: controller.signal,
      readObject: options.objects && readObject,
      proxies: readEnvironment().proxies,
    },
  )
  const underWay = new Set<Promise<void>>()
  let failure: unknown = null

  const carryOut = async (reference: Reference): Promise<void> => {
    try {
      await fetchOne(reference, { fetcher, done, refresh: options.refresh, job })
    } catch (error) {
      if (!controller.signal.aborted) failure ??= error
    }
  }

  return {
    async push(reference) {
      if (!isFetchable(reference.uri)) return job.onFetched(reference)
      while (underWay.size >= atOnce && failure === null) await Promise.race(underWay)
      if (failure !== null) throw failure
      const work = carryOut(reference).finally(() => underWay.delete(work))
      underWay.add(work)
    },
    async drain() {
      while (underWay.size > 0) await Promise.race(underWay)
      if (failure !== null) throw failure
    },
    stop: () => controller.abort(),
  }
}

interface Line {
  fetcher: Fetcher
  done: Done
  refresh: boolean
  job: FetchingJob
}

async function fetchOne(reference: Reference, { fetcher, done, refresh, job }: Line): Promise<void> {
  const isDone = (rowId: string): boolean => done.has({ row_id: rowId, key: reference.key, post_id: reference.postId })
  const entry = await fetcher.known(reference)
  // What was measured need not be here any more; what failed before has its row.
  const rowId = idOf(reference.uri, entry?.state === 'stored' ? entry.sha256 : null, job.plan.digest)
  if (entry && isDone(rowId) && !(refresh && entry.state === 'stored')) return job.onDone()
  try {
    const { file } = await fetcher.obtain(reference)
    await job.onFetched({ ...reference, file })
  } catch (error) {
    if (!(error instanceof ImageError)) throw error
    job.onAnalysis(failed(reference, error, job, null))
  }
}
