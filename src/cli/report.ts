import type { Command } from 'commander'

/** `limelight report OUT`: writes the report of a dataset again. */
export function register(program: Command): void {
  program
    .command('report')
    .description('write the report of a dataset again: one HTML file that needs nothing else')
    .argument('<dataset>', 'the --out folder of a run')
    .option('--no-pictures', 'leave the pictures out, for a report that is passed on')
    .option('--out <file>', 'where to write it (default: report.html in the folder)')
    .action(async (dataset: string, { pictures, out }: { pictures: boolean; out?: string }) => {
      const { writeReport } = await import('../report/write.ts')
      const path = await writeReport(dataset, { pictures, ...(out ? { file: out } : {}) })
      process.stdout.write(`${path}\n`)
    })
}
