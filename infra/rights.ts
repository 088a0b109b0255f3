import { type FunctionName, prefixes } from './contract.ts'
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
  startWorkers?: boolean
}

const { images, posts, manifests, shards, links, datasets, reports } = prefixes

export const functionRights: Record<FunctionName, Rights> = {
  dispatch: { count: ['uploads', 'manifests'], startWorkers: true },
  'ingest-posts': {
    read: [posts],
    write: [`${shards}posts/`, links],
    list: [posts, `${shards}posts/`, links],
    take: ['posts'],
  },
  backfill: {
    sources: true,
    read: [manifests],
    write: [manifests],
    list: [images, manifests],
    send: ['manifests'],
  },
  reconcile: {
    read: [manifests, `${shards}images/`, `${datasets}images/`],
    write: [manifests, `${shards}images/`],
    list: [images, manifests, `${shards}images/`, `${datasets}images/`],
    send: ['manifests'],
  },
  compact: {
    read: [manifests, shards, links, datasets],
    write: [manifests, datasets],
    remove: [manifests, shards],
    list: [manifests, shards, links, datasets],
  },
  report: { read: [datasets, reports], write: [reports], list: [datasets, reports] },
  notify: { read: [reports], list: [reports], publish: true },
}

export const workerRights: Rights = {
  sources: true,
  read: [images, manifests],
  write: [shards],
  list: [images, manifests],
  take: ['uploads', 'manifests'],
  send: ['deadLetters'],
}
