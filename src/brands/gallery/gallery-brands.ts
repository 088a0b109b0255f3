import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from '../../errors.ts'
import type { Box } from '../../image/box.ts'
import type { Brand } from '../brand.ts'
import { type Gallery, type GalleryBrand, galleryFile, readGallery } from './gallery-file.ts'

/** Whether a `--brands` value names a gallery: its folder, or the `gallery.json` in it. */
export function isGallery(spec: string, cwd: string): boolean {
  return spec.endsWith(galleryFile) || existsSync(join(resolve(cwd, spec), galleryFile))
}

/**
 * The brands of a gallery, with their references as absolute paths.
 * @throws UsageError when the gallery is not there, not right or has no brand, or lacks a picture
 */
export async function galleryBrands(spec: string, cwd: string): Promise<Brand[]> {
  const folder = galleryFolder(spec, cwd)
  const gallery = await readGallery(folder)
  if (!gallery) throw new UsageError(`${spec}: there is no gallery; \`limelight brands add NAME PICTURES\` makes one`)
  if (gallery.brands.length === 0) {
    throw new UsageError(`${spec}: the gallery has no brand; \`limelight brands add NAME PICTURES\` adds one`)
  }
  return gallery.brands.map((brand) => brandOf(brand, folder))
}

export function galleryFolder(spec: string, cwd: string): string {
  const path = resolve(cwd, spec)
  return path.endsWith(galleryFile) ? resolve(path, '..') : path
}

/** A brand of a gallery as the recognisers take it. */
export function brandOf({ references, ...brand }: GalleryBrand, folder: string): Brand {
  return {
    ...brand,
    references: references.map(({ file, box, colour }) => {
      const path = resolve(folder, file)
      if (!existsSync(path)) {
        throw new UsageError(`${join(folder, galleryFile)}: ${brand.name}: there is no file ${path}; add it again`)
      }
      return { path, box: box && boxOf(box), colour }
    }),
  }
}

export function boxOf([x1, y1, x2, y2]: [number, number, number, number]): Box {
  return { x1, y1, x2, y2 }
}

/** How many references a gallery has. */
export function referenceCount({ brands }: Gallery): number {
  return brands.reduce((sum, { references }) => sum + references.length, 0)
}
