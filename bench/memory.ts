import { spawn } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { childrenOf, memoryOf } from './measures/resident-set.ts'

/**
 * Peak memory of the main job by the number of references: the same photos under more and more names. Every 100 ms the
 * resident and the proportional sets of the job and its two lanes are added up (Linux). Goal: flat from 200 to 5,000, and
 * under 1.5 GB with all tasks. `npm run bench -- memory [TASKS] [COUNT...]`; TASKS: as for `--tasks`, or `all`.
 */
const shared = join(process.cwd(), '..', 'shared')
if (!existsSync(join(shared, 'data')))
  throw new Error(`${shared} is missing: this benchmark needs its photos and models`)
const [tasks = 'none', ...given] = process.argv.slice(2)
const counts = given.length > 0 ? given.map(Number) : [200, 5000]
const photos = ['coco', 'instaloader'].flatMap(jpegs)

console.log(
  'references'.padEnd(12),
  'peak RSS MB'.padStart(12),
  'peak PSS MB'.padStart(12),
  'job MB'.padStart(8),
  'seconds'.padStart(9),
)
const peaks: number[] = []
for (const count of counts) {
  const folder = mkdtempSync(join(tmpdir(), 'limelight-memory-'))
  try {
    await lay(join(folder, 'photos'), count)
    const { rss, pss, job, seconds } = await watch(folder)
    peaks.push(rss)
    const cells = [megabytes(rss).padStart(12), megabytes(pss).padStart(12), megabytes(job).padStart(8)]
    console.log(String(count).padEnd(12), ...cells, seconds.toFixed(0).padStart(9))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
console.log(`ratio of the last to the first: ${((peaks.at(-1) ?? Number.NaN) / (peaks[0] ?? Number.NaN)).toFixed(2)}`)

/** Links instead of copies: thousands of references for the disk space of one set. */
async function lay(folder: string, count: number): Promise<void> {
  mkdirSync(folder)
  for (let i = 0; i < count; i++) {
    const [from, to] = [photos[i % photos.length] as string, join(folder, `${String(i).padStart(6, '0')}.jpg`)]
    try {
      linkSync(from, to)
    } catch {
      await copyFile(from, to)
    }
  }
}

interface Peak {
  rss: number
  pss: number
  /** Of the job alone, without its lanes. */
  job: number
  seconds: number
}

async function watch(folder: string): Promise<Peak> {
  const chosen = tasks === 'all' ? [] : ['--tasks', tasks]
  const args = ['run', join(folder, 'photos'), '--out', join(folder, 'out'), '--no-report', '--workers', '2', ...chosen]
  const child = spawn(process.execPath, [join('dist', 'cli', 'limelight.js'), ...args], {
    env: { ...process.env, LIMELIGHT_MODELS: join(shared, 'models') },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const peak = { rss: 0, pss: 0, job: 0, seconds: 0 }
  const start = performance.now()
  const clock = setInterval(() => {
    const sets = [child.pid ?? 0, ...childrenOf(child.pid ?? 0)].map(memoryOf)
    peak.rss = Math.max(peak.rss, sum(sets.map(({ rss }) => rss)))
    peak.pss = Math.max(peak.pss, sum(sets.map(({ pss }) => pss)))
    peak.job = Math.max(peak.job, sets[0]?.rss ?? 0)
  }, 100)
  const code = await new Promise((resolve) => child.on('close', resolve))
  clearInterval(clock)
  if (code !== 0) throw new Error(`the run ended with ${code}`)
  return { ...peak, seconds: (performance.now() - start) / 1000 }
}

function jpegs(set: string): string[] {
  return readdirSync(join(shared, 'data', set), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => join(shared, 'data', set, name))
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
