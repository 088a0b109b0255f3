import { type Command, Option } from 'commander'
import type { Brand } from '../brands/brand.ts'
import type { FoundByOthers } from '../brands/features/found-by-others.ts'
import type { BrandCheck } from '../brands/gallery/check.ts'
import type { ReferenceQuality } from '../brands/gallery/reference-quality.ts'
import { defaultFolder, openGallery } from './brands-gallery.ts'
import { falseAlarmsOption, modelFor } from './brands-model.ts'
import { plural } from './plural.ts'

interface Flags {
  falseAlarms: number
  config?: string
  json?: boolean
}

/** What is known of a brand before it is looked for. */
interface Checked {
  brand: Brand
  qualities: ReferenceQuality[]
  /** Whether a reference spells the name; null of none. */
  read: boolean | null
  /** By local features, which of its photos the others find. */
  features: FoundByOthers
  /** Null where nothing compares vectors. */
  check: BrandCheck | null
  advice: string[]
}

/** `limelight brands check`: what is looked for, and how well it will be told apart. */
export function register(brands: Command): void {
  brands
    .command('check')
    .description('say how well brands will be told apart, and what kind of reference would help')
    .argument(
      '[brands]',
      'a gallery, a .json, .yaml or .yml file, or names of the catalogue separated by commas',
      defaultFolder,
    )
    .addOption(falseAlarmsOption())
    .addOption(new Option('--config <file>', 'limelight.config.json, where models of your own are'))
    .option('--json', 'one JSON object a brand')
    .action(check)
}

async function check(spec: string, { falseAlarms, config, json }: Flags): Promise<void> {
  const { loadBrands } = await import('../brands/catalogue.ts')
  const { describeBrands } = await import('../brands/describe.ts')
  // Nobody means a brand of that name.
  if (spec === defaultFolder) await openGallery(spec)
  const brands = await loadBrands(spec, process.cwd())
  const { checked, why } = await look(brands, { spec, falseAlarms, config: config ?? null })
  for (const one of checked) {
    if (json)
      console.log(
        JSON.stringify({
          name: one.brand.name,
          ...one.check,
          read: one.read,
          features: one.features,
          advice: one.advice,
        }),
      )
    else for (const line of lines(one, describeBrands(brands))) console.log(line)
  }
  if (why && !json) console.error(`not compared by vectors: ${why}`)
}

async function look(brands: readonly Brand[], options: { spec: string; falseAlarms: number; config: string | null }) {
  const [
    { foundByOthers },
    { checkBrands },
    { describeReferences },
    { qualityDescriber },
    { descriptionStore },
    { adviceFor },
  ] = await Promise.all([
    import('../brands/features/found-by-others.ts'),
    import('../brands/gallery/check.ts'),
    import('../brands/gallery/describe.ts'),
    import('../brands/gallery/reference-quality.ts'),
    import('../brands/gallery/prepare.ts'),
    import('../brands/gallery/advice.ts'),
  ])
  const { readEnvironment } = await import('../environment.ts')
  const store = descriptionStore(readEnvironment().cacheFolder)
  const qualities = await describeReferences(brands, qualityDescriber, { store })
  const spelled = await spelledBy(brands, store)
  const features: FoundByOthers[] = []
  for (const brand of brands) features.push(await foundByOthers(brand, { store }))
  const model = await modelFor(null, options)
  const isDrawing = (brand: number, reference: number) => qualities[brand]?.[reference]?.drawing ?? false
  const checks = 'why' in model ? null : checkBrands(await model.prepare(brands, options.falseAlarms), isDrawing)
  const checked = brands.map((brand, i): Checked => {
    const own = qualities[i] ?? []
    const facts = { check: checks?.[i] ?? null, read: own.length > 0 ? (spelled[i] ?? null) : null }
    const byFeatures = features[i] ?? { found: 0, photos: 0 }
    return { brand, qualities: own, features: byFeatures, ...facts, advice: adviceFor(brand, own, facts) }
  })
  return { checked, why: 'why' in model ? model.why : null }
}

/** For each brand, whether one of its references spells its name. */
async function spelledBy(brands: readonly Brand[], store: string): Promise<boolean[]> {
  const [
    { referenceReader },
    { describeReferences },
    { openTextReader },
    { resolveModels },
    { readEnvironment },
    names,
    { spell },
  ] = await Promise.all([
    import('../brands/gallery/read-references.ts'),
    import('../brands/gallery/describe.ts'),
    import('../vision/text.ts'),
    import('../vision/zoo.ts'),
    import('../environment.ts'),
    import('../brands/wordmark-match.ts'),
    import('../brands/normalise.ts'),
  ])
  const { models } = await resolveModels(['text'], readEnvironment())
  const reader = await openTextReader(models, { device: 'cpu', threads: 1 })
  try {
    const describer = referenceReader(reader, models.map(({ sha256 }) => sha256).join(' '))
    const texts = await describeReferences(brands, describer, { store })
    return texts.map((references, i) => {
      const own = names.namesOf(brands.slice(i, i + 1))
      return references.some(({ lines }) => names.matchNames(spell(lines.join(' ')), own).length > 0)
    })
  } finally {
    await reader.close()
  }
}

function* lines(
  { brand, qualities, features, check, advice }: Checked,
  described: readonly string[],
): Generator<string> {
  const head = described.findIndex((line) => line.startsWith(`${brand.name}: `))
  const end = described.findIndex((line, i) => i > head && !line.startsWith('  '))
  yield* described.slice(head, end < 0 ? undefined : end)
  const drawings = qualities.filter(({ drawing }) => drawing).length
  if (qualities.length > 0)
    yield `  ${plural(qualities.length - drawings, 'photo')}, ${plural(drawings, 'drawing')} of the logo`
  const { found, photos } = features
  if (photos > 1) yield `  by local features: ${found} of ${photos} photos are found by the others`
  if (check && qualities.length > 0) yield `  by vectors: ${vectorsLine(check)}`
  for (const line of advice) yield `  better: ${line}`
}

function vectorsLine({ recognised, photos, confused, falseAlarms, nearest }: BrandCheck): string {
  const told =
    photos > 1
      ? `${recognised} of ${photos} photos are recognised by the others${confused > 0 ? `, ${confused} taken for another brand` : ''}; `
      : ''
  const rate = `false alarms in ${(100 * falseAlarms).toFixed(falseAlarms < 0.001 ? 3 : 1)} % of photos`
  const near = nearest.map(({ name, similarity }) => `${name} (${similarity.toFixed(2)})`).join(', ')
  return `${told}${rate}${near ? `; nearest: ${near}` : ''}`
}
