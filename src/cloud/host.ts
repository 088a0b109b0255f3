import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bucket, openBucket } from '../aws/bucket.ts'
import { type Connection, connection, s3Client, sqsClient } from '../aws/clients.ts'
import { variableNames } from '../aws/contract.ts'
import { openQueue, type Queue } from '../aws/queue.ts'
import { type Database, openDatabase } from '../dataset/database.ts'
import type { CloudEnvironment } from '../environment.ts'
import type { Config } from '../run/config.ts'
import { readJob } from '../worker/job.ts'

/** What a function of a stage works with. What not every function has (queues, the job) is opened when it is asked for. */
export interface Host {
  stage: string
  /** The data bucket. */
  bucket: Bucket
  /** Other buckets that images come from. */
  sourceBuckets: readonly string[]
  /** @throws UsageError for a queue that this function was not told of */
  queue(name: QueueName): Queue
  /** What is measured: fields of limelight.config.json. */
  job(): Promise<Config>
  /** For further clients of AWS. */
  connection: Connection
  environment: CloudEnvironment
  /** Folder for temporary files. */
  folder: string
  /** Bytes of memory that a database may have. */
  memory: number
  /** One line of the log, one JSON object. */
  log(line: LogLine): void
  now(): Date
}

export type QueueName = keyof typeof queueVariables
export type LogLine = { event: string } & Record<string, unknown>

const queueVariables = {
  uploads: variableNames.uploadsQueueUrl,
  manifests: variableNames.manifestsQueueUrl,
  deadLetters: variableNames.deadLetterQueueUrl,
} as const

/** The one way to open a host, for all functions and for tests. */
export function openHost(environment: CloudEnvironment, own: Partial<Host> = {}): Host {
  const to = connection(environment.find(variableNames.endpoint))
  return {
    stage: environment.need(variableNames.stage),
    bucket: openBucket(s3Client(to), environment.need(variableNames.bucket)),
    sourceBuckets: environment.find(variableNames.sourceBuckets)?.split(',').filter(Boolean) ?? [],
    queue: (name) => openQueue(sqsClient(to), environment.need(queueVariables[name])),
    job: () => readJob(environment, { connection: to, folder: tmpdir() }),
    connection: to,
    environment,
    folder: tmpdir(),
    memory: memoryOf(environment),
    log: (line) => process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`),
    now: () => new Date(),
    ...own,
  }
}

/** Does something with a folder of its own, which is gone afterwards. */
export async function inFolder<T>(host: Pick<Host, 'folder'>, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(host.folder, 'limelight-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A database for the rows of a day: with all of the memory, and a folder for what does not fit in. */
export function databaseIn(host: Pick<Host, 'memory'>, folder: string): Promise<Database> {
  return openDatabase({ temporary: join(folder, 'spill'), memory: host.memory, threads: availableParallelism() })
}

/** Lambda says how many MB a function has. DuckDB's limit does not count all that it takes: bench/compaction.ts shows both. */
function memoryOf(environment: CloudEnvironment): number {
  const megabytes = Number(environment.find('AWS_LAMBDA_FUNCTION_MEMORY_SIZE') ?? 1024)
  return Math.max(400e6, (megabytes - 300) * 1e6 * 0.6)
}
