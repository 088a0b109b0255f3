import type { Command } from 'commander'
import type { Backfilled } from '../cloud/backfill.ts'
import { dollars, print, progressOf } from './cloud-progress.ts'
import { onStage, type Stage, type StageOptions, withStageOptions } from './cloud-stage.ts'
import { count, plural } from './plural.ts'

interface Options extends StageOptions {
  day?: string
  resume?: string
  perMessage?: string
  unnamed?: boolean
  dryRun?: boolean
}

/** `limelight cloud backfill SOURCE`: images that lie in S3 already. */
export function register(cloud: Command): void {
  withStageOptions(
    cloud
      .command('backfill')
      .description('queue images that lie in S3 already, from a listing or an S3 Inventory')
      .argument('<source>', "s3://bucket/prefix, or the address of an inventory's manifest.json")
      .option('--day <day>', 'day in whose partition the rows go, YYYY-MM-DD (default: today, UTC)')
      .option('--resume <place>', 'go on where an earlier backfill stopped, as it said')
      .option('--per-message <n>', 'images of one message, 1 to 1000 (default: 1000)')
      .option('--unnamed', 'take keys without an ending for images, too')
      .option('--dry-run', 'only count, and say what it would cost'),
  )
    .addHelpText(
      'after',
      `
Examples:
  limelight cloud backfill s3://photos/2024/ --dry-run         how many, and what they would cost
  limelight cloud backfill s3://photos/2024/                   queues them; workers start by themselves
  limelight cloud backfill s3://inventories/photos/daily/2026-11-22T01-00Z/manifest.json

Workers must be allowed to read the bucket: deploy with --context sourceBuckets=BUCKET.`,
    )
    .action(run)
}

async function run(source: string, options: Options): Promise<void> {
  const { backfill } = await import('../cloud/backfill.ts')
  const { tmpdir } = await import('node:os')
  const { json = false, day, resume, perMessage, unnamed = false, dryRun = false } = options
  let stopped = false
  const stop = () => {
    stopped = true
  }
  process.once('SIGINT', stop)
  const progress = progressOf({ json })
  const started = Date.now()
  const done = await onStage(options, async (stage) => {
    const manifests = await stage.queue('manifests')
    return backfill(
      {
        bucket: stage.bucket,
        sourceBuckets: await sourceBucketsOf(stage),
        queue: () => manifests,
        now: () => new Date(),
        folder: tmpdir(),
      },
      {
        ...{ source, unnamed, dryRun },
        ...(day === undefined ? {} : { dt: day }),
        ...(resume === undefined ? {} : { from: resume }),
        ...(perMessage === undefined ? {} : { perManifest: Number(perMessage) }),
      },
      {
        goOn: () => !stopped,
        onProgress({ images }) {
          const rate = Math.round((images * 1000) / Math.max(1, Date.now() - started))
          progress.tell({ images, rate }, `${count(images)} images, ${count(rate)} a second`)
        },
      },
    )
  }).finally(() => process.removeListener('SIGINT', stop))
  progress.end()
  print(json, done, await linesOf(done, dryRun))
}

/** What the workers themselves are told; on an emulator, where they are started by hand, what this process is told. */
async function sourceBucketsOf({ stage, connection, names }: Stage): Promise<string[]> {
  const { isLocal, variableNames } = await import('../aws/contract.ts')
  const { readCloudEnvironment } = await import('../environment.ts')
  const { batchClient, environmentOfJobs } = await import('../aws/batch.ts')
  const text = isLocal(stage)
    ? readCloudEnvironment().find(variableNames.sourceBuckets)
    : (await environmentOfJobs(batchClient(connection), names.jobDefinition))?.[variableNames.sourceBuckets]
  return (text ?? '').split(',').filter(Boolean)
}

async function linesOf(
  { source, dt, images, manifests, leftOut, next }: Backfilled,
  dryRun: boolean,
): Promise<string[]> {
  const { prices, pricesOf } = await import('../cloud/prices.ts')
  const kinds = Object.entries(leftOut).map(([kind, objects]) => `${kind} ${count(objects)}`)
  const requests = images * prices.s3Get.dollars + manifests * (prices.s3Put.dollars + 3 * prices.sqsRequest.dollars)
  return [
    dryRun
      ? `${source}: ${plural(images, 'image')}, in ${plural(manifests, 'message')}; nothing was queued`
      : `${source}: ${plural(images, 'image')} queued for ${dt}, in ${plural(manifests, 'message')}`,
    ...(kinds.length > 0 ? [`Left out, as no images by name: ${kinds.join(', ')}`] : []),
    ...(dryRun ? [`Requests would cost about ${dollars(requests)} (prices of ${pricesOf}), workers come on top.`] : []),
    ...(next
      ? [`Stopped. It goes on with: limelight cloud backfill ${source} --day ${dt} --resume ${quoted(next.from)}`]
      : []),
  ]
}

/** A word of a shell. */
function quoted(text = ''): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
