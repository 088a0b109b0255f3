import { extname } from 'node:path'
import { type Command, Option } from 'commander'
import { UsageError } from '../errors.ts'
import type { Config } from '../run/config.ts'
import type { RunOptions } from '../run/options.ts'
import { columnPair } from './column-pair.ts'

/** Flags as commander gives them: only those that stand in the command. */
interface Flags extends Omit<Config, 'models' | 'ownVariables' | 'colourTable'> {
  config?: string
  dryRun?: boolean
  json?: boolean
}

/** `limelight run`: the main job. */
export function register(program: Command): void {
  program
    .command('run')
    .description('measure the images of some sources: a dataset, a report, and how it was done')
    .argument(
      '[source...]',
      'folders (with or without Instaloader files), exports of scrapers, tables (CSV, JSON, Parquet), images',
    )
    .option('--out <dir>', 'folder for the dataset and the report')
    .option(
      '--brands <list|file|gallery>',
      'brands to look for: names of the catalogue with commas, a .json or .yaml file, or the folder of a gallery',
    )
    .option(
      '--stages <list>',
      'how logos are looked for: wordmark,features,shapes,learned,embedding (default: wordmark,features,shapes)',
      list,
    )
    .option(
      '--false-alarms <share>',
      'share of photos without the brands in which shapes and embedding may see one (default: 0.02)',
      number('--false-alarms'),
    )
    .option(
      '--tasks <list|none>',
      'models to run: objects,faces,text,classes,logos (default: objects,faces,text)',
      taskList,
    )
    .option(
      '--variables <choice>',
      'image variables: core, curated, all, or families as hue,focus; `limelight variables` lists them (default: curated)',
      choice,
    )
    .option('--device <device>', 'where models run: auto, cpu, webgpu or cuda (default: auto)')
    .option('--batch <n>', 'images that models see at once (default: 1 on a CPU, 8 on a GPU)', number('--batch'))
    .option('--analysis-size <pixels|full>', 'longest side at which images are measured (default: 1080)', size)
    .option('--icc <mode>', 'embedded colour profiles: convert to sRGB, or ignore as OpenCV does (default: convert)')
    .option('--root <dir>', "what a table's paths are relative to (default: the table's folder)")
    .option(
      '--map <field=column>',
      'which column of a table holds what, as image=photo_file; may be repeated',
      columnPair,
    )
    .option('--limit <n>', 'only the first n images', number('--limit'))
    .option('--sample <n>', 'only a random sample of n images', number('--sample'))
    .option('--seed <n>', 'seed of the sample (default: 1)', number('--seed'))
    .option('--workers <n>', 'lanes that measure side by side (default: one a core)', number('--workers'))
    .option('--timeout <seconds>', 'for one image (default: 60)', number('--timeout'))
    .option('--max-bytes <n>', 'largest file that is read (default: 50000000)', number('--max-bytes'))
    .option('--max-pixels <n>', 'largest picture that is decoded (default: 100000000)', number('--max-pixels'))
    .option('--max-memory <mb>', 'memory that a lane may have (default: 2000)', number('--max-memory'))
    .option(
      '--max-error-rate <share>',
      'end with 3 if more images have errors (default: 0.2)',
      number('--max-error-rate'),
    )
    .option('--no-fetch', 'leave images that are addresses on the web or in S3 where they are')
    .option('--fetch-timeout <seconds>', 'to fetch one image (default: 30)', number('--fetch-timeout'))
    .option('--fetch-rate <n>', 'requests a second to one host (default: 10)', number('--fetch-rate'))
    .option('--refresh', 'ask again whether images that were fetched before have changed')
    .option('--allow-private-hosts', 'fetch from addresses of private networks, too')
    .option('--retry-errors', 'measure again what failed in a way that trying again can cure')
    .option('--dry-run', 'only say what would be done, how long it takes and how much disk it needs')
    .option(
      '--pseudonymise',
      'keyed hashes in the place of accounts, handles and post ids; faces are blurred wherever a picture is shown',
    )
    .option('--pseudonym-key <file>', 'of their key, made where it is not there (default: limelight-pseudonyms.key)')
    .option('--csv', 'write CSV files, too')
    .option('--no-report', 'write no report.html')
    .option('--no-pictures', 'no thumbnails in the report')
    .option('--json', 'one JSON line a step on stdout')
    .addOption(
      new Option('--config <file>', 'options as JSON; flags win (default: limelight.config.json, if it is there)'),
    )
    .addHelpText('after', help)
    .action(async (sources: string[], _options: unknown, command: Command) => {
      process.exitCode = await run(sources, given(command))
    })
}

const help = `
Running the same command again measures only what is missing. Ctrl-C once finishes what is in flight, twice ends at once.

Exit codes: 0 done, 1 failed, 2 bad usage, 3 done but too many images had errors (--max-error-rate), 130 interrupted.

Examples:
  limelight run posts/ --brands nike,starbucks --out out/
  limelight run posts.csv --map image=photo_file --root photos/ --brands brands.yaml --out out/
  limelight run photos/ --tasks none --sample 500 --seed 7 --csv --out out/`

/** Runs with flags that were checked by commander only; the rest is checked here. */
async function run(sources: string[], { config: path, dryRun, json, ...flags }: Flags): Promise<number> {
  const { checked, readConfig } = await import('../run/config.ts')
  const { configure } = await import('../run/configure.ts')
  const cwd = process.cwd()
  const fromFile = await readConfig(path ?? null, cwd)
  const fromFlags = checked({ ...flags, ...(sources.length > 0 ? { sources } : {}) }, flagOf)
  const config = { ...fromFile, ...fromFlags }
  const options = withObjects(configure(config, cwd))
  if (dryRun) {
    const { rehearse } = await import('../run/rehearse.ts')
    const { printRehearsal } = await import('./run-rehearsal.ts')
    printRehearsal(await rehearse(options), options, json ?? false)
    return 0
  }
  const { measure } = await import('./run-measure.ts')
  const { exitCode } = await measure(options, {
    report: config.report ?? true,
    pictures: config.pictures ?? true,
    json: json ?? false,
  })
  return exitCode
}

/** Objects in S3 are read as the cloud's workers read them, with the user's own credentials. */
function withObjects(options: RunOptions): RunOptions {
  if (options.fetching === null) return options
  const module = new URL(`../aws/read-object${extname(import.meta.url)}`, import.meta.url).href
  return { ...options, fetching: { ...options.fetching, objects: { module, options: { endpoint: null } } } }
}

function given(command: Command): Flags {
  const values = command.opts<Record<string, unknown>>()
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => command.getOptionValueSource(name) === 'cli'),
  ) as Flags
}

function flagOf(field: string): string {
  if (field.startsWith('sources')) return 'SOURCE'
  return `--${(field.split('.')[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function number(flag: string): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || Number.isNaN(value)) throw new UsageError(`${flag} ${text}: is no number`)
    return value
  }
}

function size(text: string): number | 'full' {
  return text === 'full' ? 'full' : number('--analysis-size')(text)
}

function taskList(text: string): Config['tasks'] {
  if (text === 'none') return 'none'
  // What is no task is refused with all other values, by the schema.
  return text.split(',').map((task) => task.trim()) as Config['tasks']
}

function list(text: string): Config['stages'] {
  return text.split(',').map((stage) => stage.trim()) as Config['stages']
}

function choice(text: string): Config['variables'] {
  return text === 'core' || text === 'curated' || text === 'all' ? text : text.split(',').map((family) => family.trim())
}
