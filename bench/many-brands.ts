/**
 * What it costs, and how often it is wrong, to track many brands: CPU of each default stage a photo, and the share of photos without
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
import { decide } from '../src/brands/decide.ts'
import { brandFeatures } from '../src/brands/features/brand-features.ts'
import { openFeatures } from '../src/brands/features/features.ts'
import { descriptionStore } from '../src/brands/gallery/prepare.ts'
import { isTracked, type Recogniser } from '../src/brands/recogniser.ts'
import { openWordmarks } from '../src/brands/wordmarks.ts'
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
  views: number
  stages: Record<'wordmark' | 'features', Recogniser>
  ms: Record<'wordmark' | 'features', number>
  named: { file: string; brands: string[] }[]
}

async function track(count: number): Promise<Tracking> {
  const { brands: entries } = await among({ ...protocol, brands: protocol.brands.slice(0, count) }, count)
  await writeFile(join(folder, 'brands.json'), JSON.stringify({ brands: entries }))
  const brands = await loadBrands('brands.json', folder)
  const references = await brandFeatures(brands, { store: descriptionStore(environment.cacheFolder) })
  return {
    brands: brands.length,
    views: references.length,
    stages: { wordmark: openWordmarks(brands), features: openFeatures(references) },
    ms: { wordmark: 0, features: 0 },
    named: [],
  }
}

const trackings: Tracking[] = []
for (const count of values.among.split(',')) trackings.push(await track(Number(count)))
await rm(folder, { recursive: true })
const { models } = await resolveModels(['text'], environment)
const text = await openVision({ models, device: 'cpu', threads: 1 })
for (const { file } of photos) {
  const picture = await decode(await readFile(file), defaultDecodeOptions)
  const sight = await text.see(picture)
  for (const { stages, ms, named } of trackings) {
    const found = []
    for (const stage of ['wordmark', 'features'] as const) {
      const before = process.cpuUsage()
      found.push(...(await stages[stage].find(picture, sight)))
      const { user, system } = process.cpuUsage(before)
      ms[stage] += (user + system) / 1000
    }
    const brands = decide(found).flatMap((logo) => (isTracked(logo) ? [`${logo.brand} (${logo.stage})`] : []))
    if (brands.length > 0) named.push({ file, brands })
  }
}
await text.close()

console.log(`${photos.length} photos without any of the 13 brands; ms CPU a photo`)
console.log(['brands', 'views', 'wordmark', 'features'].map((head) => head.padStart(9)).join(''), '  false alarms')
for (const { brands, views, ms, named } of trackings) {
  const interval = wilson(named.length, photos.length)
  const times = [ms.wordmark, ms.features].map((sum) => (sum / photos.length).toFixed(1).padStart(9)).join('')
  const rate = `${named.length}/${photos.length} = ${(named.length / photos.length).toFixed(3)}`
  const head = `${String(brands).padStart(9)}${String(views).padStart(9)}${times}`
  console.log(`${head}   ${rate} [${interval?.low.toFixed(3)}, ${interval?.high.toFixed(3)}]`)
}
for (const { brands, named } of trackings) {
  for (const one of named) console.log(`${brands}: ${basename(one.file)}: ${one.brands.join(', ')}`)
}
