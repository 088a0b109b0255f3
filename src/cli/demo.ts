import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { Score } from '../demo/score.ts'
import { RunError } from '../errors.ts'

interface Options {
  out: string
  count: number
  seed: number
}

/** `limelight demo`: a synthetic corpus with known truth, the main job on it, and how much of the truth was found. */
export function register(program: Command): void {
  program
    .command('demo')
    .description('draw a small corpus of posts with known logos, measure it, and compare with the truth')
    .option('--out <dir>', 'folder for the corpus and the results; an earlier demo there is replaced', 'demo')
    .option('--count <n>', 'pictures to draw', wholeNumber, 60)
    .option('--seed <n>', 'seed of the drawing', wholeNumber, 1)
    .action(async (options: Options) => {
      process.exitCode = await demo(options)
    })
}

async function demo({ out, count, seed }: Options): Promise<number> {
  const [{ makeCorpus }, { configure }, { measure }, { scoreDemo }] = await Promise.all([
    import('../demo/corpus.ts'),
    import('../run/configure.ts'),
    import('./run-measure.ts'),
    import('../demo/score.ts'),
  ])
  const folder = resolve(out)
  await clear(folder)
  console.error(`Drawing ${count} posts in ${folder} ...`)
  const corpus = await makeCorpus(join(folder, 'posts'), { count, seed })
  const results = join(folder, 'out')
  const options = configure({ sources: [corpus.table], out: results, brands: corpus.brands }, folder)
  const { exitCode } = await measure(options, { report: true, pictures: true, json: false })
  if (exitCode !== 0) return exitCode
  const score = await scoreDemo(results, corpus.truth)
  console.log(await scoreText(score))
  console.log(`\nOpen ${join(results, 'report.html')}`)
  return 0
}

/** Only what an earlier demo wrote is removed. */
async function clear(folder: string): Promise<void> {
  try {
    for (const part of ['posts', 'out']) await rm(join(folder, part), { recursive: true, force: true })
  } catch (error) {
    throw new RunError(`${folder}: the earlier demo can't be removed (${error}); give another folder with --out`)
  }
}

async function scoreText({ wordmarks, symbols, falseAlarms, wrongBrand, medianIou }: Score): Promise<string> {
  const { wilson } = await import('../report/statistics/wilson.ts')
  const line = (what: string, { found, of }: { found: number; of: number }) => {
    const interval = wilson(found, of)
    if (!interval) return `  ${what.padEnd(60)} none in this corpus`
    return `  ${what.padEnd(60)} ${found} of ${of}   95 % interval ${percent(interval.low)} to ${percent(interval.high)}`
  }
  return [
    '\nAgainst the truth:',
    line('logos that can be read, found with the right brand', wordmarks),
    line('symbols without text, found with the right brand', symbols),
    line('pictures without a tracked brand where one was named', falseAlarms),
    line('pictures where another tracked brand was named', wrongBrand),
    `  ${'median overlap (IoU) of the boxes found with the true ones'.padEnd(60)} ${medianIou?.toFixed(2) ?? '-'}`,
  ].join('\n')
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError(`${text} is not a whole number of at least 1.`)
  return value
}
