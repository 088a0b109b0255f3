import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { variableNames } from '../src/aws/contract.ts'
import { writeManifests } from '../src/cloud/manifests.ts'
import type { Connected } from '../test/stack/connected.ts'
import { startStack } from '../test/stack/stack.ts'
import { childrenOf, memoryOf } from './measures/resident-set.ts'

/**
 * The queue's worker against an emulator on this machine.
 * `npm run bench -- worker rate [TASKS] [ROUNDS] [VARIABLES]`: its images a second, relative to `limelight run` with the same tasks and variables
 * (core unless given) on the same files; medians. Goal: 85 %.
 * `npm run bench -- worker requests`: requests to S3 and SQS an image, counted by a proxy, for manifests and for events. Goal: 1.02.
 * `npm run bench -- worker memory [MESSAGES]`: resident set over that many messages of one image. Goal: flat.
 */
const shared = join(process.cwd(), '..', 'shared')
if (!existsSync(join(shared, 'data'))) throw new Error(`${shared} is missing: this benchmark needs its photos`)
const [mode = 'rate', ...given] = process.argv.slice(2)
const photos = ['coco', 'instaloader'].flatMap(jpegs)
const workers = Math.min(2, availableParallelism())
/** What takes the least time an image. */
const fewest: Chosen = { tasks: 'none', variables: 'core' }
const stack = await startStack()
try {
  if (mode === 'rate') await rate({ tasks: given[0] ?? 'none', variables: given[2] ?? 'core' }, Number(given[1] ?? 3))
  else if (mode === 'requests') await requests()
  else if (mode === 'memory') await memory(Number(given[0] ?? 20_000))
  else throw new Error(`worker ${mode}: give rate, requests or memory`)
} finally {
  await stack.stop()
}

/** As for `--tasks` and `--variables`; of tasks also `all`: those by default. */
interface Chosen {
  tasks: string
  variables: string
}

async function rate(chosen: Chosen, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'limelight-bench-worker-'))
  // Enough for starting to weigh little, as it does in a worker's hour.
  const names = Array.from({ length: 1000 }, (_, i) => {
    return [photos[i % photos.length] as string, `${String(i).padStart(4, '0')}.jpg`] as const
  })
  mkdirSync(join(folder, 'photos'))
  for (const [path, name] of names) symlinkSync(path, join(folder, 'photos', name))
  for (const [path, name] of names) await stack.bucket.write(`images/${name}`, readFileSync(path))
  await empty(stack)
  const local: Pass[] = []
  const queued: Pass[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      local.push(await runLocal(folder, chosen))
      await queueAll(names.map(([, name]) => name))
      queued.push(await runWorker(stack, chosen, stack.queues.manifests.url))
      rmSync(join(folder, 'out'), { recursive: true })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  const row = (name: string, passes: readonly Pass[]) => {
    const seconds = median(passes.map((pass) => pass.seconds))
    const cpu = median(passes.map((pass) => pass.cpu))
    console.log(
      name.padEnd(22),
      (names.length / seconds).toFixed(1).padStart(9),
      ((cpu / names.length) * 1000).toFixed(1).padStart(12),
    )
    return { seconds, cpu }
  }
  console.log(
    `${names.length} photos, tasks ${chosen.tasks}, variables ${chosen.variables}, ${workers} lanes, ${rounds} rounds`,
  )
  console.log(''.padEnd(22), 'images/s'.padStart(9), 'CPU ms/image'.padStart(12))
  const [disk, queue] = [row('limelight run', local), row('worker and emulator', queued)]
  console.log(`rate relative to limelight run: ${(disk.seconds / queue.seconds).toFixed(2)}`)
  console.log(`CPU time relative to limelight run, without the emulator's own: ${(queue.cpu / disk.cpu).toFixed(2)}`)
}

async function requests(): Promise<void> {
  const count = 4000
  const names: string[] = []
  for (let i = 0; i < 200; i++) {
    names.push(`${String(i).padStart(4, '0')}.jpg`)
    await stack.bucket.write(`images/${names[i]}`, readFileSync(photos[i % photos.length] as string))
  }
  await empty(stack)
  const through = await stack.proxy()
  for (const kind of ['manifests', 'events'] as const) {
    const images = kind === 'manifests' ? count : count / 4
    const many = Array.from({ length: images }, (_, i) => names[i % names.length] as string)
    if (kind === 'manifests') await queueAll(many)
    else await announceAll(many)
    through.proxy.forget()
    await runWorker(through, fewest, stack.queues[kind === 'manifests' ? 'manifests' : 'uploads'].url, true)
    const counts = through.proxy.counts()
    console.log(`${kind}: ${images} images`)
    for (const { service, operation, requests } of counts) {
      console.log(`  ${`${service} ${operation}`.padEnd(36)} ${(requests / images).toFixed(4)} an image`)
    }
    const others = counts.reduce((sum, { requests }) => sum + requests, 0) / images - 1
    console.log(`  beside the one GET: ${others.toFixed(4)} an image (goal 0.02)`)
  }
}

