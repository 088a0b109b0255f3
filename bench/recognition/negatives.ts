import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { logoPhotos } from '../../test/brands/flickrlogos.ts'
import type { ProtocolPhoto } from './protocol.ts'

/** 128 everyday photos, taken as free of every tracked brand. */
export function cocoPhotos(shared: string): ProtocolPhoto[] {
  const images = join(shared, 'data', 'coco', 'images')
  return readdirSync(images)
    .sort()
    .map((name) => ({ file: join(images, name), part: 'coco', brands: [], boxes: [] }))
}

/** The photos of FlickrLogos that show none of its brands: signs, text and products of others. */
export async function flickrNegatives(shared: string): Promise<ProtocolPhoto[]> {
  return (await logoPhotos(shared))
    .filter(({ brands }) => brands.length === 0)
    .map(({ file }) => ({ file, part: 'negative', brands: [], boxes: [] }))
}
