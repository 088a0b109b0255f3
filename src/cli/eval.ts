import { type Command, InvalidArgumentError, Option } from 'commander'
import { type TruthFormat, truthFormats } from '../evaluate/truth.ts'

interface Options {
  truth: string
  format?: TruthFormat
  split?: string
  rename: Map<string, string>
  json: boolean
}

/** `limelight eval OUT --truth FILE`: how a run's logos compare with what people saw. */
export function register(program: Command): void {
  program
    .command('eval')
    .description("compare a run's logos with labelled images: recall, precision, false alarms, boxes")
    .argument('<dataset>', 'the --out folder of a run')
    .requiredOption('--truth <path>', 'file or folder of labels: our JSON, COCO, YOLO, Pascal VOC or LabelMe')
    .addOption(new Option('--format <name>', 'of the labels (default: by what is there)').choices(truthFormats))
    .option('--split <name>', 'only this part of a truth that is divided')
    .option('--rename <from=to>', "what the labels call a brand = the run's name; repeatable", rename, new Map())
    .option('--json', 'one JSON object instead of tables', false)
    .action(async (dataset: string, options: Options) => {
      process.stdout.write(await run(dataset, options))
    })
}

async function run(dataset: string, { truth: path, format, split, rename: renamed, json }: Options): Promise<string> {
  const [{ openDataset }, { readTruth }, { evaluate }, { evaluationText }] = await Promise.all([
    import('../dataset/read.ts'),
    import('../evaluate/read-truth.ts'),
    import('../evaluate/evaluate.ts'),
    import('./eval-text.ts'),
  ])
  const truth = await readTruth(path, format ?? null)
  const reader = await openDataset(dataset)
  try {
    const { evaluation } = await evaluate(reader, truth, { split: split ?? null, renamed })
    return json ? `${JSON.stringify(evaluation)}\n` : evaluationText(evaluation)
  } finally {
    reader.close()
  }
}

function rename(text: string, before: Map<string, string>): Map<string, string> {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError("give LABEL=BRAND, as Cocacola='Coca-Cola'.")
  return new Map(before).set(text.slice(0, at), text.slice(at + 1))
}
