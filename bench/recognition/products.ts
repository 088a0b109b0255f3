import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cocoPhotos, flickrNegatives } from './negatives.ts'
import type { Protocol } from './protocol.ts'

/** Cartons that our network never saw (training/ holds them out); cartons of the same makers it did. */
const cartons: Record<string, string[]> = {
  Arla: ['Arla-Ecological-Sour-Cream', 'Arla-Natural-Mild-Low-Fat-Yoghurt', 'Arla-Sour-Milk'],
  Garant: ['Garant-Ecological-Medium-Fat-Milk'],
  'God Morgon': ['God-Morgon-Apple-Juice', 'God-Morgon-Orange-Juice', 'God-Morgon-Red-Grapefruit-Juice'],
  Tropicana: ['Tropicana-Golden-Grapefruit'],
}
const photosEach = 10

/**
 * Another kind of photo: cartons on shop shelves, by phone (GroceryStoreDataset). The clean packshots of a maker's cartons are its
 * references. Shows whether what suits the 13 brands of FlickrLogos suits others.
 */
export async function products(shared: string): Promise<Protocol> {
  const folder = join(shared, 'training', 'products')
  const photosOf = (carton: string) =>
    readdirSync(join(folder, carton))
      .filter((name) => name !== 'packshot.jpg')
      .sort()
      .slice(0, photosEach)
      .map((name) => join(folder, carton, name))
  return {
    name: 'products',
    says: '4 makers of cartons, packshots as references, phone photos in shops',
    brands: Object.entries(cartons).map(([name, of]) => ({
      name,
      references: of.map((carton) => join(folder, carton, 'packshot.jpg')),
    })),
    photos: [
      ...Object.entries(cartons).flatMap(([brand, of]) =>
        of.flatMap(photosOf).map((file) => ({ file, part: 'query' as const, brands: [brand], boxes: [] })),
      ),
      ...(await flickrNegatives(shared)),
      ...cocoPhotos(shared),
    ],
  }
}
