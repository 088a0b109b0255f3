import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { openBucket } from '../aws/bucket.ts'
import { connection, s3Client, sqsClient } from '../aws/clients.ts'
import { limits, variableNames } from '../aws/contract.ts'
import { openQueue } from '../aws/queue.ts'
import { type CloudEnvironment, readCloudEnvironment } from '../environment.ts'
import { RunError, UsageError } from '../errors.ts'
import { configure } from '../run/configure.ts'
import type { RunOptions } from '../run/options.ts'
import { makePlan, type Plan } from '../run/plan.ts'
import { consume } from './consume.ts'
import { readJob } from './job.ts'
import { metricsLine } from './metrics.ts'
import type { Counts, WorkerOptions } from './options.ts'
import { openProvenance } from './provenance.ts'

/** Sizes of a worker, as `LIMELIGHT_SIZES` gives them. Fields that other parts read are let through. */
const sizesSchema = z.object({
  /** Lanes; the number of cores if not given. */
  workers: z.int().min(1).max(256).optional(),
  /** Images that a lane has in hand: as many GETs are under way. */
  depth: z.int().min(1).max(64).default(6),
  visibility: z.int().min(2).max(43_200).default(limits.visibility),
  /** Seconds without a message after which the worker ends. */
  idle: z.number().min(0).default(60),
  grace: z.number().min(1).default(limits.grace),
  shardImages: z.int().min(1).max(100_000).default(2000),
  shardSeconds: z.number().min(1).default(60),
  batch: z.int().min(1).max(10).optional(),
})

/**
 * The worker as a program: what it is told by the environment, one JSON line a step on stdout.
 * @returns its exit code: 0 done, 1 it had to give up, 2 its environment is wrong
 */
export async function main(): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log({ event: 'stop', signal })
      stop.abort()
    })
  }
  const folder = await mkdtemp(join(tmpdir(), 'limelight-worker-'))
  try {
    const environment = readCloudEnvironment()
    const options = await optionsOf(environment, folder)
    const { plan, queue, bucket, workers } = options
    log({
      event: 'start',
      run_id: plan.runId,
      pipeline_digest: plan.digest,
      queue: queue.url,
      bucket: bucket.name,
      workers,
    })
    for (const { task, why } of plan.leftOut) log({ event: 'left_out', task, why })
    const metrics = metricsLine(environment.find(variableNames.stage) ?? 'local')
    const provenance = openProvenance(options, log)
    const onStored = (now: Counts) => {
      metrics.tell(now)
      provenance.tell(now)
    }
    const counts = await consume({ ...options, onStored }, stop.signal)
    await provenance.told()
    const { userCPUTime, systemCPUTime } = process.resourceUsage()
    log({ event: 'end', ...counts, cpu: (userCPUTime + systemCPUTime) / 1e6 + counts.laneCpu })
    return 0
  } catch (error) {
    log({ event: 'failed', message: error instanceof Error ? error.message : String(error), stack: stackOf(error) })
    return error instanceof UsageError ? 2 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function optionsOf(
  environment: CloudEnvironment,
  folder: string,
): Promise<WorkerOptions & { plan: Plan; run: RunOptions }> {
  const endpoint = environment.find(variableNames.endpoint)
  const to = connection(endpoint)
  const [s3, sqs] = [s3Client(to), sqsClient(to)]
  const sizes = jsonOf(variableNames.sizes, environment, sizesSchema)
  const job = await readJob(environment, { connection: to, folder: tmpdir() })
  const options = configure({ ...job, sources: [], out: folder }, process.cwd())
  const reader = {
    module: new URL(`../aws/read-object-plainly${extname(import.meta.url)}`, import.meta.url).href,
    options: { endpoint, region: await s3.config.region() },
  }
  const queueUrl = environment.need(variableNames.queueUrl)
  const { depth, visibility, idle, grace } = sizes
  return {
    run: options,
    plan: await makePlan({ ...options, reader }),
    queue: openQueue(sqs, queueUrl),
    deadLetters: openQueue(sqs, environment.need(variableNames.deadLetterQueueUrl)),
    bucket: openBucket(s3, environment.need(variableNames.bucket)),
    sourceBuckets: environment.find(variableNames.sourceBuckets)?.split(',') ?? [],
    batch: sizes.batch ?? (queueUrl === environment.find(variableNames.manifestsQueueUrl) ? 1 : 10),
    workers: sizes.workers ?? options.workers,
    ...{ depth, visibility, idle, grace, folder },
    shard: { images: sizes.shardImages, seconds: sizes.shardSeconds },
  }
}

function jsonOf<T>(name: string, environment: CloudEnvironment, schema: z.ZodType<T>): T {
  const text = environment.find(name) ?? '{}'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${name}: is no JSON (${(cause as Error).message})`, { cause })
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new UsageError(`${name}: ${issue?.path.join('.')}: ${issue?.message}`)
}

function stackOf(error: unknown): string | undefined {
  const expected = error instanceof UsageError || error instanceof RunError
  return error instanceof Error && !expected ? error.stack : undefined
}

function log(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`)
}