async function memory(messages: number): Promise<void> {
  const names: string[] = []
  for (let i = 0; i < 200; i++) {
    names.push(`${String(i).padStart(4, '0')}.jpg`)
    await stack.bucket.write(`images/${names[i]}`, readFileSync(photos[i % photos.length] as string))
  }
  await empty(stack)
  await announceAll(Array.from({ length: messages }, (_, i) => names[i % names.length] as string))
  const { samples } = await runWorker(stack, fewest, stack.queues.uploads.url)
  console.log('share of messages   resident MB (medians): worker and lanes   the worker alone')
  const tenth = Math.ceil(samples.length / 10)
  const medians = Array.from({ length: 10 }, (_, i) => {
    const some = samples.slice(i * tenth, (i + 1) * tenth)
    return { all: median(some.map(({ all }) => all)), worker: median(some.map(({ worker }) => worker)) }
  })
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0)
  for (const [i, { all, worker }] of medians.entries())
    console.log(`${(i + 1) * 10} %`.padEnd(42), megabytes(all).padStart(16), megabytes(worker).padStart(18))
  for (const [name, from] of [
    ['second tenth', 1],
    ['middle', 4],
  ] as const)
    console.log(`last tenth to ${name}: ${((medians[9]?.all ?? 0) / (medians[from]?.all ?? 1)).toFixed(2)}`)
}

interface Pass {
  seconds: number
  cpu: number
  /** Resident sets, every 200 ms: of the worker and its lanes, and of the worker's own process. */
  samples: { all: number; worker: number }[]
}

/** From the start of the process to its last row stored: what follows is waiting for messages. */
async function runWorker(to: Connected, { tasks, variables }: Chosen, queueUrl: string, large = false): Promise<Pass> {
  const sizes = { workers, idle: 2, shardImages: 2000, shardSeconds: large ? 60 : 20 }
  const child = spawn(process.execPath, ['gpu-worker/worker.mjs'], {
    env: {
      ...process.env,
      ...to.environment,
      LIMELIGHT_MODELS: join(shared, 'models'),
      [variableNames.queueUrl]: queueUrl,
      [variableNames.job]: JSON.stringify({ variables, ...(tasks !== 'all' && { tasks }) }),
      [variableNames.sizes]: JSON.stringify(sizes),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const started = performance.now()
  const pass: Pass = { seconds: 0, cpu: 0, samples: [] }
  const clock = setInterval(() => {
    const worker = memoryOf(child.pid ?? 0).rss
    const lanes = childrenOf(child.pid ?? 0).map((pid) => memoryOf(pid).rss)
    pass.samples.push({ worker, all: lanes.reduce((sum, bytes) => sum + bytes, worker) })
  }, 200)
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines.map((json) => JSON.parse(json) as { event: string; cpu?: number; message?: string })) {
      if (line.event === 'stored') pass.seconds = (performance.now() - started) / 1000
      if (line.event === 'end') pass.cpu = line.cpu ?? 0
      if (line.event === 'failed') console.error(line.message)
    }
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  clearInterval(clock)
  if (code !== 0) throw new Error(`the worker ended with ${code}`)
  return pass
}

async function runLocal(folder: string, { tasks, variables }: Chosen): Promise<Pass> {
  const out = join(folder, 'out')
  const chosen = ['--variables', variables, ...(tasks === 'all' ? [] : ['--tasks', tasks])]
  const started = performance.now()
  const args = ['run', join(folder, 'photos'), '--out', out, '--no-report', '--workers', String(workers), ...chosen]
  const child = spawn(process.execPath, ['dist/cli/limelight.js', ...args], {
    env: { ...process.env, LIMELIGHT_MODELS: join(shared, 'models') },
    stdio: 'ignore',
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`limelight run ended with ${code}`)
  const { cpu_seconds } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { cpu_seconds: number }
  return { seconds: (performance.now() - started) / 1000, cpu: cpu_seconds, samples: [] }
}

async function queueAll(names: readonly string[]): Promise<void> {
  const lines = names.map((name) => ({ key: `images/${name}` }))
  const { bucket, queues } = stack
  await writeManifests({ bucket, queue: queues.manifests, folder: 'bench', dt: '2026-11-22', lines })
}

async function announceAll(names: readonly string[]): Promise<void> {
  await stack.queues.uploads.send(
    names.map((name, i) => ({
      body: JSON.stringify({
        Records: [
          {
            eventSource: 'aws:s3',
            eventName: 'ObjectCreated:Put',
            eventTime: '2026-11-22T12:00:00Z',
            s3: { bucket: { name: stack.bucket.name }, object: { key: `images/${name}`, sequencer: String(i) } },
          },
        ],
      }),
    })),
  )
}

/** What uploading has announced is not what is measured here. */
async function empty({ queues }: Connected): Promise<void> {
  for (;;) {
    const messages = await queues.uploads.receive({ visibility: 60, wait: 1 })
    if (messages.length === 0) return
    await queues.uploads.remove(messages)
  }
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
