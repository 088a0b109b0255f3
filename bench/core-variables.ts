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
 * turns, file set by file set. Goal: at least 40 % of CPU time's rate.
 */
const shared = join(process.cwd(), '..', 'shared', 'data')
if (!existsSync(shared)) throw new Error(`${shared} is missing: this benchmark needs its photos`)
const rounds = Number(process.argv[2] ?? 7)
const sets = { coco: jpegs(join(shared, 'coco')), instaloader: jpegs(join(shared, 'instaloader')) }

sharp.concurrency(1)
sharp.cache(false)
const ways = {
  'sharp to raw': async (file: string) =>
    void (await sharp(await readFile(file))
      .raw()
      .toBuffer()),
  'all variables': async (file: string) =>
    void (await measure(await decode(await readFile(file), defaultDecodeOptions))),
}

const spent: Record<string, { cpu: number; wall: number }[]> = {}
for (let round = 0; round <= rounds; round++) {
  for (const [set, files] of Object.entries(sets)) {
    for (const [way, work] of Object.entries(ways)) {
      const took = await time(async () => {
        for (const file of files) await work(file)
      })
      if (round > 0) (spent[`${set} ${way}`] ??= []).push(took) // the first round warms up
    }
  }
}

console.log('ms a photo (median)'.padEnd(34), 'CPU'.padStart(8), 'wall'.padStart(8))
const sums = {
  'sharp to raw': [] as { cpu: number; wall: number }[],
  'all variables': [] as { cpu: number; wall: number }[],
}
for (const [set, files] of Object.entries(sets)) {
  for (const way of ['sharp to raw', 'all variables'] as const) {
    const times = spent[`${set} ${way}`] ?? []
    line(`${set} (${files.length}): ${way}`, (kind) => median(times.map((t) => t[kind])) / files.length, 2)
    for (const [round, t] of times.entries()) {
      const sum = (sums[way][round] ??= { cpu: 0, wall: 0 })
      sum.cpu += t.cpu
      sum.wall += t.wall
    }
  }
  const [alone, ours] = [spent[`${set} sharp to raw`] ?? [], spent[`${set} all variables`] ?? []]
  line(`${set}: ratio`, (kind) => ratio(alone, ours, kind), 3)
}
line('both: ratio (goal 0.4)', (kind) => ratio(sums['sharp to raw'], sums['all variables'], kind), 3)

function ratio(alone: { cpu: number; wall: number }[], ours: { cpu: number; wall: number }[], kind: 'cpu' | 'wall') {
  return median(alone.map((t, round) => t[kind] / (ours[round]?.[kind] ?? Number.NaN)))
}

function line(name: string, value: (kind: 'cpu' | 'wall') => number, digits: number) {
  console.log(name.padEnd(34), value('cpu').toFixed(digits).padStart(8), value('wall').toFixed(digits).padStart(8))
}

async function time(work: () => Promise<void>): Promise<{ cpu: number; wall: number }> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  await work()
  const used = process.cpuUsage(cpu)
  return { cpu: (used.user + used.system) / 1000, wall: performance.now() - wall }
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function jpegs(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => join(folder, name))
}
