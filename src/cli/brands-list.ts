import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { CatalogueEntry } from '../brands/catalogue.ts'
import type { GalleryBrand } from '../brands/gallery/gallery-file.ts'
import { defaultFolder, openGallery } from './brands-gallery.ts'

interface Flags {
  search?: string
  gallery?: string
  json?: boolean
}

/** `limelight brands list`: the gallery, if there is one, else the built-in catalogue. */
export function register(brands: Command): void {
  brands
    .command('list')
    .description('list the brands of the gallery, if there is one, or of the built-in catalogue')
    .option('--search <text>', 'those of the built-in catalogue whose name or other names hold this text')
    .option('--gallery <dir>', `folder of the gallery (default: ${defaultFolder}, if it is there)`)
    .option('--json', 'one JSON object a line')
    .action(async ({ search, gallery, json }: Flags) => {
      const { readGallery } = await import('../brands/gallery/gallery-file.ts')
      const ours = gallery !== undefined ? await openGallery(gallery) : await readGallery(resolve(defaultFolder))
      if (search !== undefined || !ours) {
        await listCatalogue(search ?? '', json ?? false)
        return
      }
      for (const brand of ours.brands) {
        if (json) console.log(JSON.stringify(brand))
        else for (const line of linesOf(brand)) console.log(line)
      }
      if (!json) console.error('the built-in catalogue: limelight brands list --search TEXT')
    })
}

async function listCatalogue(search: string, json: boolean): Promise<void> {
  const { openCatalogue } = await import('../brands/catalogue.ts')
  const { normalise } = await import('../brands/normalise.ts')
  const catalogue = await openCatalogue()
  const wanted = normalise(search)
  const found = catalogue.entries.filter(({ name, aliases }) =>
    [name, ...aliases].some((text) => normalise(text).includes(wanted)),
  )
  if (found.length === 0) console.error(`no brand of ${catalogue.entries.length} has "${search}" in its name`)
  for (const entry of found) console.log(json ? JSON.stringify(entry) : lineOf(entry))
}

function lineOf({ name, colour, aliases }: CatalogueEntry): string {
  return `${name.padEnd(32)} #${colour}  ${aliases.join(', ')}`.trimEnd()
}

function* linesOf({ name, aliases, handles, hashtags, references }: GalleryBrand): Generator<string> {
  yield `${name}  ${[...aliases, ...handles, ...hashtags].join(' ')}`.trimEnd()
  for (const { name: file, box, file: path } of references) {
    yield `  ${file}${box ? ` at ${box.join(',')}` : ''}  ${path}`
  }
}
