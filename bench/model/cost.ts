import { limits } from '../../src/aws/contract.ts'
import { prices, workerHour } from '../../src/cloud/prices.ts'

/** What a million images is taken to be; every field can be given on the command line. */
export interface Assumptions {
  /** How images get into the queues: an event each, or manifests of many (backfill, or a bucket without events). */
  path: 'events' | 'manifests'
  /** Images a second of one worker while it works. */
  rate: number
  /** Dollars of a worker's machine for an hour. */
  price: number
  /** Share of a worker's paid time in which it measures nothing: start, idle end, work lost to interruptions. */
  idle: number
  /** Images of a shard, and datasets that have a shard of them. */
  shardImages: number
  datasets: number
  /** Images of a manifest. */
  perMessage: number
  /** Bytes of Parquet an image, all datasets, and months for which they are kept. */
  resultBytes: number
  months: number
  /** Seconds of a Lambda function (3 GB) for a million images, reconcile and compaction together. */
  lambdaSeconds: number
  /** Seconds in which the night's report compares a sample of its week with each other (docs/corpus.md), in a function of 3 GB. */
  weekSeconds: number
  /** Bytes that the day's report reads by Athena, and its queries. */
  athenaBytes: number
  athenaQueries: number
  /** Bytes that a worker logs for a shard. */
  logBytes: number
  /** Transitions of the state machine in a night. */
  transitions: number
  /** Images of a night, over which what a night costs is spread. */
  nightImages: number
}

export const usual: Omit<Assumptions, 'path' | 'rate' | 'price'> = {
  idle: 0.1,
  shardImages: 2000,
  datasets: 3,
  perMessage: limits.imagesPerManifest,
  resultBytes: 1800,
  months: 1,
  lambdaSeconds: 240,
  weekSeconds: 120,
  athenaBytes: 2e9,
  athenaQueries: 75,
  logBytes: 600,
  transitions: 300,
  nightImages: 1e6,
}

export interface Part {
  name: string
  /** Dollars for a million images. */
  dollars: number
  says: string
}

/** What a million images costs, part by part. */
export function costOfMillion(a: Assumptions): Part[] {
  const images = 1e6
  const shards = (images / a.shardImages) * a.datasets
  const manifests = images / a.perMessage
  const hours = images / a.rate / 3600 / (1 - a.idle)
  const nights = images / a.nightImages
  const requests =
    a.path === 'events'
      ? images * 1.2
      : manifests * (1 + 1 + 1 + Math.floor(a.perMessage / a.rate / (limits.visibility / 3)))
  return [
    part('S3 GET', images * prices.s3Get.dollars, 'one an image'),
    part(
      'S3 PUT and LIST',
      (shards + (a.path === 'manifests' ? manifests : 0) + images / 1000) * prices.s3Put.dollars +
        shards * prices.s3Get.dollars,
      'shards, manifests, the listing of reconcile; compaction reads each shard once',
    ),
    part(
      'SQS',
      requests * prices.sqsRequest.dollars,
      a.path === 'events'
        ? "S3's own send an image, receive and delete by ten"
        : `send, receive, delete and heartbeats a manifest of ${a.perMessage}`,
    ),
    part('workers', hours * workerHour({ price: a.price }), `${hours.toFixed(2)} hours of machine, disk and address`),
    part(
      'Lambda',
      (a.lambdaSeconds + nights * a.weekSeconds) * 3 * prices.lambdaArm.dollars +
        300 * nights * prices.lambdaRequest.dollars,
      'reconcile, compaction and the week of the report, 3 GB, arm64',
    ),
    part(
      'Athena',
      nights * Math.max(a.athenaBytes, a.athenaQueries * 10e6) * prices.athenaScan.dollars,
      `one report a night, ${a.athenaQueries} queries`,
    ),
    part(
      'Step Functions',
      nights * a.transitions * prices.stepFunctions.dollars,
      `${a.transitions} transitions a night`,
    ),
    part('logs', (images / a.shardImages) * a.logBytes * prices.logs.dollars, 'a line a shard'),
    part(
      'storage of results',
      (images * a.resultBytes * prices.s3Storage.dollars * a.months) / 1e9,
      `${a.resultBytes} bytes an image for ${a.months} month`,
    ),
  ]
}

export const total = (parts: readonly Part[]): number => parts.reduce((sum, { dollars }) => sum + dollars, 0)

/** The rate at which a million costs so much; null if the rest alone costs more. */
export function rateFor(goal: number, a: Assumptions): number | null {
  const rest = total(costOfMillion(a)) - workers(a)
  return rest >= goal ? null : (workers(a) * a.rate) / (goal - rest)
}

function workers(a: Assumptions): number {
  return costOfMillion(a).find(({ name }) => name === 'workers')?.dollars ?? 0
}

function part(name: string, dollars: number, says: string): Part {
  return { name, dollars, says }
}
