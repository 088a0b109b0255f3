import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { seeded } from '../../src/random.ts'
import { sharedFolder } from '../shared-folder.ts'

/** Bytes to upload. `bad`: they must become a row with an error. */
export interface Content {
  bytes: Uint8Array
  kind: 'ok' | 'bad'
}

/** A real file with the name that it has. */
export interface RealFile extends Content {
  name: string
}

/** Real posts: images and the files of their posts, under the same names as Instaloader gave them. */
export interface RealPosts {
  images: RealFile[]
  posts: { name: string; bytes: Uint8Array }[]
}

export function realPosts(): RealPosts {
  const folder = dataFolder('instaloader')
  if (!folder) return { images: [], posts: [] }
  const names = filesBelow(folder)
  const named = (ending: string) => names.filter((name) => name.endsWith(ending))
  return {
    images: named('.jpg').map((name) => ({ name, bytes: readFileSync(join(folder, name)), kind: 'ok' })),
    posts: named('.json.xz').map((name) => ({ name, bytes: readFileSync(join(folder, name)) })),
  }
}

/** Photos of everyday things, .3 megapixels each. */
export function realPhotos(): RealFile[] {
  const folder = dataFolder('coco/images')
  if (!folder) return []
  return filesBelow(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)), kind: 'ok' }))
}

/** Files that fail in INDEX.tsv and are measured here with a warning; which of the two they are is another test's matter. */
const undecided =
  /bonne\.geo|hopper_bad_exif|hopper_float_dpi|jpeg_ff00_header|junk_jpeg_header|frame_loop|photoshop-200dpi-broken|test_extents_transparency|script_tiff-5026894169374720|tiff_wrong_bits|truncated_app14/

/** Odd and broken files that do not take long. */
export function realOddities(): RealFile[] {
  const folder = dataFolder('bad-images')
  if (!folder) return []
  const lines = readFileSync(join(folder, 'INDEX.tsv'), 'utf8').trim().split('\n').slice(1)
  return lines.flatMap((line): RealFile[] => {
    const [name = '', bytes = '', , , decodes] = line.split('\t')
    if (Number(bytes) > 200_000 || undecided.test(name)) return []
    return [{ name, bytes: readFileSync(join(folder, name)), kind: decodes === 'decodes' ? 'ok' : 'bad' }]
  })
}

function dataFolder(name: string): string | null {
  const shared = sharedFolder()
  return shared && join(shared, 'data', name)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** A small picture, no two seeds alike: gradients under a grid. */
export async function drawnPhoto(seed: number): Promise<Content> {
  const random = seeded(seed)
  const [width, height] = [64 + random.integer(256), 64 + random.integer(256)]
  const [red, green, blue, grid] = [
    random.integer(256),
    random.integer(256),
    random.integer(256),
    3 + random.integer(30),
  ]
  const rgb = Buffer.alloc(3 * width * height)
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const line = x % grid === 0 || y % grid === 0 ? 60 : 0
    rgb[3 * i] = (red + x + line) & 255
    rgb[3 * i + 1] = (green + y + line) & 255
    rgb[3 * i + 2] = (blue + ((x * y) >> 5)) & 255
  }
  const picture = sharp(rgb, { raw: { width, height, channels: 3 } })
  return { bytes: await picture.toFormat(random.pick(['jpeg', 'jpeg', 'jpeg', 'png', 'webp'])).toBuffer(), kind: 'ok' }
}

/** A file that is no picture, of the kinds that scrapers leave behind. */
export async function drawnBadFile(seed: number): Promise<Content> {
  const random = seeded(seed)
  const { bytes } = await drawnPhoto(seed)
  const text = (content: string) => Buffer.from(`${content}<!-- ${seed} -->`)
  const kinds: (() => Uint8Array)[] = [
    () => new Uint8Array(),
    () => text('<!DOCTYPE html><title>429 Too Many Requests</title>'),
    () => text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
    () => text('{"error": "checkpoint_required"}'),
    () => Buffer.alloc(1 + (seed % 5_000)),
    // A download that broke off in the head of the picture.
    () => bytes.subarray(0, 24),
    () => Buffer.from(`BM${seed} is no bitmap`),
  ]
  return { bytes: random.pick(kinds)(), kind: 'bad' }
}
