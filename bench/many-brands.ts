/**
 * What it costs, and how often it is wrong, to track many brands: CPU of the default stages a photo, without reading its text, and the share of photos without
 * any of the 13 brands in which one is named, with the 13 brands of FlickrLogos less or more others of the catalogue. A name of those others
 * counts as false, though its logo may be on the photo: what was named is printed.
 * Usage: npm run bench -- many-brands [--among 1,13,100,500] [--every N]
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { loadBrands } from '../src/brands/catalogue.ts'
import { descriptionStore } from '../src/brands/gallery/prepare.ts'
import { isTracked, type Recogniser } from '../src/brands/recogniser.ts'
import { openRecognition } from '../src/brands/recognition.ts'
import { defaultStages } from '../src/brands/stages.ts'
import { readEnvironment } from '../src/environment.ts'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions } from '../src/image/picture.ts'
import { wilson } from '../src/report/statistics/wilson.ts'
import { openVision } from '../src/vision/open.ts'
import { resolveModels } from '../src/vision/zoo.ts'
import { among } from './recognition/among.ts'
import { flickrlogos } from './recognition/flickrlogos.ts'

const { values } = parseArgs({
  options: { among: { type: 'string', default: '1,13,100,500' }, every: { type: 'string', default: '1' } },
})
const shared = join(process.cwd(), '..', 'shared')
sharp.concurrency(1)
const environment = { ...readEnvironment(), modelsFolder: join(shared, 'models') }
const folder = await mkdtemp(join(tmpdir(), 'limelight-many-brands-'))
const protocol = await flickrlogos(shared, folder)
const photos = protocol.photos
  .filter(({ part }) => part === 'negative' || part === 'coco')
  .filter((_, i) => i % Number(values.every) === 0)

interface Tracking {
  brands: number
  recognition: Recogniser
  ms: number
  named: { file: string; brands: string[] }[]
}

async function track(count: number): Promise<Tracking> {
  const { brands: entries } = await among({ ...protocol, brands: protocol.brands.slice(0, count) }, count)
  await writeFile(join(folder, 'brands.json'), JSON.stringify({ brands: entries }))
  const brands = await loadBrands('brands.json', folder)
  const store = descriptionStore(environment.cacheFolder)
  const recognition = await openRecognition({
    brands,
    stages: defaultStages,
    models,
    gallery: null,
    store,
    falseAlarms: 0.02,
  })
  return { brands: brands.length, recognition, ms: 0, named: [] }
}

const { models } = await resolveModels(['text'], environment)
const trackings: Tracking[] = []
for (const count of values.among.split(',')) trackings.push(await track(Number(count)))
await rm(folder, { recursive: true })
const text = await openVision({ models, device: 'cpu', threads: 1 })
for (const { file } of photos) {
  const picture = await decode(await readFile(file), defaultDecodeOptions)
  const sight = await text.see(picture)
  for (const tracking of trackings) {
    const before = process.cpuUsage()
    const found = await tracking.recognition.find(picture, sight)
    const { user, system } = process.cpuUsage(before)
    tracking.ms += (user + system) / 1000
    const brands = found.flatMap((logo) => (isTracked(logo) ? [`${logo.brand} (${logo.stage})`] : []))
    if (brands.length > 0) tracking.named.push({ file, brands })
  }
}
await text.close()

console.log(`${photos.length} photos without any of the 13 brands; ms CPU a photo`)
console.log(['brands', 'ms'].map((head) => head.padStart(9)).join(''), '  false alarms')
for (const { brands, ms, named } of trackings) {
  const interval = wilson(named.length, photos.length)
  const rate = `${named.length}/${photos.length} = ${(named.length / photos.length).toFixed(3)}`
  const head = `${String(brands).padStart(9)}${(ms / photos.length).toFixed(1).padStart(9)}`
  console.log(`${head}   ${rate} [${interval?.low.toFixed(3)}, ${interval?.high.toFixed(3)}]`)
}
for (const { brands, named } of trackings) {
  for (const one of named) console.log(`${brands}: ${basename(one.file)}: ${one.brands.join(', ')}`)
}
