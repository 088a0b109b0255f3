import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from '../../errors.ts'
import { brandNamed, changeGallery, type Gallery, galleryFile, readGallery } from './gallery-file.ts'

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
  const before = await readGallery(folder)
  const brand = before && brandNamed(before, name)
  if (!before || !brand) {
    const has = before?.brands.map((one) => one.name).join(', ')
    throw new UsageError(`${join(folder, galleryFile)}: has no brand "${name}"${has ? `; it has ${has}` : ''}`)
  }
  const gone = brand.references.filter((one) => file === null || one.file === file || one.name === file)
  if (file !== null && gone.length === 0) {
    const has = brand.references.map((one) => one.name).join(', ')
    throw new UsageError(`${brand.name}: has no reference ${file}; it has ${has || 'none'}`)
  }
  const after = await changeGallery(folder, (gallery) => ({
    ...gallery,
    brands: gallery.brands
      .filter((one) => one.name !== brand.name || file !== null)
      .map((one) =>
        one.name === brand.name
          ? { ...one, references: one.references.filter((r) => !gone.some((g) => same(g, r))) }
          : one,
      ),
  }))
  const needed = filesOf(after)
  for (const { file: path } of gone) if (!needed.has(path)) await removePicture(join(folder, path))
  return { brand: brand.name, references: gone.map((one) => one.name) }
}

/** With what is known of it, whose files begin with its name. */
async function removePicture(path: string): Promise<void> {
  await rm(path, { force: true })
  for (const name of await readdir(dirname(path))) {
    if (join(dirname(path), name).startsWith(`${path}.`)) await rm(join(dirname(path), name), { force: true })
  }
}

function same(a: { file: string; box: unknown }, b: { file: string; box: unknown }): boolean {
  return a.file === b.file && JSON.stringify(a.box) === JSON.stringify(b.box)
}

function filesOf({ brands }: Gallery): Set<string> {
  return new Set(brands.flatMap(({ references }) => references.map(({ file }) => file)))
}
