import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Brand } from '../brands/brand.ts'
import type { AddedReference } from '../brands/gallery/add-brand.ts'
import { UsageError } from '../errors.ts'
import type { Box } from '../image/box.ts'
import { galleryOption } from './brands-gallery.ts'
import { plural } from './plural.ts'

interface Flags {
  gallery: string
  box?: Box
  alias: string[]
  handle: string[]
  hashtag: string[]
  threshold?: number
}

/** `limelight brands add`: a brand, or more pictures of it. */
export function register(brands: Command): void {
  brands
    .command('add')
    .description('add a brand, or pictures of its logo, to the gallery')
    .argument('<name>', 'name of the brand')
    .argument('[pictures...]', 'photos or drawings (SVG) of its logo; none for a brand of the built-in catalogue')
    .option('--box <x1,y1,x2,y2>', 'where the logo is in the picture, in px (one picture)', box)
    .option('--alias <name>', 'another spelling; may be repeated', several, [])
    .option('--handle <handle>', 'as @acme; may be repeated', several, [])
    .option('--hashtag <hashtag>', 'as #acme; may be repeated', several, [])
    .option('--threshold <share>', 'similarity that a sighting must reach, 0 to 1', threshold)
    .addOption(galleryOption())
    .action(async (name: string, pictures: string[], flags: Flags) => {
      const { addBrand } = await import('../brands/gallery/add-brand.ts')
      const cwd = process.cwd()
      const brand = await brandOf(name, flags)
      const finder = await openFinder(brand)
      try {
        const added = await addBrand(resolve(cwd, flags.gallery), {
          brand,
          pictures: pictures.map((path) => resolve(cwd, path)),
          box: flags.box ?? null,
          propose: finder.propose,
        })
        for (const line of said(brand, added)) console.log(line)
        await describe(resolve(cwd, flags.gallery), brand.name)
      } finally {
        await finder.close()
      }
    })
}

/** What the user says of the brand, completed by the catalogue where it knows the name. */
async function brandOf(name: string, { alias, handle, hashtag, threshold }: Flags): Promise<Brand> {
  const { openCatalogue } = await import('../brands/catalogue.ts')
  const { normalise } = await import('../brands/normalise.ts')
  if (normalise(name) === '') throw new UsageError(`"${name}": holds no letter and no digit; give the brand's name`)
  const known = (await openCatalogue()).find(name)
  const prefixed = (mark: string, words: string[]) =>
    words.map((word) => (word.startsWith(mark) ? word : mark + word).toLowerCase())
  const sameName = known !== null && normalise(known.name) === normalise(name)
  return {
    name: sameName ? known.name : name,
    aliases: [...alias, ...(known?.aliases ?? []), ...(known && !sameName ? [known.name] : [])],
    handles: handle.length > 0 ? prefixed('@', handle) : (known?.handles ?? []),
    hashtags: hashtag.length > 0 ? prefixed('#', hashtag) : (known?.hashtags ?? []),
    references: known?.references ?? [],
    threshold: threshold ?? null,
  }
}

/** Says where the logo is in a photo, by the text in it; the reader is opened when it is needed. */
async function openFinder(brand: Brand) {
  const { readEnvironment } = await import('../environment.ts')
  const { resolveModels } = await import('../vision/zoo.ts')
  const { boxOfName } = await import('../brands/gallery/propose-box.ts')
  const { models } = await resolveModels(['text'], readEnvironment())
  const { openTextReader } = await import('../vision/text.ts')
  const reader = await openTextReader(models, { device: 'cpu', threads: 1 })
  return {
    propose: (picture: Parameters<typeof boxOfName>[0]) => boxOfName(picture, brand, reader),
    close: () => reader.close(),
  }
}

/** So that no run has to. */
async function describe(gallery: string, name: string): Promise<void> {
  const [{ describeGallery }, { readEnvironment }, { resolveModels }] = await Promise.all([
    import('../brands/gallery/describe-gallery.ts'),
    import('../environment.ts'),
    import('../vision/zoo.ts'),
  ])
  const { models } = await resolveModels(['text', 'logos', 'brands'], readEnvironment())
  await describeGallery(gallery, { name, models, cache: readEnvironment().cacheFolder })
}

const origin = {
  given: 'as given',
  text: 'around the text that spells the name',
  whole: 'the whole picture is taken for the logo',
} as const

function* said(brand: Brand, added: readonly AddedReference[]): Generator<string> {
  for (const { reference, width, height, known } of added) {
    const place = reference.box ? `at ${reference.box.join(',')}, ` : ''
    const drawing = reference.file.endsWith('.svg')
    yield `  ${reference.name}: ${drawing ? 'a drawing' : `logo of ${width} x ${height} px ${place}${origin[reference.box_from]}`}${known ? '; was there already' : ''}`
  }
  const fresh = added.filter(({ known }) => !known).length
  yield `${brand.name}: ${plural(fresh, 'reference')} added; \`limelight brands check\` says how well it will be told apart`
}

function box(text: string): Box {
  const [x1 = Number.NaN, y1 = Number.NaN, x2 = Number.NaN, y2 = Number.NaN, ...more] = text.split(',').map(Number)
  if (!(x1 >= 0 && y1 >= 0 && x2 > x1 && y2 > y1) || more.length > 0 || !Number.isFinite(x2 + y2)) {
    throw new UsageError(`--box ${text}: is no box; give x1,y1,x2,y2 in px of the picture, as 120,80,300,200`)
  }
  return { x1, y1, x2, y2 }
}

function threshold(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new UsageError(`--threshold ${text}: is no number from 0 to 1`)
  }
  return value
}

function several(text: string, before: string[]): string[] {
  return [...before, text]
}
