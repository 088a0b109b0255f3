import { type FunctionName, prefixes } from './contract.ts'
import { inventoryFolder } from './inventory.ts'
import type { Queues } from './queues.ts'

/** What one role may do; nothing else. Keys are prefixes within the data bucket. */
export interface Rights {
  read?: readonly string[]
  write?: readonly string[]
  remove?: readonly string[]
  /** Also what tells a missing object (404) from a forbidden one (403). */
  list?: readonly string[]
  /** Buckets of `sourceBuckets`, too. */
  sources?: boolean
  /** Receive, hide, remove. */
  take?: readonly (keyof Queues)[]
  send?: readonly (keyof Queues)[]
  /** How many wait. */
  count?: readonly (keyof Queues)[]
  publish?: boolean
  /** The folder of the setting `config`. */
  config?: boolean
  startWorkers?: boolean
  /** Of the stage's workgroup, about the stage's tables. */
  askAthena?: boolean
}

const { images, posts, manifests, shards, links, datasets, provenance, reports } = prefixes
/** Plans, and what of them is done. */
const compaction = `${manifests}compact/`
/** What was queued again, and how often. */
const attempts = `${manifests}reconcile/`

/** What uploads were queued, and until when. */
const announced = `${manifests}announce/`

export const functionRights: Record<FunctionName, Rights> = {
  announce: { read: [announced], write: [announced], list: [images, announced], send: ['manifests'] },
  dispatch: { count: ['uploads', 'manifests'], startWorkers: true },
  'ingest-posts': {
    config: true,
    read: [posts],
    write: [`${shards}posts/`, links],
    list: [posts],
    take: ['posts'],
  },
  // Of the own bucket, it only asks which images there are.
  backfill: { sources: true, write: [`${manifests}backfill/`], list: [images], send: ['manifests'] },
  // Of sources, an S3 Inventory of its own bucket.
  reconcile: {
    sources: true,
    read: [attempts, inventoryFolder, `${shards}images/`, `${datasets}images/`],
    write: [attempts, `${shards}images/`],
    list: [images, attempts, inventoryFolder, `${shards}images/`, `${datasets}images/`],
    send: ['manifests'],
  },
  compact: {
    config: true,
    read: [compaction, shards, links, datasets],
    write: [compaction, datasets],
    remove: [compaction, shards],
    list: [compaction, shards, links, datasets],
  },
  // Thumbnails show the images with the strongest exposure.
  report: {
    config: true,
    sources: true,
    read: [images, datasets, provenance, prefixes.athena],
    write: [reports, prefixes.athena],
    list: [images, datasets, provenance, prefixes.athena],
    askAthena: true,
  },
  notify: { publish: true },
}

export const workerRights: Rights = {
  config: true,
  sources: true,
  read: [images, manifests],
  write: [shards, provenance],
  list: [images, manifests],
  take: ['uploads', 'manifests'],
  send: ['deadLetters'],
}
