import type { Command } from 'commander'
import type { Estimate, Status } from '../cloud/status.ts'
import { dollars, print } from './cloud-progress.ts'
import { onStage, type StageOptions, withStageOptions } from './cloud-stage.ts'
import { count, plural } from './plural.ts'

/** `limelight cloud status`: how it goes. */
export function register(cloud: Command): void {
  withStageOptions(
    cloud.command('status').description('what waits, who works, how fast, and what today has cost'),
  ).action(status)
}

async function status(options: StageOptions): Promise<void> {
  const { tmpdir } = await import('node:os')
  const { cloudStatus } = await import('../cloud/status.ts')
  const { batchClient, openJobs } = await import('../aws/batch.ts')
  const { logsClient } = await import('../aws/logs.ts')
  const { isLocal } = await import('../aws/contract.ts')
  const found = await onStage(options, async (stage) => {
    const { jobQueue, jobDefinition, workerLogs } = stage.names
    return cloudStatus({
      stage: stage.stage,
      bucket: stage.bucket,
      queues: {
        uploads: await stage.queue('uploads'),
        manifests: await stage.queue('manifests'),
        posts: await stage.queue('posts'),
        deadLetters: await stage.queue('deadLetters'),
      },
      logs: logsClient(stage.connection),
      group: workerLogs,
      jobs: isLocal(stage.stage) ? null : openJobs(batchClient(stage.connection), jobQueue, jobDefinition),
      now: new Date(),
      folder: tmpdir(),
    })
  })
  print(options.json, found, linesOf(found))
}

function linesOf({ stage, day, queues, images, workers, measured, cost }: Status): string[] {
  const line = (name: string, text: string) => `${name.padEnd(14)}${text}`
  const queue = (name: string, { waiting, inFlight, delayed }: Status['queues']['uploads']) =>
    line(name, `${count(waiting + delayed)} waiting, ${count(inFlight)} in hand`)
  return [
    `Stage ${stage}, ${day} (UTC)`,
    queue('uploads', queues.uploads),
    queue('manifests', queues.manifests),
    queue('posts', queues.posts),
    line('images', about(images, count)),
    line('dead letters', `${count(queues.deadLetters.waiting)}${advice(queues.deadLetters.waiting)}`),
    line('workers', workers ? `${count(workers.active)} run or start` : 'unknown: an emulator has no AWS Batch'),
    line('measured', measured ? `${plural(measured.today, 'image')} today, by ${sources[measured.from]}` : noRate),
    ...(measured
      ? [
          line(
            'rate',
            about(measured.anHour, (value) => `${count(value)} images an hour`),
          ),
        ]
      : []),
    ...(cost.workers && cost.workerHours !== null
      ? [line('workers cost', `${cost.workerHours.toFixed(1)} hours, ${about(cost.workers, dollars)}`)]
      : []),
    ...(cost.requests ? [line('requests cost', about(cost.requests, dollars))] : []),
    `Prices of ${cost.prices}; what is charged stands in the Billing console.`,
  ]
}

const sources = { logs: "the workers' logs", shards: 'the shards that are not compacted yet' }
const noRate = 'unknown: workers have written no logs, and there are too many shards to read'

function about({ value, estimate }: Estimate, format: (value: number) => string): string {
  return `about ${format(value)} (${estimate})`
}

function advice(letters: number): string {
  return letters > 0 ? '; `limelight cloud retry` puts them back' : ''
}
