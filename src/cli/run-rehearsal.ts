import type { RunOptions } from '../run/options.ts'
import type { Rehearsal } from '../run/rehearse.ts'
import { plural } from './plural.ts'
import { duration } from './run-progress.ts'
import { shown } from './run-summary.ts'

/** What a run would do, on stdout. */
export function printRehearsal(rehearsal: Rehearsal, options: RunOptions, json: boolean): void {
  const { plan, sources, ...numbers } = rehearsal
  const { digest, tasks, leftOut } = plan
  if (json) {
    const line = { event: 'dry-run', pipeline_digest: digest, tasks, tasks_left_out: leftOut, ...numbers }
    process.stdout.write(`${JSON.stringify(line)}\n`)
    return
  }
  const lines = [
    `${rehearsal.images} images, ${rehearsal.posts} posts in ${sources.map(({ name, kind }) => `${name} (${kind})`).join(', ')}`,
    ...(rehearsal.duplicates > 0 ? [`${rehearsal.duplicates} images given more than once`] : []),
    ...(rehearsal.to_fetch > 0
      ? [`${rehearsal.to_fetch} images have to be fetched; their time is not in what follows`]
      : []),
    `Models: ${tasks.join(', ') || 'none'}; brands: ${plan.brands?.map(({ name }) => name).join(', ') ?? 'none'}`,
    ...leftOut.map(({ task, why }) => `Left out: ${task}: ${why}`),
    ...(rehearsal.already_measured > 0
      ? [`${rehearsal.already_measured} images of ${shown(options.out)} are measured under this pipeline`]
      : []),
    timeLine(rehearsal, options),
    diskLine(rehearsal, options),
    'Nothing was written.',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function timeLine({ seconds, seconds_per_image, tried }: Rehearsal, { workers }: RunOptions): string {
  if (seconds === null || seconds_per_image === null) return 'Time: too few images to say'
  const each = `${Math.round(1000 * seconds_per_image)} ms an image, from ${tried} that were tried`
  return `Time: about ${duration(seconds)} in ${plural(workers, 'lane')} (${each})`
}

function diskLine({ bytes, free }: Rehearsal, { out }: RunOptions): string {
  const needed = bytes === null ? 'unknown' : `about ${megabytes(bytes)}`
  return `Disk: ${needed} in ${shown(out)}${free === null ? '' : `; ${megabytes(free)} are free`}`
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`
}
