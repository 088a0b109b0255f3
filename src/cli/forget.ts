import type { Command } from 'commander'
import { UsageError } from '../errors.ts'
import type { ForgetReport } from '../privacy/forget.ts'
import { type StageOptions, withStageOptions } from './cloud-stage.ts'
import { forgetOnStage } from './forget-stage.ts'

interface Options extends StageOptions {
  pseudonymKey?: string
  dryRun: boolean
  deleteShared: boolean
}

/** `limelight forget ACCOUNT OUT...`: deletes what datasets hold of one account, on a disk or in a stage's bucket. */
export function register(program: Command): void {
  const command = program
    .command('forget')
    .description('delete what datasets hold of one account: rows, files that were fetched, its name in posts of others')
    .argument('<account>', 'its name, with or without @')
    .argument('[dataset...]', 'the --out folders of runs; none with --stage')
    .option('--pseudonym-key <file>', 'of datasets with pseudonyms: the key that they were made with')
    .option('--dry-run', 'only say how much there is', false)
    .option('--delete-shared', 'in a stage: also files below posts/ that hold posts of others', false)
  withStageOptions(command)
    .addHelpText('after', help)
    .action(async (account: string, datasets: string[], options: Options) => {
      const isLocal = datasets.length > 0
      if (isLocal === (options.stage !== undefined))
        throw new UsageError('forget: give either the --out folders of runs, or the --stage of a deployment')
      const [{ forget }, { existingPseudonyms }] = await Promise.all([
        import('../privacy/forget.ts'),
        import('../run/pseudonyms.ts'),
      ])
      const name = options.pseudonymKey ? (await existingPseudonyms(options.pseudonymKey)).account(account) : account
      if (options.stage !== undefined) await forgetOnStage(name, options)
      for (const dataset of datasets) {
        const report = await forget(dataset, { account: name, dryRun: options.dryRun })
        process.stdout.write(options.json ? `${JSON.stringify(summary(report))}\n` : textOf(report, options))
      }
    })
}

const help = `
The sources of runs stay as they are: delete the account's files there, too, or the next run brings it back. In a stage (--stage has no default
here), its uploads are deleted as well, and old versions of all that held it; never while a night runs.

Examples:
  limelight forget some_account out/ --dry-run
  limelight forget some_account out/ older/
  limelight forget some_account --stage main --dry-run`

function summary({ addresses: _addresses, ...report }: ForgetReport) {
  return report
}

function textOf(
  { out, posts, images, detections, mentions, remade, deleted, changed }: ForgetReport,
  { dryRun }: Options,
) {
  const files = (what: string, paths: readonly string[]) => (paths.length > 0 ? `  ${what}: ${paths.join(', ')}\n` : '')
  return (
    `${out}: ${dryRun ? 'would forget' : 'forgot'} ${posts} posts, ${images} images, ${detections} boxes; named in ${mentions} posts of others\n` +
    files('made again', remade) +
    files('name taken out', changed) +
    files('deleted, make them again', deleted)
  )
}
