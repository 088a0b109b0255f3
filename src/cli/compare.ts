import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Span } from '../compare/periods.ts'

interface Options {
  brand: string
  event: string
  controls: string[]
  by?: 'account'
  period?: Span
  out?: string
  page: boolean
  json: boolean
}

/** `limelight compare OUT --brand B --event DAY`: how a brand appears before and after a day. */
export function register(program: Command): void {
  program
    .command('compare')
    .description('how often and how prominently a brand appears before and after a day, with intervals')
    .argument('<dataset>', 'the --out folder of a run')
    .requiredOption('--brand <name>', 'a brand that the run looked for')
    .requiredOption('--event <day>', 'first day that counts as after, YYYY-MM-DD, in UTC', day)
    .option(
      '--controls <list>',
      'tracked brands that the event did not concern, for differences in differences',
      list,
      [],
    )
    .addOption(new Option('--by <what>', "each account's own change, too").choices(['account']))
    .addOption(
      new Option(
        '--period <span>',
        'of the time series: day, week or month of 28 days (default: the shortest that has posts enough)',
      ).choices(['day', 'week', 'month']),
    )
    .option('--out <file>', 'where the page goes (default: compare-BRAND.html in the dataset)')
    .option('--no-page', 'write no page')
    .option('--json', 'one JSON object instead of text', false)
    .addHelpText('after', help)
    .action(async (dataset: string, options: Options) => {
      process.stdout.write(await run(dataset, options))
    })
}

const help = `
Examples:
  limelight compare out/ --brand Acme --event 2026-05-01
  limelight compare out/ --brand Acme --event 2026-05-01 --controls Beta,Gamma --by account`

async function run(dataset: string, options: Options): Promise<string> {
  const [{ openDataset }, { compare }, { comparisonText }] = await Promise.all([
    import('../dataset/read.ts'),
    import('../compare/compare.ts'),
    import('./compare-text.ts'),
  ])
  const reader = await openDataset(dataset)
  try {
    const { brand, controls, event } = options
    const question = { brand, controls, event, span: options.period ?? null, byAccount: options.by === 'account' }
    const compared = await compare(reader, question)
    const path = options.page ? await writePage(dataset, compared, options.out) : null
    if (options.json) return `${JSON.stringify(compared)}\n`
    return comparisonText(compared) + (path ? `\n${path}\n` : '')
  } finally {
    reader.close()
  }
}

async function writePage(
  dataset: string,
  compared: import('../compare/compare.ts').Comparison,
  file: string | undefined,
): Promise<string> {
  const [{ join }, { comparisonPage }, { replaceFile }] = await Promise.all([
    import('node:path'),
    import('../compare/page.ts'),
    import('../replace-file.ts'),
  ])
  const name = compared.brand.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')
  const path = file ?? join(dataset, `compare-${name}.html`)
  await replaceFile(path, await comparisonPage(compared))
  return path
}

function day(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError(`${text} is not a day; give it as 2026-05-01.`)
  return text
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
