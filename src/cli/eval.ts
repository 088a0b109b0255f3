import { join } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { UsageError } from '../errors.ts'
import type { Compared } from '../evaluate/evaluate.ts'
import { type TruthFormat, truthFormats } from '../evaluate/truth.ts'
import type { LocalDataset } from '../report/local-pictures.ts'
import { type PicturesFrom, placesOf, withPicturesFrom } from './pictures-from.ts'

interface Options extends PicturesFrom {
  truth?: string
  format?: TruthFormat
  split?: string
  rename: Map<string, string>
  correct: boolean
  draw?: number
  seed: number
  sheet: boolean
  json: boolean
}

/** `limelight eval OUT --truth FILE`: how a run's logos compare with what people saw. */
export function register(program: Command): void {
  const command = program
    .command('eval')
    .description("compare a run's logos with labelled images: recall, precision, false alarms, boxes")
    .argument('<dataset>', 'the --out folder of a run')
    .option('--truth <path>', 'file or folder of labels: our JSON, COCO, YOLO, Pascal VOC or LabelMe')
    .addOption(new Option('--format <name>', 'of the labels (default: by what is there)').choices(truthFormats))
    .option('--split <name>', 'only this part of a truth that is divided')
    .option('--rename <from=to>', "what the labels call a brand = the run's name; may be repeated", rename, new Map())
    .option(
      '--correct',
      'the labels are of a random sample: free shares and sizes of the errors, for the report',
      false,
    )
    .option('--draw <n>', 'instead: draw a random sample of n images, as a file of labels to be filled in', whole)
    .option('--seed <n>', 'of the sample', whole, 1)
    .option('--no-sheet', 'write no eval.html, which shows the worst mistakes')
    .option('--json', 'one JSON object instead of tables', false)
  withPicturesFrom(command)
    .addHelpText('after', help)
    .action(async (dataset: string, options: Options) => {
      process.stdout.write(options.draw === undefined ? await run(dataset, options) : await draw(dataset, options))
    })
}

const help = `
Examples:
  limelight eval out/ --draw 300 > labels.json            300 random images; fill in what they show
  limelight eval out/ --truth labels.json --correct       compare, and free the report's numbers of the errors
  limelight eval out/ --truth coco.json --rename Coke=Coca-Cola`

async function run(dataset: string, options: Options): Promise<string> {
  if (!options.truth) throw new UsageError('eval: --truth PATH says what is to be seen; --draw N makes a file for it')
  const [{ openDataset }, { readTruth }, { evaluate }, { evaluationText }] = await Promise.all([
    import('../dataset/read.ts'),
    import('../evaluate/read-truth.ts'),
    import('../evaluate/evaluate.ts'),
    import('./eval-text.ts'),
  ])
  const truth = await readTruth(options.truth, options.format ?? null)
  const reader = await openDataset(dataset)
  try {
    const compared = await evaluate(reader, truth, { split: options.split ?? null, renamed: options.rename })
    const correction = options.correct
      ? await correct(dataset, compared, reader.runInfo?.pipeline_digest ?? null)
      : null
    const sheet = options.sheet ? await writeSheet(compared, { out: dataset, reader, places: placesOf(options) }) : null
    if (options.json) {
      return `${JSON.stringify({ ...compared.evaluation, correction: correction?.values ?? null, sheet })}\n`
    }
    return [
      evaluationText(compared.evaluation),
      correction?.text ?? '',
      sheet ? `\nMisses and false alarms as pictures: ${sheet}\n` : '',
    ].join('')
  } finally {
    reader.close()
  }
}

async function writeSheet({ photos }: Compared, dataset: LocalDataset): Promise<string> {
  const [{ mistakeSheet }, { replaceFile }, { withLocalPictures }] = await Promise.all([
    import('../evaluate/sheet.ts'),
    import('../replace-file.ts'),
    import('../report/local-pictures.ts'),
  ])
  const path = join(dataset.out, 'eval.html')
  await replaceFile(path, await withLocalPictures(dataset, (access) => mistakeSheet(photos, access)))
  return path
}

async function correct(dataset: string, { photos, found, evaluation }: Compared, pipelineDigest: string | null) {
  const [{ correct: corrected }, { writeCorrection }, { correctionText }] = await Promise.all([
    import('../evaluate/correct.ts'),
    import('../report/correction.ts'),
    import('./eval-correction-text.ts'),
  ])
  const values = corrected({ photos, found, brands: evaluation.brands, pipelineDigest })
  const path = await writeCorrection(dataset, values)
  return { values, text: correctionText(values, path) }
}

async function draw(dataset: string, { draw: size = 0, seed }: Options): Promise<string> {
  const [{ openDataset }, { foundImages }, { drawSample }] = await Promise.all([
    import('../dataset/read.ts'),
    import('../evaluate/found.ts'),
    import('../evaluate/draw-sample.ts'),
  ])
  const reader = await openDataset(dataset)
  try {
    return drawSample(await foundImages(reader), { size, seed })
  } finally {
    reader.close()
  }
}

function rename(text: string, before: Map<string, string>): Map<string, string> {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError("give LABEL=BRAND, as Cocacola='Coca-Cola'.")
  return new Map(before).set(text.slice(0, at), text.slice(at + 1))
}

function whole(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError(`${text} is not a whole number of at least 1.`)
  return value
}
