import type { Command } from 'commander'
import { type DayOptions, daysOf, withDayOptions } from './cloud-days.ts'
import { print, progressOf } from './cloud-progress.ts'
import { onStage, type Stage, type StageOptions, withStageOptions } from './cloud-stage.ts'
import { plural } from './plural.ts'

interface Options extends StageOptions, DayOptions {
  errors?: string
  dryRun?: boolean
}

/** `limelight cloud retry`: dead letters, or quarantined images. */
export function register(cloud: Command): void {
  withStageOptions(
    withDayOptions(
      cloud
        .command('retry')
        .description('put dead letters back into their queues; with --errors: queue quarantined images again')
        .option('--errors <codes>', 'error codes with commas, or retryable, or all'),
    ).option('--dry-run', 'with --errors: only count'),
  )
    .addHelpText(
      'after',
      `
Examples:
  limelight cloud retry                                        dead letters go back to where they came from
  limelight cloud retry --errors retryable                     yesterday's images that may succeed now
  limelight cloud retry --errors timeout,crashed --from 2026-11-01 --to 2026-11-21`,
    )
    .action(retry)
}

async function retry(options: Options): Promise<void> {
  const { UsageError } = await import('../errors.ts')
  if (options.errors === undefined && (options.from ?? options.to ?? options.dryRun) !== undefined) {
    throw new UsageError('--from, --to and --dry-run are of --errors; dead letters have no days')
  }
  await onStage(options, (stage) =>
    options.errors === undefined ? deadLetters(stage, options) : errors(stage, options),
  )
}

async function deadLetters(stage: Stage, { json }: Options): Promise<void> {
  const { redrive } = await import('../cloud/retry-dead-letters.ts')
  const progress = progressOf({ json: json ?? false })
  const done = await redrive(
    {
      deadLetters: await stage.queue('deadLetters'),
      uploads: await stage.queue('uploads'),
      manifests: await stage.queue('manifests'),
      posts: await stage.queue('posts'),
    },
    (moved) => progress.tell({ moved }, `${plural(moved, 'message')} put back`),
  )
  progress.end()
  print(json, done, [
    `${plural(done.moved, 'message')} put back`,
    ...Object.entries(done.kept).map(([why, letters]) => `${plural(letters, 'message')} put aside: ${why}`),
  ])
}

async function errors(stage: Stage, options: Options): Promise<void> {
  const { errorCodesOf, retryErrors } = await import('../cloud/retry-errors.ts')
  const { tmpdir } = await import('node:os')
  const { json, dryRun = false } = options
  const codes = errorCodesOf(options.errors ?? '')
  const days = await retryErrors({
    bucket: stage.bucket,
    queue: await stage.queue('manifests'),
    folder: tmpdir(),
    days: await daysOf(options, new Date()),
    ...{ codes, dryRun },
  })
  const again = days.filter(({ images }) => images > 0)
  print(json, { dryRun, days }, [
    ...days.map(({ dt, images, byCode }) => `${dt}: ${plural(images, 'image')} ${inWords(byCode)}`.trimEnd()),
    ...(dryRun || again.length === 0
      ? []
      : [
          'When they are measured, close those days again; their reports are written anew:',
          ...again.map(closing(stage)),
        ]),
  ])
}

function inWords(byCode: Record<string, number>): string {
  const parts = Object.entries(byCode).map(([code, images]) => `${code} ${images}`)
  return parts.length > 0 ? `(${parts.join(', ')})` : ''
}

/** Only the state machine knows the order in which a day is closed. */
const closing =
  ({ account, region, names }: Stage) =>
  ({ dt }: { dt: string }) =>
    `  aws stepfunctions start-execution --region ${region} --state-machine-arn ` +
    `arn:aws:states:${region}:${account}:stateMachine:${names.stateMachine} --input '{"dt":"${dt}"}'`
