import type { Command } from 'commander'
import type { ForgetReport } from '../privacy/forget.ts'

interface Options {
  pseudonymKey?: string
  dryRun: boolean
  json: boolean
}

/** `limelight forget ACCOUNT OUT...`: deletes what datasets hold of one account. */
export function register(program: Command): void {
  program
    .command('forget')
    .description('delete what datasets hold of one account: rows, files that were fetched, its name in posts of others')
    .argument('<account>', 'its name, with or without @')
    .argument('<dataset...>', 'the --out folders of runs')
    .option('--pseudonym-key <file>', 'of datasets with pseudonyms: the key that they were made with')
    .option('--dry-run', 'only say how much there is', false)
    .option('--json', 'one JSON object a dataset', false)
    .addHelpText('after', help)
    .action(async (account: string, datasets: string[], options: Options) => {
      const [{ forget }, { existingPseudonyms }] = await Promise.all([
        import('../privacy/forget.ts'),
        import('../run/pseudonyms.ts'),
      ])
      const name = options.pseudonymKey ? (await existingPseudonyms(options.pseudonymKey)).account(account) : account
      for (const dataset of datasets) {
        const report = await forget(dataset, { account: name, dryRun: options.dryRun })
        process.stdout.write(options.json ? `${JSON.stringify(summary(report))}\n` : textOf(report, options))
      }
    })
}

const help = `
The sources stay as they are: delete the account's files there, too, or the next run brings it back.

Examples:
  limelight forget some_account out/ --dry-run
  limelight forget some_account out/ older/`

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
