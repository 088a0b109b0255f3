import { type Command, InvalidArgumentError } from 'commander'
import { type Dataset, datasets } from '../variables/registry/index.ts'
import { type DayOptions, daysOf, withDayOptions } from './cloud-days.ts'
import { print, progressOf } from './cloud-progress.ts'
import { onStage, type StageOptions, withStageOptions } from './cloud-stage.ts'
import { plural } from './plural.ts'

interface Options extends StageOptions, DayOptions {
  out: string
  datasets?: Dataset[]
}

/** `limelight cloud pull --out DIR`: datasets of some days, as local Parquet. */
export function register(cloud: Command): void {
  withStageOptions(
    withDayOptions(
      cloud
        .command('pull')
        .description('copy the datasets of some days into a folder that `limelight report` opens')
        .requiredOption('--out <dir>', 'where to'),
    ).option('--datasets <names>', `some of ${datasets.join(', ')} (default: all)`, someDatasets),
  )
    .addHelpText(
      'after',
      `
Examples:
  limelight cloud pull --out yesterday/ && limelight report yesterday/
  limelight cloud pull --out november/ --from 2026-11-01 --to 2026-11-30 --datasets images,posts,exposures

Again, it copies only what has changed.`,
    )
    .action(run)
}

async function run(options: Options): Promise<void> {
  const { pull } = await import('../cloud/pull.ts')
  const { RunError } = await import('../errors.ts')
  const { json = false, out } = options
  const days = await daysOf(options, new Date())
  const progress = progressOf({ json })
  const { writeProvenance } = await import('../cloud/pull-provenance.ts')
  const done = await onStage(options, async ({ bucket, stage }) => {
    const pulled = await pull({
      ...{ bucket, out, days },
      ...(options.datasets ? { datasets: options.datasets } : {}),
      onFile: ({ name, bytes }) => progress.tell({ file: name, bytes }, `${name}, ${megabytes(bytes)}`),
    })
    await writeProvenance({ bucket, stage }, out)
    return pulled
  })
  progress.end()
  if (done.days.length === 0) {
    throw new RunError(
      `no dataset of ${days[0]}${days.length > 1 ? ` to ${days.at(-1)}` : ''} is there: days are there once their night is over; \`limelight cloud status\` says what waits`,
    )
  }
  print(json, done, [
    `${out}: ${plural(done.days.length, 'day')}, ${plural(done.files, 'file')} copied (${megabytes(done.bytes)}), ${done.unchanged} unchanged`,
    ...(done.without.length > 0 ? [`Without a dataset: ${done.without.join(', ')}`] : []),
    `limelight report ${out}`,
  ])
}

function someDatasets(text: string): Dataset[] {
  return text.split(',').map((word) => {
    const found = datasets.find((name) => name === word.trim())
    if (found) return found
    throw new InvalidArgumentError(`There is no dataset ${word}; there are ${datasets.join(', ')}.`)
  })
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
