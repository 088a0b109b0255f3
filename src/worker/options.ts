import type { Bucket } from '../aws/bucket.ts'
import type { Queue } from '../aws/queue.ts'
import type { Plan } from '../run/plan.ts'

/** What a worker works with, and how. */
export interface WorkerOptions {
  plan: Plan
  queue: Queue
  deadLetters: Queue
  bucket: Bucket
  /** Buckets beside the data bucket that images may be read from. */
  sourceBuckets: readonly string[]
  /** Messages that are taken at a time, 1 to 10: manifests one by one, as others could work on the next. */
  batch: number
  /** Lanes, and images that each has in hand. */
  workers: number
  depth: number
  visibility: number
  /** Ends when no message came for so many seconds. */
  idle: number
  /** Seconds from the order to stop to the end: what is not done by then is given back. */
  grace: number
  shard: { images: number; seconds: number }
  /** For shards that are being written. */
  folder: string
  onStored?: (counts: Counts) => void
}

/** What a worker has done. */
export interface Counts {
  messages: number
  images: number
  errors: number
  /** Messages that went to the dead letters. */
  refusedMessages: number
  /** Messages that were given back, undone. */
  givenBack: number
  /** Messages that were not ours any more before they were done. */
  expired: number
  /** CPU time of the lanes, in seconds, and the largest resident set of one, in bytes. */
  laneCpu: number
  lanePeak: number
  /** Execution provider of the models; null while none has run. */
  device: string | null
  /** Models that see pictures one by one although batches were wanted, each with the reason. */
  oneByOne: readonly string[]
}
