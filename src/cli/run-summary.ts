import { relative } from 'node:path'
import type { RunInfo } from '../dataset/run-info.ts'
import type { RunSummary } from '../run/job.ts'
import type { RunOptions } from '../run/options.ts'
import { plural } from './plural.ts'
import { duration } from './run-progress.ts'

interface Context {
  options: RunOptions
  report: string | null
  exitCode: number
  json: boolean
}

/** How a run went, on stdout. */
export function printSummary({ info, interrupted, errorRate }: RunSummary, context: Context): void {
  const { options, report, exitCode, json } = context
  if (json) {
    const line = { event: interrupted ? 'interrupted' : 'finished', exit_code: exitCode, out: options.out, report }
    process.stdout.write(`${JSON.stringify({ ...line, ...info.counts, seconds: info.seconds })}\n`)
    return
  }
  const lines = [...countLines(info), ...sourceLines(info)]
  if (!interrupted && info.counts.images_in_dataset === 0)
    lines.push(
      'No image: none of the sources has a file that is one; `limelight sources check SOURCE` says what is in it',
    )
  const out = shown(options.out)
  if (interrupted) lines.push(`Interrupted: finished images are in ${out}; run the same command again to go on.`)
  else lines.push(`Dataset: ${out}  (${info.counts.images_in_dataset} images)`)
  if (exitCode === 3) {
    lines.push(`${percent(errorRate)} of the images have errors, more than --max-error-rate ${options.maxErrorRate}.`)
  }
  if (report) lines.push(`Report:  ${shown(report)}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

function countLines({ counts, seconds, images_per_second }: RunInfo): string[] {
  const speed = counts.measured > 0 ? ` (${images_per_second.toFixed(1)} a second)` : ''
  const lines = [
    `${plural(counts.measured, 'image')} measured in ${duration(seconds)}${speed}, ${plural(counts.posts, 'post')}`,
  ]
  if (counts.already_measured > 0) lines.push(`${plural(counts.already_measured, 'image')} measured before`)
  if (counts.duplicates > 0) lines.push(`${plural(counts.duplicates, 'image')} given more than once, measured once`)
  if (counts.errors > 0) {
    const codes = Object.entries(counts.errors_by_code).map(([code, n]) => `${code} ${n}`)
    lines.push(`${plural(counts.errors, 'image')} with errors: ${codes.join(', ')}`)
  }
  if (counts.images_of_other_digests) {
    lines.push(
      `${plural(counts.images_of_other_digests, 'image')} of earlier runs with other options stayed as they were (other pipeline_digest)`,
    )
  }
  return lines
}

function sourceLines({ sources }: RunInfo): string[] {
  const leftOut = new Map<string, number>()
  for (const source of sources) {
    for (const [kind, n] of Object.entries(source.left_out)) leftOut.set(kind, (leftOut.get(kind) ?? 0) + n)
  }
  const kinds = [...leftOut].sort((a, b) => b[1] - a[1]).map(([kind, n]) => `${n} ${kind}`)
  return [
    ...(kinds.length > 0 ? [`Other files: ${kinds.join(', ')}`] : []),
    ...sources.flatMap((source) => source.notes.map((note) => `Note: ${note}`)),
  ]
}

export function shown(path: string): string {
  const near = relative(process.cwd(), path)
  return near !== '' && !near.startsWith('..') ? near : path
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
