import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { boxArea } from '../../src/image/box.ts'
import { brandsFile, type LogoPhoto, logoPhotos } from '../../test/brands/flickrlogos.ts'
import { cocoPhotos } from './negatives.ts'
import type { Part, Protocol } from './protocol.ts'

const referencesEach = 5

/**
 * FlickrLogos-27 as the goals are stated: of each of 13 brands the largest box of its first five train photos, by name, is a
 * reference; everything else is searched: query photos, photos without a tracked brand, the other train photos, COCO.
 * @param folder where the references are written; outside the repository
 */
export async function flickrlogos(shared: string, folder: string): Promise<Protocol> {
  const photos = await logoPhotos(shared)
  const trained = photos.filter(({ split, boxes }) => split === 'train' && boxes.length > 0)
  const shownIn = new Map(brandsFile.brands.map(({ name }) => [name, firstPhotos(trained, name)]))
  await mkdir(folder, { recursive: true })
  const brands = await Promise.all(
    brandsFile.brands.map(async (brand) => ({
      ...brand,
      references: await Promise.all((shownIn.get(brand.name) ?? []).map((photo) => cut(photo, brand.name, folder))),
    })),
  )
  const used = new Set([...shownIn.values()].flat().map(({ file }) => file))
  return {
    name: 'flickrlogos',
    says: `13 brands, ${referencesEach} references each (and the catalogue's icon where there is one)`,
    brands,
    photos: [
      ...photos
        .filter(({ file }) => !used.has(file))
        .map(({ file, brands: shown, boxes, split }) => ({
          file,
          part: partOf({ split, brands: shown }),
          brands: shown,
          boxes: boxes.map(({ brand, xyxy: [x1, y1, x2, y2] }) => ({ brand, box: { x1, y1, x2, y2 } })),
        })),
      ...cocoPhotos(shared),
    ],
  }
}

function partOf({ split, brands }: Pick<LogoPhoto, 'split' | 'brands'>): Part {
  if (brands.length === 0) return 'negative'
  return split === 'query' ? 'query' : 'boxed'
}

function firstPhotos(photos: readonly LogoPhoto[], brand: string): LogoPhoto[] {
  return photos
    .filter(({ brands }) => brands.includes(brand))
    .sort((a, b) => (basename(a.file) < basename(b.file) ? -1 : 1))
    .slice(0, referencesEach)
}

async function cut({ file, boxes }: LogoPhoto, brand: string, folder: string): Promise<string> {
  const own = boxes
    .filter((box) => box.brand === brand)
    .map(({ xyxy: [x1, y1, x2, y2] }) => ({ x1, y1, x2, y2 }))
    .sort((a, b) => boxArea(b) - boxArea(a))
  const { x1, y1, x2, y2 } = own[0] ?? { x1: 0, y1: 0, x2: 1, y2: 1 }
  const path = join(folder, `${brand.replaceAll(/\W/g, '')}-${basename(file, '.jpg')}.png`)
  await sharp(file)
    .extract({ left: x1, top: y1, width: x2 - x1, height: y2 - y1 })
    .png()
    .toFile(path)
  return path
}
