import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A photo of FlickrLogos-27 (Kalantidis et al. 2011), as ../shared/data/flickrlogos describes it. */
export interface LogoPhoto {
  file: string
  split: 'train' | 'query'
  /** By the data's own names; empty: none of the 13. */
  brands: string[]
  boxes: { brand: string; xyxy: [number, number, number, number] }[]
}

/** What a user who tracks these 13 brands would write down, without having seen the photos. */
export const brandsFile = {
  brands: [
    { name: 'Adidas' },
    { name: 'Apple' },
    { name: 'BMW' },
    { name: 'Coca-Cola', aliases: ['Coke'] },
    { name: 'DHL' },
    { name: 'Google' },
    { name: 'Heineken' },
    { name: "McDonald's" },
    { name: 'Nike' },
    { name: 'Pepsi', aliases: ['Pepsi Cola'] },
    { name: 'Red Bull' },
    { name: 'Starbucks', aliases: ['Starbucks Coffee'] },
    { name: 'Vodafone' },
  ],
}

const spellings: Record<string, string> = { Cocacola: 'Coca-Cola', McDonalds: "McDonald's", RedBull: 'Red Bull' }

/** The photos, with brands called as in `brandsFile`. */
export async function logoPhotos(shared: string): Promise<LogoPhoto[]> {
  const folder = join(shared, 'data', 'flickrlogos')
  const photos: LogoPhoto[] = JSON.parse(await readFile(join(folder, 'ground_truth.json'), 'utf8'))
  const named = (brand: string) => spellings[brand] ?? brand
  return photos.map((photo) => ({
    ...photo,
    file: join(folder, photo.file),
    brands: photo.brands.map(named),
    boxes: photo.boxes.map((box) => ({ ...box, brand: named(box.brand) })),
  }))
}
