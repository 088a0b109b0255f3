import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { defaultFolder } from './brands-gallery.ts'
import { falseAlarmsOption, modelFor } from './brands-model.ts'

interface Flags {
  brands: string
  out?: string
  falseAlarms: number
  config?: string
  report: boolean
  pictures: boolean
}

/** `limelight brands apply`: other brands in an old run, without its pictures. */
export function register(brands: Command): void {
  brands
    .command('apply')
    .description('look for more brands in what an old run has seen, without opening a picture: a new dataset')
    .argument('<dir>', 'the --out folder of the run; with --tasks text,logos it has the vectors that this needs')
    .option('--brands <list|file|gallery>', 'brands to look for, as for `limelight run`', defaultFolder)
    .option('--out <dir>', 'folder for the new dataset (default: DIR-brands)')
    .addOption(falseAlarmsOption())
    .addOption(new Option('--config <file>', 'limelight.config.json of the run, if it had models of its own'))
    .option('--no-report', 'write no report.html')
    .option('--no-pictures', 'no thumbnails in the report')
    .action(apply)
}

async function apply(dir: string, flags: Flags): Promise<void> {
  const cwd = process.cwd()
  const [{ loadBrands }, { brandsContent }, { applyBrands }] = await Promise.all([
    import('../brands/catalogue.ts'),
    import('../brands/digest.ts'),
    import('../run/apply-brands.ts'),
  ])
  const started = performance.now()
  const brands = await loadBrands(flags.brands, cwd)
  const basis = await modelFor(dir, { spec: flags.brands, config: flags.config ?? null })
  const out = resolve(flags.out ?? `${dir.replace(/[\\/]+$/, '')}-brands`)
  const gallery = 'why' in basis ? null : (await basis.prepare(brands, flags.falseAlarms)).gallery
  if ('why' in basis) console.error(`brands are only read as text: ${basis.why}`)
  const { images, found, known } = await applyBrands({
    from: resolve(dir),
    out,
    brands,
    gallery,
    content: [await brandsContent(brands), flags.falseAlarms, 'why' in basis ? null : basis.negatives],
  })
  if (flags.report) {
    const { writeReport } = await import('../report/write.ts')
    await writeReport(out, { pictures: flags.pictures })
  }
  for (const [brand, count] of found) console.log(`${brand}: in ${count} of ${images} images`)
  if (known.length > 0) console.log(`as they were found: ${known.join(', ')}`)
  console.log(`${out}: ${images} images looked through in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
