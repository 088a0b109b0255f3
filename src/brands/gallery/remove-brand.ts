import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from '../../errors.ts'
import {
  brandNamed,
  changeGallery,
  type Gallery,
  type GalleryReference,
  galleryFile,
  readGallery,
} from './gallery-file.ts'

/**
 * Removes a brand from a gallery, or one of its references; pictures that no brand needs any more go, too.
 * @param file a reference as `brands list` shows it, the name below the gallery or that of the picture; null: the whole brand
 * @returns what was removed
 * @throws UsageError when there is no such gallery, brand or reference
 */
export async function removeBrand(
  folder: string,
  name: string,
  file: string | null,
): Promise<{ brand: string; references: string[] }> {
  if (!(await readGallery(folder))) throw withoutBrand(folder, name, null)
  let removed: { brand: string; gone: GalleryReference[] } = { brand: name, gone: [] }
  const without = (gallery: Gallery): Gallery => {
    const brand = brandNamed(gallery, name)
    if (!brand) throw withoutBrand(folder, name, gallery)
    const isGone = (one: GalleryReference) => file === null || one.file === file || one.name === file
    removed = { brand: brand.name, gone: brand.references.filter(isGone) }
    if (file !== null && removed.gone.length === 0) {
      const has = brand.references.map((one) => one.name).join(', ')
      throw new UsageError(`${brand.name}: has no reference ${file}; it has ${has || 'none'}`)
    }
    const left = { ...brand, references: brand.references.filter((one) => !isGone(one)) }
    const brands = gallery.brands.flatMap((one) => (one !== brand ? [one] : file === null ? [] : [left]))
    return { ...gallery, brands }
  }
  await changeGallery(folder, without, async (after) => {
    const needed = filesOf(after)
    for (const { file: path } of removed.gone) if (!needed.has(path)) await removePicture(join(folder, path))
  })
  return { brand: removed.brand, references: removed.gone.map((one) => one.name) }
}

function withoutBrand(folder: string, name: string, gallery: Gallery | null): UsageError {
  const has = gallery?.brands.map((one) => one.name).join(', ')
  return new UsageError(`${join(folder, galleryFile)}: has no brand "${name}"${has ? `; it has ${has}` : ''}`)
}

/** With what is known of it, whose files begin with its name. */
async function removePicture(path: string): Promise<void> {
  await rm(path, { force: true })
  for (const name of await readdir(dirname(path))) {
    if (join(dirname(path), name).startsWith(`${path}.`)) await rm(join(dirname(path), name), { force: true })
  }
}

function filesOf({ brands }: Gallery): Set<string> {
  return new Set(brands.flatMap(({ references }) => references.map(({ file }) => file)))
}
