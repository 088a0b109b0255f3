/**
 * Wordmarks on FlickrLogos-27: recall by image, false alarms on photos without a tracked brand, wrong brands, each with a 95 % interval.
 * Usage: npm run bench -- wordmarks [--train] [--json FILE]; --train adds the boxed photos: recall of boxes, more wrong brands.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadBrands } from '../src/brands/catalogue.ts'
import type { Logo } from '../src/brands/recogniser.ts'
import { openWordmarks } from '../src/brands/wordmarks.ts'
import { readEnvironment } from '../src/environment.ts'
import { iou } from '../src/image/box.ts'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions } from '../src/image/picture.ts'
import { openTextReader } from '../src/vision/text.ts'
import { resolveModels } from '../src/vision/zoo.ts'
import { brandsFile, type LogoPhoto, logoPhotos } from '../test/brands/flickrlogos.ts'

const withTrain = process.argv.includes('--train')
const all = await logoPhotos(join(process.cwd(), '..', 'shared'))
const photos = all.filter(({ split }) => withTrain || split === 'query')

const folder = await mkdtemp(join(tmpdir(), 'limelight-wordmarks-'))
await writeFile(join(folder, 'brands.json'), JSON.stringify(brandsFile))
const brands = await loadBrands('brands.json', folder)
await rm(folder, { recursive: true })

const { models } = await resolveModels(['text'], readEnvironment())
const reader = await openTextReader(models, { device: 'cpu', threads: 1 })
const wordmarks = openWordmarks(brands, models)
const results: { photo: LogoPhoto; logos: Logo[]; lines: { text: string; score: number }[] }[] = []
const before = process.cpuUsage()
for (const photo of photos) {
  const picture = await decode(await readFile(photo.file), defaultDecodeOptions)
  const text = await reader.read(picture)
  const logos = await wordmarks.find(picture, { text })
  results.push({ photo, logos, lines: text })
}
const { user, system } = process.cpuUsage(before)
await reader.close()

const found = ({ logos }: { logos: Logo[] }) => new Set(logos.map(({ brand }) => brand))
const query = results.filter(({ photo }) => photo.split === 'query')
const positives = query.filter(({ photo }) => photo.brands.length > 0)
const negatives = query.filter(({ photo }) => photo.brands.length === 0)
const hit = (result: (typeof results)[number]) => result.photo.brands.some((brand) => found(result).has(brand))
const wrong = (result: (typeof results)[number]) => [...found(result)].some((b) => !result.photo.brands.includes(b))

console.log(
  `${brands.length} brands; ${((user + system) / 1000 / photos.length).toFixed(0)} ms CPU a photo, decoding included`,
)
report('query: recall by image', positives.filter(hit).length, positives.length)
report('query: false alarms on negatives', negatives.filter((r) => r.logos.length > 0).length, negatives.length)
report('query: a wrong brand on positives', positives.filter(wrong).length, positives.length)
if (withTrain) {
  const train = results.filter(({ photo }) => photo.split === 'train')
  report('train: recall by image', train.filter(hit).length, train.length)
  report('train: a wrong brand', train.filter(wrong).length, train.length)
  for (const overlap of [0.3, 0.5]) {
    const boxes = train.flatMap(({ photo, logos }) =>
      photo.boxes.map(({ brand, xyxy: [x1, y1, x2, y2] }) =>
        logos.some((logo) => logo.brand === brand && iou(logo.box, { x1, y1, x2, y2 }) >= overlap),
      ),
    )
    report(`train: boxes found at IoU ${overlap}`, boxes.filter(Boolean).length, boxes.length)
  }
}
for (const result of results.filter(wrong)) {
  const names = result.logos.map(({ brand, text, similarity }) => `${brand} from "${text}" (${similarity.toFixed(2)})`)
  console.log(
    `  ${result.photo.file.split('/').at(-1)} is ${result.photo.brands.join(', ') || 'none'}: ${names.join('; ')}`,
  )
}
const file = process.argv[process.argv.indexOf('--json') + 1]
if (process.argv.includes('--json') && file) await writeFile(file, JSON.stringify(results))

function report(what: string, count: number, of: number): void {
  const [low, high] = wilson(count, of)
  console.log(`${what.padEnd(40)} ${count}/${of} = ${(count / of).toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]`)
}

/** Wilson's 95 % interval of a share (1927). */
function wilson(count: number, of: number): [number, number] {
  const z = 1.959964
  const p = count / of
  const centre = p + z ** 2 / (2 * of)
  const half = z * Math.sqrt((p * (1 - p)) / of + (z / (2 * of)) ** 2)
  const scale = 1 + z ** 2 / of
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)]
}
