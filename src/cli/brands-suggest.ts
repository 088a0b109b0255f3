import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { UsageError } from '../errors.ts'
import type { Suggestion } from '../report/suggestions-page.ts'
import type { PictureAccess } from '../report/thumbnails.ts'
import type { Suggestions } from '../run/suggest-brands.ts'
import { modelFor } from './brands-model.ts'
import { type PicturesFrom, placesOf, withPicturesFrom } from './pictures-from.ts'

interface Flags extends PicturesFrom {
  out?: string
  images: number
  most: number
  config?: string
}

/** `limelight brands suggest`: logos of no tracked brand that recur, as pictures, ready to be named. */
export function register(brands: Command): void {
  const command = brands
    .command('suggest')
    .description('show logos without a name that recur in an old run, ready to be named')
    .argument('<dir>', 'the --out folder of a run with --tasks text,logos or the stage embedding')
    .option('--out <dir>', 'folder for the pictures and the sheet (default: DIR/suggested)')
    .option('--images <n>', 'only what is in at least so many different images', count('--images'), 3)
    .option('--most <n>', 'suggestions at most', count('--most'), 30)
    .option('--config <file>', 'limelight.config.json of the run, if it had models of its own')
  withPicturesFrom(command).action(suggest)
}

async function suggest(dir: string, { out, images, most, config, ...from }: Flags): Promise<void> {
  const { suggestBrands } = await import('../run/suggest-brands.ts')
  const { suggestionsPage } = await import('../report/suggestions-page.ts')
  const model = await modelFor(dir, { spec: '', config: config ?? null })
  if ('why' in model) throw new UsageError(model.why)
  const found = await suggestBrands(dir, { negatives: model.bank, fewestImages: images })
  if (found.clusters.length === 0) {
    console.log(
      `nothing without a name is in ${images} different images of ${dir} (${found.regions} regions looked at)`,
    )
    return
  }
  const folder = out ?? join(dir, 'suggested')
  const suggestions = await drawAll(found.clusters.slice(0, most), { dir, folder, places: placesOf(from) })
  const sheet = join(folder, 'suggested.html')
  await writeFile(sheet, await suggestionsPage(suggestions, { of: dir, lead: leadOf(found, most) }))
  for (const { folder: place, images: count, sightings } of suggestions) {
    console.log(`${place}: ${sightings} sightings in ${count} images`)
  }
  console.log(`${sheet}: look at it, then \`limelight brands add NAME ${suggestions[0]?.folder}/*.png\``)
}

function leadOf({ clusters, compared, regions }: Suggestions, most: number): string {
  const all = compared < regions ? ` of ${regions}, the surest` : ''
  const rest = clusters.length > most ? `, the ${most} most frequent are shown` : ''
  return `${compared} regions without a brand${all} were compared; ${clusters.length} things recur${rest}. What recurs may be a logo, a sign, a product or a word.`
}

/** Pictures of a cluster that are shown, and kept as files. */
const picturesEach = 8

/** Longest side of such a picture, px. */
const side = 240

async function drawAll(
  found: Suggestions['clusters'],
  { dir, folder, places }: { dir: string; folder: string; places: readonly string[] },
): Promise<Suggestion[]> {
  const [{ openDataset }, { withLocalPictures }] = await Promise.all([
    import('../dataset/read.ts'),
    import('../report/local-pictures.ts'),
  ])
  const reader = await openDataset(dir)
  try {
    return await withLocalPictures({ out: dir, reader, places }, (access) => draw(found, access, folder))
  } finally {
    reader.close()
  }
}

async function draw(found: Suggestions['clusters'], access: PictureAccess, folder: string): Promise<Suggestion[]> {
  const { cutOut } = await import('../report/thumbnails.ts')
  const suggestions: Suggestion[] = []
  for (const [i, { members, images }] of found.entries()) {
    const place = join(folder, String(i + 1).padStart(2, '0'))
    await mkdir(resolve(place), { recursive: true })
    const pictures: string[] = []
    let missing: string | null = null
    for (const member of members.slice(0, 3 * picturesEach)) {
      if (pictures.length === picturesEach) break
      const cut = await cutOut(member, access, { part: member.box, side })
      if ('missing' in cut) {
        missing ??= cut.missing
        continue
      }
      await writeFile(join(place, `${pictures.length + 1}.png`), cut.bytes)
      pictures.push(`data:image/png;base64,${cut.bytes.toString('base64')}`)
    }
    suggestions.push({ folder: place, images, sightings: members.length, pictures, missing })
  }
  return suggestions
}

function count(flag: string): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!(Number.isInteger(value) && value > 0)) throw new UsageError(`${flag} ${text}: is no whole number above 0`)
    return value
  }
}
