import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Box, hull } from '../image/box.ts'
import { type Random, seeded } from '../random.ts'
import { type DemoLogo, type DemoLogos, demoLogos } from './logos.ts'
import { drawScene, type Scene, type Slot, sceneKinds } from './scenes.ts'

/** What is true of one picture of the demo: the tracked logo in it, if any. */
export interface Truth {
  file: string
  brand: string | null
  /** Box of the logo's ink, in px. */
  box: Box | null
  /** Whether the logo can be read; null without one. */
  wordmark: boolean | null
}

export interface DemoCorpus {
  /** The table of posts; image paths are relative to it. */
  table: string
  brands: string[]
  truth: Truth[]
}

/**
 * Writes a small corpus of synthetic posts: pictures, `posts.csv` and `truth.json`. A sixth of the pictures shows no logo;
 * of the others a quarter shows the logo of a brand that is not tracked.
 */
export async function makeCorpus(folder: string, options: { count: number; seed: number }): Promise<DemoCorpus> {
  await mkdir(join(folder, 'images'), { recursive: true })
  const random = seeded(options.seed)
  const logos = await demoLogos()
  const truth: Truth[] = []
  const lines = ['post_id,platform,account,posted_at,image,caption,likes,comments']
  for (let i = 0; i < options.count; i++) {
    const scene = drawScene(sceneKinds[i % sceneKinds.length] ?? 'landscape', random)
    const logo = scene.slot && chooseLogo(logos, random)
    const file = `images/${String(i + 1).padStart(3, '0')}-${scene.kind}.jpg`
    const placed = logo && scene.slot ? place(logo, scene.slot, random) : null
    await paint(scene, placed?.shape ?? '', random, join(folder, file))
    const tracked = logo && logos.tracked.includes(logo) ? logo : null
    truth.push({
      file,
      brand: tracked?.brand ?? null,
      box: (tracked && placed?.box) ?? null,
      wordmark: tracked?.wordmark ?? null,
    })
    lines.push(postLine(i, file, tracked, random))
  }
  await writeFile(join(folder, 'posts.csv'), `${lines.join('\n')}\n`)
  await writeFile(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`)
  return { table: join(folder, 'posts.csv'), brands: logos.tracked.map(({ brand }) => brand), truth }
}

function chooseLogo({ tracked, untracked }: DemoLogos, random: Random): DemoLogo {
  return random.pick(random.next() < 0.25 ? untracked : tracked)
}

/** The logo as large as the slot allows, tilted with it, in its own colour where that can be seen on the surface. */
function place(logo: DemoLogo, { box, surface, tilt }: Slot, random: Random): { shape: string; box: Box } {
  const { x1, y1, x2, y2 } = logo.ink
  const zoom = Math.min((box.x2 - box.x1) / (x2 - x1), (box.y2 - box.y1) / (y2 - y1)) * random.between(0.75, 1)
  const centre = { x: (box.x1 + box.x2) / 2, y: (box.y1 + box.y2) / 2 }
  const middle = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 }
  const move = `translate(${centre.x} ${centre.y}) rotate(${tilt}) scale(${zoom}) translate(${-middle.x} ${-middle.y})`
  return {
    shape: `<path transform="${move}" d="${logo.path}" fill="${visibleOn(surface, logo.colour)}"/>`,
    box: turnedHull(logo.ink, middle, centre, zoom, (tilt * Math.PI) / 180),
  }
}

function turnedHull(
  ink: Box,
  middle: { x: number; y: number },
  centre: { x: number; y: number },
  zoom: number,
  angle: number,
): Box {
  const corners = [ink.x1, ink.x2].flatMap((x) =>
    [ink.y1, ink.y2].map((y) => ({ x: (x - middle.x) * zoom, y: (y - middle.y) * zoom })),
  )
  return hull(
    corners.map(({ x, y }) => {
      const px = centre.x + x * Math.cos(angle) - y * Math.sin(angle)
      const py = centre.y + x * Math.sin(angle) + y * Math.cos(angle)
      return { x1: px, y1: py, x2: px, y2: py }
    }),
  )
}

/** The brand's colour if its luma differs by at least 70 from the surface's, else black or white. */
function visibleOn(surface: string, colour: string): string {
  const below = lumaOf(surface)
  if (Math.abs(lumaOf(colour) - below) >= 70) return colour
  return below > 128 ? '#111111' : '#ffffff'
}

function lumaOf(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  return 0.299 * r + 0.587 * g + 0.114 * b
}

/** Draws as a phone would save it: a little blur and noise, JPEG at quality 80 to 92. */
async function paint({ width, height, shapes }: Scene, logo: string, random: Random, file: string): Promise<void> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}${logo}</svg>`
  const noise = Buffer.alloc(width * height * 4)
  for (let i = 0; i < noise.length; i += 4) {
    noise.fill(random.next() < 0.5 ? 0 : 255, i, i + 3)
    noise[i + 3] = random.integer(14)
  }
  await sharp(Buffer.from(svg))
    .flatten({ background: 'white' })
    .blur(random.between(0.4, 1.1))
    .composite([{ input: noise, raw: { width, height, channels: 4 } }])
    .jpeg({ quality: 80 + random.integer(13) })
    .toFile(file)
}

const accounts = ['ana.outdoors', 'city_walks', 'kitchen.stories', 'run.with.ben', 'studio_mira', 'the_daily_cup']

function postLine(i: number, file: string, logo: DemoLogo | null, random: Random): string {
  const tag = logo ? `#${logo.brand.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}` : '#weekend'
  const advert = logo && random.next() < 0.3 ? ' #ad' : ''
  const caption = random.pick([
    `What a day! Who else was there? ${tag}${advert}`,
    `Found this on my way home 😍 ${tag}${advert}`,
    `Trying something new with @${random.pick(accounts)} ${tag}${advert}`,
    `No filter. ☀️${advert}`,
  ])
  const posted = new Date(Date.UTC(2026, 3, 1 + (i % 28), 8 + random.integer(12), random.integer(60))).toISOString()
  const likes = Math.round(Math.exp(random.between(3, 8)) * (logo ? 1.2 : 1))
  return [
    `demo-${i + 1}`,
    'instagram',
    random.pick(accounts),
    posted,
    file,
    `"${caption}"`,
    likes,
    Math.round(likes * random.between(0.01, 0.05)),
  ].join(',')
}
