import { writeFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { datasets } from '../variables/registry/index.ts'
import { codebookMarkdown, documented } from './codebook.ts'

interface Options {
  dataset?: string
  format: 'text' | 'json' | 'markdown'
  out?: string
}

/** `limelight variables`: every column that Limelight writes, from the registry. */
export function register(program: Command): void {
  program
    .command('variables')
    .description('list every column with its unit, range, formula and source')
    .addOption(new Option('--dataset <name>', 'only one dataset').choices(datasets))
    .addOption(
      new Option('--format <format>', 'how to print them').choices(['text', 'json', 'markdown']).default('text'),
    )
    .option('--out <file>', 'write there instead of printing')
    .action(async ({ dataset, format, out }: Options) => {
      const chosen = documented.filter((variable) => !dataset || variable.dataset === dataset)
      const text = {
        text: () => `${chosen.map((v) => `${`${v.dataset}.${v.name}`.padEnd(40)} ${v.formula}`).join('\n')}\n`,
        json: () => `${JSON.stringify(chosen, null, 2)}\n`,
        markdown: () => codebookMarkdown(chosen),
      }[format]()
      if (out) await writeFile(out, text)
      else process.stdout.write(text)
    })
}
