import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions } from '../src/image/picture.ts'
import { measure } from '../src/variables/measure.ts'

/**
 * Core variables without models, against sharp alone: how much of the rate at which sharp decodes files to raw pixels is
 * left when every image variable is measured too. One process, one thread in libvips, a warm file cache; the two take
 * turns, set by set. Goal: 0.4 of CPU time's rate. `npm run bench -- core-variables [ROUNDS]`
 */
const shared = join(process.cwd(), '..', 'shared', 'data')
if (!existsSync(shared)) throw new Error(`${shared} is missing: this benchmark needs its photos`)
const rounds = Number(process.argv[2] ?? 7)
const sets = [jpegs('coco'), jpegs('instaloader')] as const
const names = ['coco', 'instaloader'] as const

sharp.concurrency(1)
sharp.cache(false)
const alone = async (file: string) =>
  void (await sharp(await readFile(file))
    .raw()
    .toBuffer())
const ours = async (file: string) => void (await measure(await decode(await readFile(file), defaultDecodeOptions)))

interface Time {
  cpu: number
  wall: number
}
const results: { alone: Time; ours: Time }[][] = [[], []]
for (let round = 0; round <= rounds; round++) {
  for (const [set, files] of sets.entries()) {
    const result = { alone: await time(alone, files), ours: await time(ours, files) }
    if (round > 0) results[set]?.push(result) // the first round warms up
  }
}

console.log(''.padEnd(40), 'CPU'.padStart(8), 'wall'.padStart(8))
for (const [set, times] of results.entries()) {
  const count = sets[set]?.length ?? 0
  line(`${names[set]} (${count}): sharp to raw, ms a photo`, (kind) => median(times.map((t) => t.alone[kind])) / count)
  line(`${names[set]} (${count}): all variables, ms a photo`, (kind) => median(times.map((t) => t.ours[kind])) / count)
  line(`${names[set]}: ratio of rates`, (kind) => median(times.map((t) => t.alone[kind] / t.ours[kind])))
}
const both = Array.from({ length: rounds }, (_, round) => results.flatMap((times) => times[round] ?? []))
const sum = (times: { alone: Time; ours: Time }[], way: 'alone' | 'ours', kind: keyof Time) =>
  times.reduce((total, t) => total + t[way][kind], 0)
line('both: ratio of rates (goal 0.4)', (kind) => median(both.map((t) => sum(t, 'alone', kind) / sum(t, 'ours', kind))))

function line(name: string, value: (kind: keyof Time) => number) {
  console.log(name.padEnd(40), value('cpu').toFixed(3).padStart(8), value('wall').toFixed(3).padStart(8))
}

async function time(work: (file: string) => Promise<void>, files: readonly string[]): Promise<Time> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  for (const file of files) await work(file)
  const used = process.cpuUsage(cpu)
  return { cpu: (used.user + used.system) / 1000, wall: performance.now() - wall }
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function jpegs(set: string): string[] {
  return readdirSync(join(shared, set), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => join(shared, set, name))
}
