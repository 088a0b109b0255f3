import type { Command } from 'commander'

/** `limelight report OUT`: writes the report of a dataset again. */
export function register(program: Command): void {
  program
    .command('report')
    .description('write the report of a dataset again: one HTML file that needs nothing else')
    .argument('<dataset>', 'the --out folder of a run')
    .option('--no-pictures', 'leave the pictures out, for a report that is passed on')
    .option('--title <text>', 'heading of the page (default: says what was measured)')
    .option('--out <file>', 'where to write it (default: report.html in the folder)')
    .action(async (dataset: string, { pictures, out, title }: { pictures: boolean; out?: string; title?: string }) => {
      const { writeReport } = await import('../report/write.ts')
      const path = await writeReport(dataset, { pictures, ...(out ? { file: out } : {}), ...(title ? { title } : {}) })
      process.stdout.write(`${path}\n`)
    })
}
