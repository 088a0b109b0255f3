import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readEnvironment } from '../src/environment.ts'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../src/image/picture.ts'
import { type DeviceChoice, deviceChoices } from '../src/vision/device.ts'
import { openVision } from '../src/vision/open.ts'
import { resolveModels } from '../src/vision/zoo.ts'

/**
 * `npm run bench -- batches [DEVICE] [ROUNDS]`: time a photo of the default models, for batches of several sizes relative to one by one; medians,
 * CPU time and wall. Models whose batch dimension cannot be opened run one by one in each (`limelight models list`).
 */
const shared = join(process.cwd(), '..', 'shared')
if (!existsSync(join(shared, 'data'))) throw new Error(`${shared} is missing: this benchmark needs its photos`)
const [device = 'cpu', rounds = '3'] = process.argv.slice(2)
if (!deviceChoices.includes(device as DeviceChoice))
  throw new Error(`${device}: give one of ${deviceChoices.join(', ')}`)
const environment = { ...readEnvironment(), modelsFolder: join(shared, 'models') }
const { models } = await resolveModels(['objects', 'faces', 'text'], environment)
const photos = await Promise.all(
  jpegs('instaloader')
    .slice(0, 16)
    .map((path) => decode(readFileSync(path), defaultDecodeOptions)),
)

const sizes = [1, 2, 4, 8]
const times = new Map<number, { cpu: number[]; wall: number[] }>(sizes.map((size) => [size, { cpu: [], wall: [] }]))
const opened = await Promise.all(
  sizes.map((batch) => openVision({ models, device: device as DeviceChoice, threads: 1, batch })),
)
for (let round = 0; round <= Number(rounds); round++) {
  for (const [at, size] of sizes.entries()) {
    const { cpu, wall } = await timed(opened[at] as (typeof opened)[number], size)
    // The first round warms up.
    if (round === 0) continue
    times.get(size)?.cpu.push(cpu)
    times.get(size)?.wall.push(wall)
  }
}
console.log(
  `${photos.length} photos of Instagram, ${opened[0]?.device}, one thread, ${rounds} rounds; ms a photo, and relative to one by one`,
)
console.log('batch'.padEnd(8), 'CPU ms'.padStart(8), 'ratio'.padStart(7), 'wall ms'.padStart(9), 'ratio'.padStart(7))
const [first] = sizes.map(mediansOf)
for (const size of sizes) {
  const { cpu, wall } = mediansOf(size)
  const ratio = (value: number, of: number | undefined) => (value / (of ?? Number.NaN)).toFixed(2).padStart(7)
  console.log(
    String(size).padEnd(8),
    cpu.toFixed(1).padStart(8),
    ratio(cpu, first?.cpu),
    wall.toFixed(1).padStart(9),
    ratio(wall, first?.wall),
  )
}
for (const vision of opened) await vision.close()

async function timed(vision: (typeof opened)[number], size: number): Promise<{ cpu: number; wall: number }> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  for (let from = 0; from < photos.length; from += size)
    await vision.seeAll(photos.slice(from, from + size) as Picture[])
  const { user, system } = process.cpuUsage(cpu)
  return { cpu: (user + system) / 1000 / photos.length, wall: (performance.now() - wall) / photos.length }
}

function mediansOf(size: number): { cpu: number; wall: number } {
  const { cpu = [], wall = [] } = times.get(size) ?? {}
  return { cpu: median(cpu), wall: median(wall) }
}

function jpegs(set: string): string[] {
  return readdirSync(join(shared, 'data', set), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => join(shared, 'data', set, name))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
