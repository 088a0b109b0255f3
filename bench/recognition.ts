/**
 * What recognising brands costs: CPU of each stage a photo, and as a ratio to the object detector on the same photos in the
 * same rounds. Goal: all stages together, with what one does for another, at most 3. Reading text is a task of its own and stands beside them.
 * `learned`, which is off by default, stands beside them and with them where its weights are here. The stage `embedding` is left out: its work is the task `logos`.
 * Usage: npm run bench -- recognition [ROUNDS] [PHOTOS]
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { loadBrands } from '../src/brands/catalogue.ts'
import type { Recogniser } from '../src/brands/recogniser.ts'
import { openRecognition } from '../src/brands/recognition.ts'
import { defaultStages, type Stage } from '../src/brands/stages.ts'
import { readEnvironment } from '../src/environment.ts'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../src/image/picture.ts'
import type { Sight } from '../src/vision/detection.ts'
import { openVision } from '../src/vision/open.ts'
import { resolveModels } from '../src/vision/zoo.ts'
import { logoPhotos } from '../test/brands/flickrlogos.ts'
import { flickrlogos } from './recognition/flickrlogos.ts'

const together = 'all brand stages'
const withLearned = '... and learned'
const [rounds, count] = [Number(process.argv[2] ?? 3), Number(process.argv[3] ?? 40)]
const shared = join(process.cwd(), '..', 'shared')
sharp.concurrency(1)
const environment = { ...readEnvironment(), modelsFolder: join(shared, 'models') }
const photos = (await logoPhotos(shared)).filter(({ split }) => split === 'query').slice(0, count)
const pictures = await Promise.all(
  photos.map(async ({ file }) => await decode(await readFile(file), defaultDecodeOptions)),
)

const folder = await mkdtemp(join(tmpdir(), 'limelight-recognition-'))
const protocol = await flickrlogos(shared, folder)
await writeFile(join(folder, 'brands.json'), JSON.stringify({ brands: protocol.brands }))
const brands = await loadBrands('brands.json', folder)
const openVisionFor = async (task: 'objects' | 'text') => {
  const { models } = await resolveModels([task], environment)
  return await openVision({ models, device: 'cpu', threads: 1 })
}
const [objects, text] = [await openVisionFor('objects'), await openVisionFor('text')]
const { models } = await resolveModels(['text', 'brands'], environment)
const learnedIsHere = models.some(({ adapter }) => adapter === 'xfeat')
const store = join(folder, 'store')
const stages: Record<string, Recogniser> = {}
const alone = (stage: Stage): [string, Stage[]] => [stage, [stage]]
// `learned` comes last: the garbage that it leaves would be counted with what comes after it.
const measured: [string, readonly Stage[]][] = [
  ...defaultStages.map(alone),
  [together, defaultStages],
  ...(learnedIsHere ? [alone('learned'), [withLearned, [...defaultStages, 'learned']] as [string, Stage[]]] : []),
]
for (const [name, some] of measured)
  stages[name] = await openRecognition({ brands, stages: some, models, gallery: null, store, falseAlarms: 0.02 })
await rm(folder, { recursive: true })

const times = new Map<string, number[]>()
for (let round = 0; round <= rounds; round++) {
  await timed('objects', (picture) => objects.see(picture))
  const sights = await timed('text', (picture) => text.see(picture))
  for (const [name, stage] of Object.entries(stages)) {
    await timed(name, (picture, i) => stage.find(picture, sights[i] as Sight))
  }
  if (round === 0) times.clear() // the first round warms up
}
await objects.close()
await text.close()

const base = median(times.get('objects') ?? [])
console.log(`${pictures.length} photos, ${brands.length} brands`)
console.log('ms CPU a photo'.padEnd(20), 'median'.padStart(8), 'ratio'.padStart(8))
for (const [name, each] of times) {
  console.log(name.padEnd(20), median(each).toFixed(1).padStart(8), (median(each) / base).toFixed(2).padStart(8))
}

async function timed<T>(name: string, work: (picture: Picture, i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  const before = process.cpuUsage()
  for (const [i, picture] of pictures.entries()) results.push(await work(picture, i))
  const { user, system } = process.cpuUsage(before)
  times.set(name, [...(times.get(name) ?? []), (user + system) / 1000 / pictures.length])
  return results
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
