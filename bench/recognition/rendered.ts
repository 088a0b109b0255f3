import { readdirSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { openCatalogue } from '../../src/brands/catalogue.ts'
import type { Box } from '../../src/image/box.ts'
import { type Random, seeded } from '../../src/random.ts'
import { cocoPhotos, flickrNegatives } from './negatives.ts'
import type { Protocol, ProtocolPhoto } from './protocol.ts'

/** Brands of FlickrLogos-27 that are not among the 13 measured ones: no network of ours was trained on their icons. */
const names = ['Citroën', 'FedEx', 'Ferrari', 'Ford', 'HP', 'Intel', 'Mini', 'NBC', 'Porsche', 'Puma']
const photosEach = 8

/**
 * Brands by their name alone: the catalogue's icon is the only reference. Icons are drawn into photos of other things, in the brand's
 * colour, black or white, on a plate or not, turned, sheared, small to large, blurred, as JPEG; so that boxes are known to the pixel.
 * @param folder where the photos are written; outside the repository
 */
export async function rendered(shared: string, folder: string): Promise<Protocol> {
  const catalogue = await openCatalogue()
  const icons = names.map((name) => {
    const entry = catalogue.entries.find((icon) => icon.name === name)
    if (!entry) throw new Error(`the catalogue has no ${name}`)
    return entry
  })
  const scenes = scenesOf(shared)
  const random = seeded(27)
  await mkdir(folder, { recursive: true })
  const photos: ProtocolPhoto[] = []
  for (let round = 0; round < photosEach; round++) {
    for (const { name, svg, colour, slug } of icons) {
      const scene = scenes[photos.length % scenes.length] as string
      const file = join(folder, `${slug}-${round}.jpg`)
      const box = await draw({ svg: await readFile(svg, 'utf8'), colour, scene, file }, random)
      photos.push({ file, part: 'boxed', brands: [name], boxes: [{ brand: name, box }] })
    }
  }
  return {
    name: 'rendered',
    says: `${names.length} other brands by name alone, icons drawn into photos`,
    brands: names.map((name) => ({ name })),
    photos: [...photos, ...(await flickrNegatives(shared)), ...cocoPhotos(shared)],
  }
}

/** Instagram photos of persons: busy, and nearly free of logos. */
function scenesOf(shared: string): string[] {
  const folder = join(shared, 'data', 'instaloader')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jpg'))
    .sort()
    .map((file) => join(folder, file))
}

interface Drawing {
  svg: string
  /** Of the brand, six hex digits. */
  colour: string
  scene: string
  file: string
}

async function draw({ svg, colour, scene, file }: Drawing, random: Random): Promise<Box> {
  const photo = await sharp(scene).rotate().resize(640, 640, { fit: 'inside' }).toBuffer({ resolveWithObject: true })
  const { width, height } = photo.info
  const side = Math.round(Math.min(width, height) * (0.1 + 0.5 * random.next() ** 1.5))
  const ink = random.pick([`#${colour}`, `#${colour}`, '#ffffff', '#111111'])
  const plate =
    ink === '#ffffff' ? random.pick(['#111111', '#7a1f2b', '#1d3b66', null]) : random.pick(['#ffffff', '#f4ecd8', null])
  const logo = await turned(await inked(svg, { ink, plate, side }), random)
  const left = random.integer(Math.max(1, width - logo.width))
  const top = random.integer(Math.max(1, height - logo.height))
  const composed = await sharp(photo.data)
    .composite([{ input: logo.png, left, top }])
    .png()
    .toBuffer()
  await sharp(composed)
    .blur(random.between(0.3, 1.4))
    .jpeg({ quality: 55 + random.integer(35) })
    .toFile(file)
  const { x1, y1, x2, y2 } = logo.box
  return { x1: left + x1, y1: top + y1, x2: left + x2, y2: top + y2 }
}

const clear = { r: 0, g: 0, b: 0, alpha: 0 }

/** The icon in one colour, with a margin; and the same on its plate, where it has one. */
async function inked(svg: string, { ink, plate, side }: { ink: string; plate: string | null; side: number }) {
  const margin = Math.round(side / 6)
  const icon = await sharp(Buffer.from(svg.replace('<svg ', `<svg fill="${ink}" `)), { density: 600 })
    .resize(side, side)
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: clear })
    .png()
    .toBuffer()
  return { icon, shown: plate ? await sharp(icon).flatten({ background: plate }).png().toBuffer() : icon }
}

/** Turned and sheared as a flat thing is by a camera from aside; with the box of the icon alone. */
async function turned({ icon, shown }: { icon: Buffer; shown: Buffer }, random: Random) {
  const angle = random.between(-0.35, 0.35)
  const [shear, narrow] = [random.between(-0.25, 0.25), random.between(0.7, 1)]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const turn = (picture: Buffer) =>
    sharp(picture)
      .ensureAlpha()
      .affine([cos * narrow, -sin + cos * shear, sin * narrow, cos + sin * shear], { background: clear })
  const { data, info } = await turn(icon).raw().toBuffer({ resolveWithObject: true })
  const png = await turn(shown).png().toBuffer()
  return { png, width: info.width, height: info.height, box: inkBox(data, info) }
}

/** The box of what is not transparent, of RGBA pixels. */
function inkBox(data: Buffer, { width, height }: { width: number; height: number }): Box {
  const box = { x1: width, y1: height, x2: 0, y2: 0 }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[(y * width + x) * 4 + 3] as number) < 128) continue
      box.x1 = Math.min(box.x1, x)
      box.y1 = Math.min(box.y1, y)
      box.x2 = Math.max(box.x2, x + 1)
      box.y2 = Math.max(box.y2, y + 1)
    }
  }
  return box
}
