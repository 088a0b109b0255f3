import type { Command } from 'commander'
import { UsageError } from '../errors.ts'
import { type PicturesFrom, placesOf, withPicturesFrom } from './pictures-from.ts'

interface Options extends PicturesFrom {
  pictures: boolean
  table3?: boolean
  format?: string
  beside?: string
  out?: string
  title?: string
}

/** `limelight report OUT`: writes the report of a dataset again, or its Table 3 alone. */
export function register(program: Command): void {
  const command = program
    .command('report')
    .description('write the report of a dataset again: one HTML file that needs nothing else')
    .argument('<dataset>', 'the --out folder of a run')
    .option('--no-pictures', 'leave the pictures out, for a report that is passed on')
    .option('--title <text>', 'heading of the page (default: says what was measured)')
    .option(
      '--table3',
      'write only the table of Hartmann et al. (2021), Table 3, by platform, with published values beside it',
    )
    .option('--format <name>', 'with --table3: html, csv, md or latex (default: html)')
    .option(
      '--beside <csv>',
      'with --table3: set the values of this file beside, instead of the published ones that are known; columns variable, NAME mean, NAME sd, as --format csv writes them',
    )
    .option(
      '--out <file>',
      'where to write it (default: report.html or table3.FORMAT in the folder; with --table3, - is the standard output)',
    )
  withPicturesFrom(command).action(
    async (dataset: string, { pictures, table3, format, beside, out, title, ...from }: Options) => {
      const wanted = { ...(out ? { file: out } : {}), ...(title ? { title } : {}) }
      process.stdout.write(`${await written()}\n`)

      async function written(): Promise<string> {
        if (table3) {
          const { table3Text, writeTable3 } = await import('../report/table3/write.ts')
          const how = { format: format ?? 'html', ...(title ? { title } : {}), ...(beside ? { beside } : {}) }
          if (out === '-') return (await table3Text(dataset, how)).trimEnd()
          return writeTable3(dataset, { ...how, ...(out ? { file: out } : {}) })
        }
        if (beside !== undefined) throw new UsageError('--beside: belongs to Table 3; give it with --table3')
        if (format !== undefined)
          throw new UsageError('--format: the report is HTML; give it with --table3, which has other formats')
        const { writeReport } = await import('../report/write.ts')
        return writeReport(dataset, { pictures, places: placesOf(from), ...wanted })
      }
    },
  )
}
