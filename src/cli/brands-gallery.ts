import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { Gallery } from '../brands/gallery/gallery-file.ts'
import { UsageError } from '../errors.ts'
import { plural } from './plural.ts'

export const defaultFolder = 'limelight-gallery'

export function galleryOption(): Option {
  return new Option('--gallery <dir>', 'folder of the gallery').default(defaultFolder)
}

/** `limelight brands remove` and `export`. */
export function register(brands: Command): void {
  brands
    .command('remove')
    .description('remove a brand from the gallery, or one of its pictures')
    .argument('<name>', 'name of the brand')
    .argument('[picture]', 'one of its references, as `brands list` shows it')
    .addOption(galleryOption())
    .action(async (name: string, picture: string | undefined, { gallery }: { gallery: string }) => {
      const { removeBrand } = await import('../brands/gallery/remove-brand.ts')
      const { brand, references } = await removeBrand(resolve(gallery), name, picture ?? null)
      console.log(picture ? `${brand}: ${references.join(', ')} removed` : `${brand} removed`)
    })
  brands
    .command('export')
    .description('write the gallery as a brands file, with its pictures beside it')
    .argument('<file>', 'a .json, .yaml or .yml file')
    .addOption(galleryOption())
    .action(async (file: string, { gallery: folder }: { gallery: string }) => {
      const { exportBrands } = await import('../brands/gallery/export-brands.ts')
      const gallery = await openGallery(folder)
      const { pictures, beside } = await exportBrands(gallery, resolve(folder), file)
      console.log(`${file}: ${plural(gallery.brands.length, 'brand')}; ${plural(pictures, 'picture')} in ${beside}`)
    })
}

/** @throws UsageError when there is none */
export async function openGallery(folder: string): Promise<Gallery> {
  const { readGallery } = await import('../brands/gallery/gallery-file.ts')
  const gallery = await readGallery(resolve(folder))
  if (!gallery) {
    throw new UsageError(`${folder}: there is no gallery; \`limelight brands add NAME PICTURES\` makes one`)
  }
  return gallery
}
