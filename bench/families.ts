import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { decode } from '../src/image/decode.ts'
import type { Picture } from '../src/image/picture.ts'
import { defaultDecodeOptions } from '../src/image/picture.ts'
import { measures } from '../src/variables/families.ts'
import { measure } from '../src/variables/measure.ts'
import { chosenVariables } from '../src/variables/registry/choose.ts'
import { imageVariables } from '../src/variables/registry/image.ts'
import { viewOf } from '../src/variables/view.ts'

/**
 * CPU time a photo of every image variable, decoding included, next to the programs that users pick today, on the photos of
 * `../shared/golden/peer_speed.json` (set A: 50 COCO, 50 Instagram), every pixel as it was stored, as there. Then each family
 * alone, without decoding and without the core's look at the picture (greys, distinct colours), which each has for nothing; what
 * else families share (HSV, saliency, edges) counts for each of them.
 * Goal: at most 60 ms. `npm run bench -- families [PHOTOS A SET]`
 */
const shared = join(process.cwd(), '..', 'shared')
if (!existsSync(join(shared, 'data'))) throw new Error(`${shared} is missing: this benchmark needs its photos`)
const perSet = Number(process.argv[2] ?? 50)
const files = ['coco', 'instaloader'].flatMap((set) => spaced(jpegs(set), perSet))

sharp.concurrency(1)
sharp.cache(false)
const options = { ...defaultDecodeOptions, analysisSize: 'full', icc: 'ignore' } as const
const read = async (file: string) => await decode(await readFile(file), options)
const core = imageVariables.length
const choices = { 'core only': [], curated: chosenVariables('curated'), all: chosenVariables('all') }

for (const file of files.slice(0, 10)) await measure(await read(file), new Set(choices.all)) // warms up
line('decoding', await cpuPerPhoto(async (file) => void (await read(file))))
for (const [name, columns] of Object.entries(choices)) {
  const chosen = new Set(columns)
  const time = await cpuPerPhoto(async (file) => void (await measure(await read(file), chosen)))
  line(`${name}: ${columns.length + core} columns, decoding included`, time)
}

const pictures: Picture[] = []
for (const file of files) pictures.push(await read(file))
for (const [family, work] of Object.entries(measures)) {
  let time = 0
  for (const picture of pictures) {
    const view = viewOf(picture)
    void view.scan
    const before = process.cpuUsage()
    work(view)
    time += used(before)
  }
  line(`  ${family}`, time / pictures.length)
}

const peers = JSON.parse(readFileSync(join(shared, 'golden', 'peer_speed.json'), 'utf8')) as Record<
  string,
  { cpu_ms_per_photo: number }
>
for (const [name, key] of [
  ['Image Analyzer', 'A.all_low_level_groups.1process'],
  ['Athec without EMD', 'B.all_fast_groups_without_emd.1process'],
] as const) {
  line(`${name} (peer_speed.json)`, peers[key]?.cpu_ms_per_photo ?? Number.NaN)
}

async function cpuPerPhoto(work: (file: string) => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  for (const file of files) await work(file)
  return used(before) / files.length
}

function used(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function line(name: string, milliseconds: number): void {
  console.log(name.padEnd(46), milliseconds.toFixed(2).padStart(9), 'ms CPU a photo')
}

function jpegs(set: string): string[] {
  return readdirSync(join(shared, 'data', set), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => join(shared, 'data', set, name))
}

/** So many of a list, at equal distances. */
function spaced<T>(list: readonly T[], count: number): T[] {
  const chosen = Math.min(count, list.length)
  return Array.from({ length: chosen }, (_, i) => list[Math.floor((i * list.length) / chosen)] as T)
}
