import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A photo, and what kinds it is of. */
export interface Labelled {
  file: string
  kinds: string[]
}

/** Sets of `../shared` in which it is known which photos are of a kind, at most so many of each, spread evenly. */
export function labelledPhotos(shared: string, most: number): Record<string, Labelled[]> {
  const folders = (root: string) =>
    jpegs(root)
      .filter((file) => !file.endsWith('packshot.jpg'))
      .map((file) => ({ file, kinds: [basename(join(file, '..'))] }))
  const sets = {
    'products, the same carton': folders(join(shared, 'training', 'products')),
    'instaloader, the same account': folders(join(shared, 'data', 'instaloader')),
    'coco, an object in common': jpegs(join(shared, 'data', 'coco', 'images')).map((file) => ({
      file,
      kinds: objectsIn(file),
    })),
    'flickrlogos, a brand in common': brandPhotos(join(shared, 'data', 'flickrlogos')),
  }
  return Object.fromEntries(Object.entries(sets).map(([name, photos]) => [name, spaced(photos, most)]))
}

function jpegs(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => join(folder, name))
}

function objectsIn(photo: string): string[] {
  const labels = photo.replace('/images/', '/labels/').replace(/\.jpg$/, '.txt')
  let text = ''
  try {
    text = readFileSync(labels, 'utf8')
  } catch {
    // A photo without objects has no file.
  }
  return [...new Set(text.split('\n').flatMap((line) => line.split(' ')[0] || []))]
}

function brandPhotos(folder: string): Labelled[] {
  const truth = JSON.parse(readFileSync(join(folder, 'ground_truth.json'), 'utf8')) as {
    file: string
    brands: string[]
  }[]
  return truth.flatMap(({ file, brands }) => (brands.length > 0 ? [{ file: join(folder, file), kinds: brands }] : []))
}

function spaced<T>(things: readonly T[], most: number): T[] {
  const count = Math.min(most, things.length)
  return Array.from({ length: count }, (_, i) => things[Math.floor((i * things.length) / count)] as T)
}
